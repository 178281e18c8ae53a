import { ALONE, type Company } from './neighbours.ts';

/** What a driver did in its last decision: steer and pedal in [−1, 1]. */
export interface LastAction {
  readonly steer: number;
  readonly pedal: number;
}

/** All that a driver knows beside the road and its own car's motion. */
export interface Situation extends Company {
  /** Nothing yet when left out. */
  readonly done?: LastAction;
}

export const NOTHING_DONE: LastAction = { steer: 0, pedal: 0 };

/** A situation to be kept and rewritten, so that looking allocates nothing. */
export interface ChangingSituation extends Situation {
  cars: Company['cars'];
  own: number;
  readonly done: { steer: number; pedal: number };
}

export const newSituation = (): ChangingSituation => ({ ...ALONE, done: { ...NOTHING_DONE } });
