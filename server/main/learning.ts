import type { Learning } from '../http/services.ts';

/** A refusal that HTTP shows with its status. */
const refuse = (): Promise<never> =>
  Promise.reject(Object.assign(new Error('This server does not train clones.'), { status: 501 }));

export const noLearning: Learning = {
  makeDataset: refuse,
  clone: refuse,
  train: refuse,
  evaluate: refuse,
  diverge: refuse,
};
