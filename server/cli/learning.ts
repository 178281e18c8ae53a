import type { Command } from 'commander';
import { SENSES, SIGHTS } from '../../shared/observation/spec.ts';
import { CHUNK_DRIVES, LONGEST_CHUNK } from '../../shared/policy/chunk.ts';
import { DECODINGS } from '../../shared/policy/decoding.ts';
import { HEADS, type HeadName } from '../../shared/policy/head.ts';
import { PREVIOUS_ACTIONS } from '../../shared/policy/taught.ts';
import { CLONE_ORDER, DECISION_HZ, type DecisionRate } from '../../shared/training/cloneorder.ts';
import { ENCODER_NAMES, stepsOf } from '../../shared/training/encoder.ts';
import { TEACHING_NAMES, type TeachingName } from '../../shared/training/teaching.ts';
import { lazily } from './lazily.ts';
import { oneOf, wholeNumber } from './terminal.ts';
import { addTuning } from './tuning.ts';

const doing = lazily(() => import('./learningactions.ts'));
const WAYS = Object.keys(TEACHING_NAMES) as TeachingName[];
const HEAD_NAMES = Object.keys(HEADS) as HeadName[];

/** `train`, `diverge`: from a dataset to a clone, and where it parts from its person. */
export function addLearningVerbs(program: Command): void {
  const train = program
    .command('train')
    .description('train clones on a dataset and keep the one that drives best; an interrupted training goes on')
    .option('--dataset <id>', 'what to learn from')
    .option('--resume <id>', 'go on with an interrupted training, of the dataset and by the options it was begun with')
    .option('--encoder <name>', ENCODER_NAMES.join(', '), oneOf('encoder', ENCODER_NAMES), CLONE_ORDER.encoder)
    .option(
      '--head <name>',
      `${HEAD_NAMES.join(', ')}; what goes with the encoder if left out`,
      oneOf('head', HEAD_NAMES),
    )
    .option(
      '--decode <how>',
      `how an action is taken from the head: ${DECODINGS.join(', ')}; the head's own way if left out`,
      oneOf('decode', DECODINGS),
    )
    .option('--chunk <n>', 'learn actions in chunks of so many decisions', wholeNumber('chunk', 2, LONGEST_CHUNK))
    .option(
      '--chunk-drive <how>',
      'ensemble: the mean of what all plans say of now; commit: each plan to its end',
      oneOf('chunk-drive', CHUNK_DRIVES),
    )
    .option('--no-recovery', "the person's samples alone: the copy instead of the coached clone")
    .option('--teach <ways>', `ways of teaching recovery: some of ${WAYS.join(', ')}; perturb if left out`, waysOf)
    .option(
      '--previous-action <how>',
      'whether it is told what it did last; dropped: in half of the samples it is not',
      oneOf('previous-action', PREVIOUS_ACTIONS),
    )
    .option(
      '--observation <what>',
      `what the road is known by: ${SENSES.join(', ')}; features if left out`,
      oneOf('observation', SENSES),
    )
    .option('--hz <n>', `decisions a second: ${DECISION_HZ.join(', ')}; 20 if left out`, rateOf)
    .option(
      '--sees <what>',
      'road: the road alone; traffic: the other cars too',
      oneOf('sees', SIGHTS),
      CLONE_ORDER.sees,
    )
    .option('--corrections', 'learn also from turns at the wheel of cars that clones drove for these drivers')
    .option('--seeds <n>', 'trainings to choose from', wholeNumber('seeds', 1, 8), CLONE_ORDER.seeds)
    .option(
      '--steps <n>',
      `gradient steps of each; what goes with the encoder if left out, ${stepsOf('features', 'road')} for features`,
      wholeNumber('steps', 1, 20_000),
    )
    .option('--seed <n>', 'of the first training', wholeNumber('seed', 0, 2 ** 31), CLONE_ORDER.seed);
  addTuning(train).action(doing(({ train }) => train));
  program
    .command('diverge')
    .description('where a clone leaves the tube of its person')
    .requiredOption('--policy <id>')
    .option('--dataset <id>', 'hold it against these laps instead of its own')
    .option('--episode <id>', 'hold it against the clean laps of one episode')
    .action(doing(({ runDivergence }) => runDivergence));
}

const wayOf = oneOf('teach', WAYS);
const waysOf = (text: string): TeachingName[] => text.split(',').map((word) => wayOf(word.trim()));

const decisionsOf = oneOf('hz', DECISION_HZ.map(String) as [string, ...string[]]);
const rateOf = (text: string): DecisionRate => Number(decisionsOf(text)) as DecisionRate;
