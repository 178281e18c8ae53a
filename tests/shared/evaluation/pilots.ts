import type { Pilot } from '../../../shared/evaluation/rollout.ts';
import { observationNames, TRACK_FEATURES } from '../../../shared/observation/spec.ts';

const NAMES = observationNames(TRACK_FEATURES);
const [BEARING, SPEED] = ['bearing8m', 'vx'].map((name) => NAMES.indexOf(name)) as [number, number];

/** A rule as a pilot: one car's observation in, steer and pedal out. */
export const ruledBy = (rule: (observation: Float32Array) => [steer: number, pedal: number]): Pilot => ({
  observation: TRACK_FEATURES,
  decide(count, observations, actions) {
    for (let i = 0; i < count; i++) {
      actions.set(rule(observations.subarray(i * NAMES.length, (i + 1) * NAMES.length)), i * 2);
    }
  },
});

/** Steers at the centre line 8 m ahead and keeps a speed in m/s: gets round anything. */
export const roadFollower = (speed = 10): Pilot =>
  ruledBy((seen) => [2 * seen[BEARING]!, 0.3 * (speed - 15 * (seen[SPEED]! + 1))]);

/** Full throttle straight on. */
export const blindPilot: Pilot = ruledBy(() => [0, 1]);
