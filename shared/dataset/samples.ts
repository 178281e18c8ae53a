import { ALONE } from '../observation/neighbours.ts';
import { observe } from '../observation/observe.ts';
import { DECISION_TICKS, type ObservationSpec, observationSize, seesTraffic } from '../observation/spec.ts';
import type { MetresPerSecond } from '../units/units.ts';
import { readState, restingState } from '../vehicle/state.ts';
import { Beside } from './beside.ts';
import { type LapDemonstration, STATE_WIDTH, type Stretch, stretchesOf, ticksOf } from './lap.ts';

/** What a learner is given: row i of `observations` was answered by row i of `actions`. */
export interface Samples {
  /** Number of samples, n. */
  size: number;
  /** Numbers in one observation, D. */
  width: number;
  /** [n · D], raw: a normaliser is fitted to them and applied by whoever learns or drives. */
  observations: Float32Array;
  /** [n · 2]: steer and pedal in [−1, 1], the mean over the ticks for which one decision holds. */
  actions: Float32Array;
}

/** A car slower than this stands. */
const STANDING: MetresPerSecond = 0.5;

/** The part of a drive that samples are made of. */
export type Drive = Pick<Stretch, 'track' | 'spec' | 'states' | 'frames' | 'others'>;

/**
 * Every tick of every lap that has two more behind it is one sample: policies decide at 20 Hz, but not always at the
 * same ticks. Laps that follow each other are one drive, so no tick is lost at the line between them.
 *
 * A tick in which the car stands and is not asked to move is no sample. Between lights out and the driver's reaction
 * there are a dozen of those, all with the one observation, and a clone of them never starts.
 */
export function samplesOf(laps: readonly LapDemonstration[], spec: ObservationSpec): Samples {
  return samplesOfDrives(stretchesOf(laps), spec);
}

/**
 * Samples of drives from every `stride`-th tick on; with a stride, drive k begins at tick k mod stride. Throws when
 * the specification holds other cars and those of a drive are not known.
 */
export function samplesOfDrives(drives: readonly Drive[], spec: ObservationSpec, stride = 1): Samples {
  const ticks = drives.map((drive, k) => sampleTicks(drive, k % stride, stride));
  const samples = emptySamples(
    ticks.reduce((sum, of) => sum + of.length, 0),
    observationSize(spec),
  );
  const state = restingState();
  let row = 0;
  drives.forEach((drive, k) => {
    const beside = seesTraffic(spec) ? new Beside(drive) : null;
    for (const tick of ticks[k]) {
      readState(drive.states, tick * STATE_WIDTH, state);
      beside?.at(tick);
      observe(spec, drive.track, drive.spec, state, samples.observations, row * samples.width, beside ?? ALONE);
      heldAction(drive.frames, tick, samples.actions, row * 2);
      row++;
    }
  });
  return samples;
}

const emptySamples = (size: number, width: number): Samples => ({
  size,
  width,
  observations: new Float32Array(size * width),
  actions: new Float32Array(size * 2),
});

function sampleTicks(drive: Drive, from: number, stride: number): number[] {
  const ticks: number[] = [];
  for (let tick = from; tick + DECISION_TICKS <= ticksOf(drive); tick += stride) {
    const waiting = drive.states[tick * STATE_WIDTH + 3] < STANDING && drive.frames[tick * 2 + 1] <= 0;
    if (!waiting) ticks.push(tick);
  }
  return ticks;
}

/** The mean of the frames that one decision at `tick` stands for, in [−1, 1]. */
export function heldAction(frames: Int8Array, tick: number, out: Float32Array, at: number): void {
  let steer = 0;
  let pedal = 0;
  for (let k = tick; k < tick + DECISION_TICKS; k++) {
    steer += frames[k * 2];
    pedal += frames[k * 2 + 1];
  }
  out[at] = steer / (127 * DECISION_TICKS);
  out[at + 1] = pedal / (127 * DECISION_TICKS);
}

/** All samples of the parts, in order; every part must have the same width. */
export function joinSamples(parts: readonly Samples[]): Samples {
  const width = parts[0]?.width ?? 0;
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const joined = emptySamples(size, width);
  let at = 0;
  for (const part of parts) {
    if (part.width !== width) {
      throw new Error(
        `Samples to join: got ${part.width} numbers an observation, expected ${width} as in the first part. ` +
          'Make all of them with one observation specification.',
      );
    }
    joined.observations.set(part.observations, at * width);
    joined.actions.set(part.actions, at * 2);
    at += part.size;
  }
  return joined;
}

/**
 * Mean squared error, over steer and pedal, of doing again what was done in the last decision: the bar that every
 * offline figure stands beside, since on smooth hands it is low without any driving. Null without two decisions.
 */
export function persistenceError(laps: readonly LapDemonstration[]): number | null {
  const now = new Float32Array(2);
  const before = new Float32Array(2);
  let sum = 0;
  let count = 0;
  for (const { frames } of stretchesOf(laps)) {
    for (let tick = DECISION_TICKS; tick + DECISION_TICKS <= frames.length / 2; tick++) {
      heldAction(frames, tick, now, 0);
      heldAction(frames, tick - DECISION_TICKS, before, 0);
      sum += ((now[0] - before[0]) * (now[0] - before[0]) + (now[1] - before[1]) * (now[1] - before[1])) / 2;
      count++;
    }
  }
  return count > 0 ? sum / count : null;
}
