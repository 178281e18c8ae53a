import type { Sight } from '../observation/spec.ts';
import type { Tuning } from '../policy/tuning.ts';
import { type EncoderName, settingsFor, stepsOf } from './encoder.ts';
import { TRAINING } from './settings.ts';

/** Multiply-adds that a server spends on one training: some ten minutes of a core, a hundred times the usual training. */
export const MOST_WORK = 4e12;
/** Numbers that go into the first layer and come out of the last, about. */
const ENDS = 64;

export interface AskedWork {
  encoder: EncoderName;
  sees: Sight;
  seeds: number;
  steps?: number;
  tuning?: Tuning;
}

/** Multiply-adds of the dense layers' forward passes in a whole training, about; convolutions and cells come on top. */
export function workOf({ encoder, sees, seeds, steps = stepsOf(encoder, sees), tuning }: AskedWork): number {
  const { hidden, batch } = { ...TRAINING, ...settingsFor(encoder), ...tuning };
  const widths = [ENDS, ...hidden, ENDS];
  const weights = widths.slice(1).reduce((sum, width, i) => sum + width * widths[i]!, 0);
  return seeds * steps * batch * weights;
}

/** Why a server does not take a training, in a sentence without the full stop; null where it does. */
export function excessOf(asked: AskedWork): string | null {
  const work = workOf(asked);
  if (work <= MOST_WORK) return null;
  const times = Math.ceil(work / MOST_WORK);
  return (
    `The training got ${times} times the work that a server spends on one. Take fewer seeds, steps, samples in a step or ` +
    'hidden units, or train on the command line'
  );
}
