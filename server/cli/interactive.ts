import type { Command } from 'commander';
import { TEACHERS } from '../../shared/driver/expert.ts';
import { NOVICE_NAMES } from '../../shared/training/novices.ts';
import { CARS, DEFAULT_CAR } from '../../shared/vehicle/cars.ts';
import { lazily } from './lazily.ts';
import { aNumber, oneOf, wholeNumber } from './terminal.ts';

const CAR_IDS = [...CARS.keys()];
const doing = lazily(() => import('./interactiveactions.ts'));

/** `dagger`: a novice learns from an expert beside it, and plain cloning of as many laps stands in the next column. */
export function addInteractiveVerb(program: Command): void {
  program
    .command('dagger')
    .description('let a scripted expert correct a novice in rounds, and hold each round beside plain cloning')
    .option('--dataset <id>', 'begin with these laps')
    .option('--track <id>', 'or with laps that the expert shows here')
    .option('--car <id>', `with --track: one of ${CAR_IDS.join(', ')}`, oneOf('car', CAR_IDS), DEFAULT_CAR)
    .option('--laps <n>', 'with --track: laps that the expert shows', wholeNumber('laps', 1, 50), 2)
    .option(
      '--expert <who>',
      `${TEACHERS.join(', ')}; all are scripted, ownPath follows the dataset's fastest lap and is what it gets if left out`,
      oneOf('expert', TEACHERS),
    )
    .option('--novice <network>', NOVICE_NAMES.join(', '), oneOf('novice', NOVICE_NAMES), 'mlp-128')
    .option('--rounds <n>', 'laps that the novice drives, one a round', wholeNumber('rounds', 1, 30), 6)
    .option('--gated', 'human-gated: the expert takes the wheel, and only that is learned')
    .option('--reaction <seconds>', "with --gated: the expert's", aNumber('reaction', 0, 2), 0.3)
    .option('--beta <chance>', 'without: that the expert drives a decision', aNumber('beta', 0, 1), 0)
    .option('--seed <n>', 'of networks, starts and the expert', wholeNumber('seed', 0, 2 ** 31), 1)
    .action(doing(({ runTeaching }) => runTeaching));
}
