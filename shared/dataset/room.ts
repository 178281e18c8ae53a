import { type ObservationSpec, observationSize, picturesOf, withoutPictures } from '../observation/spec.ts';
import type { Ticks } from '../units/units.ts';
import { othersOf, STATE_WIDTH, ticksOf } from './lap.ts';
import type { Drive } from './samples.ts';

/**
 * How much of large sets a training keeps at once, so that its memory does not grow with them. A training draws fewer
 * samples than fit, and neighbouring ticks are nearly one: every lap is learned from, at fewer of its ticks.
 */

/** Most bytes of pictures, 43,000 of 64 × 48. */
const PICTURE_ROOM = 128 * 1024 * 1024;
/** Most numbers of observations: 350,000 of 24, some 250 laps of a short road at every tick. */
const NUMBER_ROOM = 8 * 1024 * 1024;
/** Whole drives are learned from in order and take more of them. */
const SEQUENCE_ROOM = 4 * NUMBER_ROOM;
/** Longer than what any network is trained to remember. */
const PIECE: Ticks = 1200;

const ticksOfAll = (drives: readonly Drive[]): Ticks => drives.reduce((sum, drive) => sum + ticksOf(drive), 0);

/** The stride, or a larger one with which samples of the drives fit. */
export function strideWithin(drives: readonly Drive[], spec: ObservationSpec, stride: number): number {
  const ticks = ticksOfAll(drives);
  const pictures = picturesOf(spec);
  const bytes = pictures ? pictures.cameras.length * pictures.width * pictures.height : 0;
  const numbers = observationSize(withoutPictures(spec));
  return Math.max(stride, Math.ceil((ticks * bytes) / PICTURE_ROOM), Math.ceil((ticks * numbers) / NUMBER_ROOM));
}

/** Samples of the drives that are kept, where each tick is one; about, as a car that stands gives none. */
export const samplesWithin = (drives: readonly Drive[], spec: ObservationSpec): number =>
  Math.floor(ticksOfAll(drives) / strideWithin(drives, spec, 1));

/** The drives, or where they would not fit as whole sequences, evenly spread pieces of 20 s of each of them. */
export function drivesWithin(drives: readonly Drive[], spec: ObservationSpec, frames = 1): readonly Drive[] {
  const every = Math.ceil((ticksOfAll(drives) * frames * observationSize(withoutPictures(spec))) / SEQUENCE_ROOM);
  if (every <= 1) return drives;
  let piece = 0;
  return drives.flatMap((drive) => {
    const kept: Drive[] = [];
    for (let from = 0; from < ticksOf(drive); from += PIECE) {
      if (piece++ % every === 0) kept.push(pieceOf(drive, from, PIECE));
    }
    return kept;
  });
}

/** At most so many ticks of a drive from one on; the same numbers, not a copy. */
export function pieceOf(drive: Drive, from: Ticks, ticks: Ticks): Drive {
  const to = Math.min(ticksOf(drive), from + ticks);
  const width = othersOf(drive) * STATE_WIDTH;
  return {
    ...{ track: drive.track, spec: drive.spec },
    states: drive.states.subarray(from * STATE_WIDTH, (to + 1) * STATE_WIDTH),
    frames: drive.frames.subarray(from * 2, to * 2),
    ...(drive.intended && { intended: drive.intended.subarray(from * 2, to * 2) }),
    others: drive.others?.subarray(from * width, (to + 1) * width) ?? null,
  };
}
