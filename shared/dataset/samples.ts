import {
  DECISION_TICKS,
  decisionTicksOf,
  type ObservationSpec,
  observationSize,
  withoutPictures,
} from '../observation/spec.ts';
import type { MetresPerSecond, Ticks } from '../units/units.ts';
import { heldAction, heldPlan } from './heldaction.ts';
import { type LapDemonstration, STATE_WIDTH, type Stretch, stretchesOf, ticksOf } from './lap.ts';
import { Lookout } from './lookout.ts';
import { strideWithin } from './room.ts';
import { drawPictures, emptyPictures, joinPictures, type SamplePictures } from './samplepictures.ts';

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
  /** Decisions that each row of `actions` holds, [n · 2 planned] then: this one and those after it. One if absent. */
  planned?: number;
  /** What cameras saw, where the observation has any; `observations` are the numbers beside them. */
  pictures?: SamplePictures;
}

/** A car slower than this stands. */
const STANDING: MetresPerSecond = 0.5;

/** The part of a drive that samples are made of. */
export type Drive = Pick<Stretch, 'track' | 'spec' | 'states' | 'frames' | 'intended' | 'others'>;

/**
 * Every tick of every lap from which a whole decision was recorded (at 20 Hz: with two more behind it) is one sample:
 * policies do not always decide at the same ticks. Laps that follow each other are one drive, so no tick is lost at the line between them.
 *
 * A tick in which the car stands and is not asked to move is no sample. Between lights out and the driver's reaction
 * there are a dozen of those, all with the one observation, and a clone of them never starts.
 */
export function samplesOf(laps: readonly LapDemonstration[], spec: ObservationSpec): Samples {
  return samplesOfDrives(stretchesOf(laps), spec);
}

/**
 * Samples of drives from every `stride`-th tick on, or fewer of a set too large for that (room.ts); with a stride, drive k
 * begins at tick k mod stride. Throws when
 * the specification holds other cars and those of a drive are not known.
 */
export function samplesOfDrives(drives: readonly Drive[], spec: ObservationSpec, stride = 1, planned = 1): Samples {
  const hold = decisionTicksOf(spec);
  const every = strideWithin(drives, spec, stride);
  const ticks = drives.map((drive, k) => sampleTicks(drive, k % every, every, hold));
  const size = ticks.reduce((sum, of) => sum + of.length, 0);
  const samples = {
    ...emptySamples(size, observationSize(withoutPictures(spec)), planned),
    ...emptyPictures(spec, size),
  };
  let row = 0;
  drives.forEach((drive, k) => {
    const lookout = new Lookout(drive, spec);
    for (const tick of ticks[k]) {
      lookout.observe(tick, samples.observations, row * samples.width);
      if (samples.pictures) drawPictures(samples.pictures, row, lookout, tick);
      heldPlan(drive.intended ?? drive.frames, tick, samples.actions, row * 2 * planned, hold, planned);
      row++;
    }
  });
  return samples;
}

const emptySamples = (size: number, width: number, planned = 1): Samples => ({
  size,
  width,
  observations: new Float32Array(size * width),
  actions: new Float32Array(size * 2 * planned),
  ...(planned > 1 && { planned }),
});

function sampleTicks(drive: Drive, from: number, stride: number, hold: Ticks): number[] {
  const ticks: number[] = [];
  for (let tick = from; tick + hold <= ticksOf(drive); tick += stride) {
    const waiting = drive.states[tick * STATE_WIDTH + 3] < STANDING && drive.frames[tick * 2 + 1] <= 0;
    if (!waiting) ticks.push(tick);
  }
  return ticks;
}

/** All samples of the parts, in order; every part must have the same width and plan as far ahead. */
export function joinSamples(parts: readonly Samples[]): Samples {
  const { width = 0, planned = 1 } = parts[0] ?? {};
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const joined = { ...emptySamples(size, width, planned), ...joinPictures(parts) };
  let at = 0;
  for (const part of parts) {
    if (part.width !== width) {
      throw new Error(
        `Samples to join: got ${part.width} numbers an observation, expected ${width} as in the first part. ` +
          'Make all of them with one observation specification.',
      );
    }
    joined.observations.set(part.observations, at * width);
    joined.actions.set(part.actions, at * 2 * planned);
    at += part.size;
  }
  return joined;
}

/**
 * Mean squared error, over steer and pedal, of doing again what was done in the last decision: the bar that every
 * offline figure stands beside, since on smooth hands it is low without any driving. Null without two decisions.
 */
export function persistenceError(laps: readonly LapDemonstration[], hold: Ticks = DECISION_TICKS): number | null {
  const now = new Float32Array(2);
  const before = new Float32Array(2);
  let sum = 0;
  let count = 0;
  for (const { frames, intended = frames } of stretchesOf(laps)) {
    for (let tick: Ticks = hold; tick + hold <= frames.length / 2; tick++) {
      heldAction(intended, tick, now, 0, hold);
      heldAction(frames, tick - hold, before, 0, hold);
      sum += ((now[0] - before[0]) * (now[0] - before[0]) + (now[1] - before[1]) * (now[1] - before[1])) / 2;
      count++;
    }
  }
  return count > 0 ? sum / count : null;
}
