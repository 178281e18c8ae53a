import type { InputFrame } from '../race/frame.ts';
import type { Race } from '../race/race.ts';

/**
 * Whoever yields input frames: people, clones and scripted rivals alike.
 *
 * Called once a tick, before the race steps; writes `frames[i]` for each car index i in `cars` and nothing else.
 */
export interface Driver {
  readonly cars: readonly number[];
  drive(race: Race, frames: InputFrame[]): void;
}
