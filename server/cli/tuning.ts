import type { Command } from 'commander';
import { MOST_HIDDEN, SCHEDULES, type Tuning, tuningSchema } from '../../shared/policy/tuning.ts';
import { aNumber, CommandError, oneOf, wholeNumber } from './terminal.ts';

/** What the options of `addTuning` come to. */
export interface TuningOptions {
  hidden?: number[];
  batch?: number;
  learningRate?: number;
  schedule?: Tuning['schedule'];
  warmUp?: number;
  clip?: number | 'none';
}

/** Options of a verb that trains: how networks are made and fitted. What is left out goes with the encoder. */
export const addTuning = (command: Command): Command =>
  command
    .option('--hidden <widths>', 'widths of the hidden layers, like 128x128', readTuning.hidden)
    .option('--batch <n>', 'samples in a step', readTuning.batch)
    .option('--learning-rate <rate>', 'of Adam, the highest of the schedule', readTuning['learning-rate'])
    .option(
      '--schedule <name>',
      `of the learning rate: ${SCHEDULES.join(', ')}; cosine if left out`,
      readTuning.schedule,
    )
    .option('--warm-up <steps>', 'in which the learning rate rises from nothing', readTuning['warm-up'])
    .option('--clip <length>', 'scale longer gradients down to this, or "none"', readTuning.clip);

/** Each option's words, read and within bounds, or a CommandError that names it. */
export const readTuning = {
  hidden: hiddenOf,
  batch: wholeNumber('batch', 8, 1024),
  'learning-rate': aNumber('learning-rate', 1e-6, 0.1),
  schedule: oneOf('schedule', SCHEDULES),
  'warm-up': wholeNumber('warm-up', 0, 20_000),
  // "none" stays a word: a parser's null is an empty text to commander.
  clip: (text: string): number | 'none' => (text === 'none' ? text : aNumber('clip', 1e-4, 1e4)(text)),
};

function hiddenOf(text: string): number[] {
  const widths = text.split('x').map(Number);
  if (tuningSchema.shape.hidden.safeParse(widths).success) return widths;
  const { layers, units } = MOST_HIDDEN;
  throw new CommandError(`--hidden: got "${text}", expected 1 to ${layers} widths of 1 to ${units}, like 128x128.`);
}

/** As an order has it; absent where nothing was said. */
export function tuningOf({ hidden, batch, learningRate, schedule, warmUp, clip }: TuningOptions): { tuning?: Tuning } {
  const longest = clip === 'none' ? null : clip;
  const told = Object.entries({ hidden, batch, learningRate, schedule, warmUp, clip: longest }).filter(
    ([, value]) => value !== undefined,
  );
  return told.length > 0 ? { tuning: Object.fromEntries(told) } : {};
}
