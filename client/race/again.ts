import type { RaceRequest } from '../../shared/wire/options.ts';
import type { RaceState } from '../../shared/wire/state.ts';
import type { Entry } from '../connection/room.ts';
import { wishOf } from './restart.ts';

interface Order {
  entry: Entry;
  request: RaceRequest;
}

/**
 * The order for one more race like this one. Whoever raced together meets again under the same code, in the race that the
 * first of them makes; the room of this race is over, so whoever was sent to it by its id asks for the next one like it.
 */
export function orderAgain(
  { entry, request }: Order,
  state: Pick<RaceState, 'code' | 'trackId' | 'laps' | 'cars'>,
): Order {
  const { code, trackId, laps } = state;
  if (code !== '') {
    const grid = request.grid ?? wishOf({ trackId, laps, cars: state.cars.values() }).grid;
    return { entry: { how: 'joinOrCreate' }, request: { ...request, code, trackId, laps, grid } };
  }
  return entry.how === 'joinById' ? { entry: { how: 'joinOrCreate' }, request } : { entry, request };
}
