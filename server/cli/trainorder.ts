import type { Sight } from '../../shared/observation/spec.ts';
import type { PreviousAction } from '../../shared/policy/taught.ts';
import { type AskedLesson, type CloneOrder, lessonOf, taughtAs } from '../../shared/training/cloneorder.ts';
import { COACHED, TEACHING_NAMES, type TeachingName, UNTAUGHT } from '../../shared/training/teaching.ts';
import { CommandError } from './terminal.ts';
import { type TuningOptions, tuningOf } from './tuning.ts';

/** Options of `train`. */
export interface TrainOptions extends AskedLesson, TuningOptions {
  dataset?: string;
  resume?: string;
  recovery: boolean;
  teach?: TeachingName[];
  previousAction?: PreviousAction;
  sees: Sight;
  corrections?: boolean;
  seeds: number;
  steps?: number;
  seed: number;
}

/** What the options ask to train. */
export function orderBy(options: TrainOptions): CloneOrder {
  const { seeds, seed, corrections } = options;
  if (options.chunkDrive && !options.chunk) throw new CommandError('Got --chunk-drive without --chunk, expected both.');
  return {
    ...lessonOf(options),
    ...taughtBy(options),
    ...tuningOf(options),
    ...{ seeds, seed },
    ...(corrections && { corrections }),
  };
}

/** What the options say of teaching. */
function taughtBy({ recovery, teach, previousAction = 'hidden' }: TrainOptions): ReturnType<typeof taughtAs> {
  if (!recovery && teach) throw new CommandError('Got both --no-recovery and --teach, expected one of them.');
  if (!teach && previousAction === 'hidden') return taughtAs(recovery);
  const ways = teach ? Object.fromEntries(teach.map((name) => [TEACHING_NAMES[name], true])) : {};
  return taughtAs(recovery, { ...(teach || !recovery ? UNTAUGHT : COACHED), ...ways, previousAction });
}
