import { openRace, orderRace } from '../connection/raceorder.ts';
import { raceRequest } from '../connection/request.ts';
import { wishOf } from './restart.ts';
import type { RaceSession } from './session.ts';

/** What is read of the race that is over. */
export type Over = Pick<RaceSession, 'ownCar'> & {
  room: {
    sessionId: string;
    state: Pick<RaceSession['room']['state'], 'code' | 'hostId' | 'trackId' | 'laps' | 'contact' | 'cars'>;
  };
};

/**
 * Ask for one more race like this one. Whoever raced together meets again under the same code, in the race that the first
 * of them makes; the room of this race is over, so whoever was sent to it by its id asks for the next one like it.
 *
 * Its host knows what they chose. Nobody else does, and after a reload the page no longer knows what was ordered, nor for
 * whom; then it asks for what was on the road.
 */
export async function askAgain({ room, ownCar }: Over): Promise<void> {
  const { entry, request } = raceRequest.value;
  const { code, hostId, trackId, laps, contact, cars } = room.state;
  const wish = { ...wishOf({ trackId, laps, car: ownCar?.vehicle, cars: cars.values() }), contact };
  if (request.consent === undefined) return await (code === '' ? orderRace(wish) : openRace(wish, code));
  if (code !== '') {
    const chosen = hostId === room.sessionId ? request : wish;
    const { grid = wish.grid, contact = wish.contact } = chosen;
    raceRequest.value = { entry: { how: 'joinOrCreate' }, request: { ...request, code, trackId, laps, grid, contact } };
  } else if (entry.how === 'joinById') raceRequest.value = { entry: { how: 'joinOrCreate' }, request };
}
