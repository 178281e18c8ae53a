import { type ObservationSpec, observationSize } from '../observation/spec.ts';
import { TICK_HZ } from '../units/units.ts';
import { type LapDemonstration, STATE_WIDTH, ticksOf } from './lap.ts';
import { Lookout } from './lookout.ts';

/** Steps a second of an export: that of policies, or every tick. */
export const EXPORT_RATES = [20, 60] as const;
export type ExportRate = (typeof EXPORT_RATES)[number];
/** How a data set can leave; `raw` are the race logs themselves. */
export const EXPORT_FORMATS = ['lerobot', 'minari', 'robomimic', 'parquet', 'csv', 'raw'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * A lap as other programs read it: row t is what was seen and the action chosen on seeing it, row T what was seen at the
 * end, without an action. Nothing of it is stored; it comes from re-simulation whenever it is asked for.
 */
export interface Transitions {
  /** T */
  steps: number;
  /** Numbers in one observation, D. */
  width: number;
  /** [(T + 1) · D] */
  observations: Float32Array;
  /** [(T + 1) · 8], STATE_FIELDS. */
  states: Float32Array;
  /** [T · 2]: steer and pedal in [−1, 1], the mean over the step's ticks. */
  actions: Float32Array;
  /** [T]: metres of road gained in the step. No label of a demonstration: formats ask for a reward, this is one. */
  rewards: Float32Array;
}

/** Cut a lap into `rate` steps a second; ticks at its end that make no whole step are left out. */
export function transitionsOf(lap: LapDemonstration, spec: ObservationSpec, rate: number): Transitions {
  const stride = TICK_HZ / rate;
  const steps = Math.floor(ticksOf(lap) / stride);
  const width = observationSize(spec);
  const made: Transitions = {
    steps,
    width,
    observations: new Float32Array((steps + 1) * width),
    states: new Float32Array((steps + 1) * STATE_WIDTH),
    actions: new Float32Array(steps * 2),
    rewards: new Float32Array(steps),
  };
  const lookout = new Lookout(lap, spec);
  for (let t = 0; t <= steps; t++) {
    const tick = t * stride;
    const row = lap.states.subarray(tick * STATE_WIDTH, (tick + 1) * STATE_WIDTH);
    made.states.set(row, t * STATE_WIDTH);
    lookout.observe(tick, made.observations, t * width);
  }
  for (let t = 0; t < steps; t++) writeStep(lap.frames, made, t, stride);
  return made;
}

const DISTANCE = STATE_WIDTH - 1;

function writeStep(frames: Int8Array, { actions, rewards, states }: Transitions, t: number, stride: number): void {
  let steer = 0;
  let pedal = 0;
  for (let tick = t * stride; tick < (t + 1) * stride; tick++) {
    steer += frames[tick * 2];
    pedal += frames[tick * 2 + 1];
  }
  actions[t * 2] = steer / (127 * stride);
  actions[t * 2 + 1] = pedal / (127 * stride);
  rewards[t] = states[(t + 1) * STATE_WIDTH + DISTANCE] - states[t * STATE_WIDTH + DISTANCE];
}
