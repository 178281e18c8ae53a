import { type Random, seededRandom } from '../exact/random.ts';
import { observationSpecFor } from '../observation/spec.ts';
import type { LeakProof } from './cardschema.ts';
import type { LapDemonstration } from './lap.ts';
import { fitNormaliser, normalise } from './normaliser.ts';
import { type Samples, samplesOf } from './samples.ts';
import { splitLaps } from './split.ts';

/** Laps that the proof looks at: enough to see it, few enough for a second of work. */
export const LEAK_LAPS = 12;
/** Moments asked about in each split. */
const ASKED = 300;
/** The share of ticks that a split by frames holds out. */
const HELD_OUT = 0.2;

/**
 * How much a split by frames flatters: the error of the simplest learner there is, that does what was done in the most
 * similar moment it knows, once on ticks cut out of laps it knows and once on whole laps it does not (split.ts).
 *
 * Both learners are given about as many laps. The first only has to remember: a moment's neighbour is a sixtieth of a
 * second away and was driven by the same hands in the same swing. Null with one lap, which cannot be held out.
 */
export function leakOf(laps: readonly LapDemonstration[], seed: number): LeakProof | null {
  const few = spread(laps, LEAK_LAPS);
  const whole = splitLaps(few, seed);
  if (whole.kind !== 'driver' && whole.kind !== 'episode' && whole.kind !== 'lap') return null;
  const spec = observationSpecFor(few[0].track);
  const random = seededRandom(seed);
  const cut = cutFrames(samplesOf(few, spec), random);
  const [learned, held] = [samplesOf(whole.train, spec), samplesOf(whole.validation, spec)];
  const asked = Math.min(ASKED, cut.held.size, held.size);
  if (asked === 0) return null;
  return {
    frames: neighbourError(cut.learned, cut.held, asked, random),
    whole: neighbourError(learned, held, asked, random),
    by: whole.kind,
    asked,
    laps: few.length,
  };
}

/** So many laps, evenly spread over all. */
function spread<Lap>(laps: readonly Lap[], most: number): Lap[] {
  const count = Math.min(most, laps.length);
  return Array.from({ length: count }, (_, i) => laps[Math.floor((i * laps.length) / count)]);
}

function cutFrames(all: Samples, random: Random): { learned: Samples; held: Samples } {
  const rows: { learned: number[]; held: number[] } = { learned: [], held: [] };
  for (let row = 0; row < all.size; row++) rows[random.uniform() < HELD_OUT ? 'held' : 'learned'].push(row);
  return { learned: pick(all, rows.learned), held: pick(all, rows.held) };
}

function pick({ width, observations, actions }: Samples, rows: readonly number[]): Samples {
  const picked: Samples = {
    size: rows.length,
    width,
    observations: new Float32Array(rows.length * width),
    actions: new Float32Array(rows.length * 2),
  };
  for (const [at, row] of rows.entries()) {
    picked.observations.set(observations.subarray(row * width, (row + 1) * width), at * width);
    picked.actions.set(actions.subarray(row * 2, (row + 1) * 2), at * 2);
  }
  return picked;
}

/** Mean squared error, over steer and pedal, of the action of the nearest learned observation. */
function neighbourError(learned: Samples, held: Samples, asked: number, random: Random): number {
  const { width } = learned;
  const normaliser = fitNormaliser([learned]);
  const known = new Float32Array(learned.observations.length);
  normalise(normaliser, learned.observations, learned.size, known);
  const questions = new Float32Array(held.observations.length);
  normalise(normaliser, held.observations, held.size, questions);
  let sum = 0;
  for (let question = 0; question < asked; question++) {
    const row = random.integer(held.size);
    const nearest = nearestRow(known, questions.subarray(row * width, (row + 1) * width), width);
    for (let k = 0; k < 2; k++) {
      const gap = learned.actions[nearest * 2 + k] - held.actions[row * 2 + k];
      sum += (gap * gap) / 2;
    }
  }
  return sum / asked;
}

function nearestRow(known: Float32Array, question: Float32Array, width: number): number {
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < known.length / width; row++) {
    let distance = 0;
    for (let k = 0; k < width && distance < least; k++) {
      const gap = known[row * width + k] - question[k];
      distance += gap * gap;
    }
    if (distance >= least) continue;
    least = distance;
    nearest = row;
  }
  return nearest;
}
