import type { Samples } from '../dataset/samples.ts';
import { seededRandom } from '../exact/random.ts';
import { HEADS } from '../policy/head.ts';
import { PointwiseLearner } from './pointwise.ts';
import { TRAINING } from './settings.ts';

/** Numbers that a driver of a plain track sees, about. */
const WIDTH = 24;
/** Steps that are timed however long they take: one alone may be a hiccup. */
const LEAST = 3;

/**
 * Milliseconds of one step of training as clones are trained by default, on the active back end: the median of `steps`,
 * or of fewer where these would take longer than `patience`.
 */
export async function pace(steps: number, patience: number, now: () => number): Promise<number> {
  const samples = madeSamples(2048);
  const { seeds, batch, hidden } = TRAINING;
  const lesson = { train: samples, validation: null, hidden, seeds, randoms: seeds.map(seededRandom), batch };
  const learner = new PointwiseLearner(HEADS.bins, lesson);
  try {
    await learner.descend(TRAINING.learningRate); // builds what the others use again
    await learner.settle();
    const began = now();
    const taken: number[] = [];
    let last = began;
    do {
      await learner.descend(TRAINING.learningRate);
      const at = now();
      taken.push(at - last);
      last = at;
    } while (taken.length < LEAST || (taken.length < steps && last - began < patience));
    taken.sort((a, b) => a - b);
    return taken[taken.length >> 1];
  } finally {
    learner.dispose();
  }
}

function madeSamples(size: number): Samples & { inputs: Float32Array } {
  const random = seededRandom(1);
  const inputs = Float32Array.from({ length: size * WIDTH }, random.gaussian);
  const actions = Float32Array.from({ length: size * 2 }, () => 2 * random.uniform() - 1);
  return { size, width: WIDTH, observations: inputs, actions, inputs };
}
