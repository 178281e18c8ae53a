import type { Command } from 'commander';
import { SIGHTS } from '../../shared/observation/spec.ts';
import { HEADS, type HeadName } from '../../shared/policy/head.ts';
import { CLONE_ORDER } from '../../shared/training/cloneorder.ts';
import { ENCODER_NAMES } from '../../shared/training/encoder.ts';
import { lazily } from './lazily.ts';
import { SWEEPABLE, spanOf } from './sweepgrid.ts';
import { oneOf, wholeNumber } from './terminal.ts';
import { addTuning } from './tuning.ts';

const doing = lazily(() => import('./sweepactions.ts'));
const HEAD_NAMES = Object.keys(HEADS) as HeadName[];

/** `sweep`: the same laps learned from with every combination of some settings. */
export function addSweepVerb(program: Command): void {
  const sweep = program
    .command('sweep')
    .description('train on one dataset with many settings, ranked by laps driven; Ctrl-C keeps what is done')
    .requiredOption('--dataset <id>', 'what to learn from')
    .requiredOption(
      '--over <setting=values>',
      `what to vary, once or more: learning-rate=0.0003,0.001 or, with --random, learning-rate=0.0001..0.01; of ${Object.keys(SWEEPABLE).join(', ')}`,
      (text: string, before: ReturnType<typeof spanOf>[] = []) => [...before, spanOf(text)],
    )
    .option('--random <n>', 'try so many combinations drawn by chance instead of all', wholeNumber('random', 1, 200))
    .option('--encoder <name>', ENCODER_NAMES.join(', '), oneOf('encoder', ENCODER_NAMES), CLONE_ORDER.encoder)
    .option('--head <name>', HEAD_NAMES.join(', '), oneOf('head', HEAD_NAMES))
    .option('--no-recovery', "the person's samples alone")
    .option('--sees <what>', 'road or traffic', oneOf('sees', SIGHTS), CLONE_ORDER.sees)
    .option('--seeds <n>', 'trainings of each combination', wholeNumber('seeds', 1, 8), 2)
    .option('--steps <n>', 'gradient steps of each', wholeNumber('steps', 1, 20_000))
    .option('--seed <n>', 'of the first training, and of chance', wholeNumber('seed', 0, 2 ** 31), CLONE_ORDER.seed);
  addTuning(sweep).action(doing(({ runSweep }) => runSweep));
}
