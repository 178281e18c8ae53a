import type { RaceState } from '../../shared/wire/state.ts';
import { openRace, orderRace } from '../connection/raceorder.ts';
import { raceRequest } from '../connection/request.ts';
import { wishOf } from './restart.ts';

/**
 * Ask for one more race like this one. Whoever raced together meets again under the same code, in the race that the first
 * of them makes; the room of this race is over, so whoever was sent to it by its id asks for the next one like it.
 *
 * After a reload the page no longer knows what was ordered, nor for whom; then it asks for what was on the road.
 */
export async function askAgain(state: Pick<RaceState, 'code' | 'trackId' | 'laps' | 'cars'>): Promise<void> {
  const { entry, request } = raceRequest.value;
  const { code, trackId, laps } = state;
  const wish = wishOf({ trackId, laps, cars: state.cars.values() });
  if (request.consent === undefined) return await (code === '' ? orderRace(wish) : openRace(wish, code));
  if (code !== '') {
    const grid = request.grid ?? wish.grid;
    raceRequest.value = { entry: { how: 'joinOrCreate' }, request: { ...request, code, trackId, laps, grid } };
  } else if (entry.how === 'joinById') raceRequest.value = { entry: { how: 'joinOrCreate' }, request };
}
