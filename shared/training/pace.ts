import type { Samples } from '../dataset/samples.ts';
import { seededRandom } from '../exact/random.ts';
import { HEADS } from '../policy/head.ts';
import { PointwiseLearner } from './pointwise.ts';
import { TRAINING } from './settings.ts';

/** Numbers that a driver of a plain track sees, about. */
const WIDTH = 24;
/** The first steps build what the later ones use again. */
const WARM_UP = 2;

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
    for (let i = 0; i < WARM_UP; i++) await learner.descend(TRAINING.learningRate);
    const began = now();
    const taken: number[] = [];
    for (let last = began; taken.length < steps && last - began < patience; ) {
      await learner.descend(TRAINING.learningRate);
      const at = now();
      taken.push(at - last);
      last = at;
    }
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
