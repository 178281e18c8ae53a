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

/** A driver who can be asked what they would do at any moment of somebody else's drive. */
export interface Expert extends Driver {
  /** In the last tick this was done, and not what the expert wanted: whoever predicts the car must know. */
  overruled?(frame: Readonly<InputFrame>): void;
}
