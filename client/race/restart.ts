import type { Rival } from '../../shared/wire/options.ts';
import type { CarState, RaceState } from '../../shared/wire/state.ts';
import { orderRace, type RaceWish } from '../connection/raceorder.ts';
import { raceRequest } from '../connection/request.ts';

type Shown = Pick<RaceState, 'trackId' | 'laps'> & {
  /** Of the own car. */
  car: string | undefined;
  cars: Iterable<Pick<CarState, 'kind' | 'policyId'>>;
};

/** Whether no other person is in the race; whoever left or lost the connection is not. */
export function isSolo(cars: Iterable<Pick<CarState, 'kind' | 'connected'>>): boolean {
  let people = 0;
  for (const { kind, connected } of cars) if (kind === 'human' && connected) people += 1;
  return people <= 1;
}

/** What a race was ordered as, as far as it shows: how well a scripted rival drives does not, and a ghost stays away. */
export function wishOf({ trackId, laps, car, cars }: Shown): RaceWish {
  const grid: Rival[] = [];
  for (const { kind, policyId } of cars) {
    if (kind === 'policy') grid.push({ kind, id: policyId });
    if (kind === 'scripted') grid.push({ kind, skill: 'mid', hands: grid.length % 2 === 0 ? 'keyboard' : 'pad' });
  }
  return { trackId, car, laps, grid };
}

/**
 * Ask for the same race once more, as one of one's own. After a reload in the middle of a race the page no longer knows
 * what was ordered, and a quick race was ordered without its grid; then it asks for what is on the road.
 */
export async function askSameRace(shown: Shown): Promise<void> {
  const { request } = raceRequest.value;
  // Without a code: nobody else shall be waited for.
  if (request.trackId === shown.trackId && !request.quick)
    raceRequest.value = { entry: { how: 'create' }, request: { ...request, code: undefined } };
  else await orderRace(wishOf(shown));
}
