import type { Command } from 'commander';
import { LICENCES } from '../../shared/dataset/licence.ts';
import { MOST_LAPS } from '../../shared/dataset/recipe.ts';
import { CARS, DEFAULT_CAR } from '../../shared/vehicle/cars.ts';
import { lazily } from './lazily.ts';
import { aNumber, oneOf, wholeNumber } from './terminal.ts';

const doing = lazily(() => import('./datasetactions.ts'));
const judging = lazily(() => import('./lapactions.ts'));
const CAR_IDS = [...CARS.keys()];
const LAPS = 'as EPISODE:LAP';

/** `dataset`: laps chosen to learn from, as versions. */
export function addDatasetVerbs(program: Command): void {
  const dataset = program.command('dataset').description('laps chosen to learn from');
  const create = dataset
    .command('create')
    .description('choose laps by a recipe and keep the choice as a new version')
    .requiredOption('--track <id>')
    .option('--car <id>', `one of ${CAR_IDS.join(', ')}`, oneOf('car', CAR_IDS), DEFAULT_CAR)
    .option('--unclean', 'laps with an off-track, fall or wrong way too')
    .option('--traffic', 'laps with another car within 10 m too')
    .option('--laps <n>', 'at most so many of each driver, the newest first', wholeNumber('laps', 1, MOST_LAPS), 50);
  withNaming(withRecipe(create), 'laps').action(doing(({ createDataset }) => createDataset));
  addCombining(dataset);
  dataset
    .command('list')
    .description('every dataset, the newest first')
    .option('--name <name>', 'all versions of one')
    .option('--session <id>', 'with laps of this session')
    .action(doing(({ showDatasets }) => showDatasets));
  dataset
    .command('show <id>')
    .description("one dataset's card")
    .action(doing(({ showDataset }) => showDataset));
  dataset
    .command('diff <before> <after>')
    .description('what came, went and changed sides between two datasets')
    .action(doing(({ showDifference }) => showDifference));
  dataset
    .command('laps <id>')
    .description('how each of its laps was driven, and what to look at before learning from it')
    .action(judging(({ showLaps }) => showLaps));
}

function addCombining(dataset: Command): void {
  withNaming(
    dataset.command('merge <ids...>').description('the laps of two datasets or more, as a new one'),
    'merged',
  ).action(doing(({ mergeDatasets }) => mergeDatasets));
  withNaming(
    dataset.command('subtract <id> <away>').description('the laps of the first that the second does not hold'),
    'rest',
  ).action(doing(({ subtractDatasets }) => subtractDatasets));
  const subset = dataset
    .command('subset <id>')
    .description('some laps of a dataset: those named, those that fit, or both')
    .option('--lap <place...>', `these laps, ${LAPS}`)
    .option('--clean', 'laps without an off-track, fall or wrong way only')
    .option('--no-traffic', 'laps without another car within 10 m only')
    .option('--laps <n>', 'at most so many of each driver, the newest first', wholeNumber('laps', 1, MOST_LAPS));
  withNaming(withRecipe(subset), 'subset').action(doing(({ takeSubset }) => takeSubset));
}

const withNaming = (command: Command, name: string): Command =>
  command
    .option('--name <name>', 'what to call it', name)
    .option('--licence <id>', `${LICENCES.join(', ')}; CC-BY-4.0 where its laps may leave`, oneOf('licence', LICENCES));

/** What a recipe may ask, the same of new laps and of a dataset's. */
function withRecipe(command: Command): Command {
  const share = (name: string) => aNumber(name, 0, 1);
  return command
    .option('--driver <id...>', 'whose laps; everybody if left out')
    .option('--session <id...>', 'only laps driven for these sessions')
    .option('--episode <id...>', 'only from these episodes')
    .option('--style <hands>', 'keys or stick', oneOf('style', ['keys', 'stick'] as const))
    .option('--balance <what>', 'drivers or styles', oneOf('balance', ['none', 'drivers', 'styles'] as const))
    .option('--except <place...>', `laps to leave out, ${LAPS}`)
    .option('--held-out <place...>', `laps to hold out instead of drawing some, ${LAPS}`)
    .option('--ignore-marks', 'laps that somebody marked "left-out" too')
    .option('--split <kind>', 'whole, or frames, which leaks', oneOf('split', ['whole', 'frames'] as const))
    .option('--max-falls <n>', '', wholeNumber('max-falls', 0, 1000))
    .option('--max-off-tracks <n>', '', wholeNumber('max-off-tracks', 0, 1000))
    .option('--max-contacts <ticks>', 'ticks in contact', wholeNumber('max-contacts', 0, 1_000_000))
    .option('--max-starved <share>', 'of ticks without a frame', share('max-starved'))
    .option('--max-idle <share>', 'of ticks with hands off', share('max-idle'))
    .option('--max-reversals <n>', 'steering reversals a minute', aNumber('max-reversals', 0, 10_000))
    .option('--slowest <times>', 'times the median lap', aNumber('slowest', 1, 100))
    .option('--max-novelty <metres>', 'from the nearest other line', aNumber('max-novelty', 0, 1000))
    .option('--max-latency <ms>', 'median round trip', aNumber('max-latency', 0, 60_000))
    .option('--no-wrong-way', 'no laps that went the wrong way');
}
