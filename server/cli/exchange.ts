import type { Command } from 'commander';
import { EXPORT_FORMATS, EXPORT_RATES } from '../../shared/dataset/transitions.ts';
import { CAMERAS, type CameraName } from '../../shared/observation/camera.ts';
import { OBSERVATION_CHOICES } from '../../shared/observation/named.ts';
import { lazily } from './lazily.ts';
import { oneOf, wholeNumber } from './terminal.ts';

const doing = lazily(() => import('./exchangeactions.ts'));
const importing = lazily(() => import('./importactions.ts'));
const scoring = lazily(() => import('./openloopactions.ts'));
const IMPORT_FORMATS = ['lerobot', 'minari', 'raw'] as const;
const RATES = EXPORT_RATES.map(String);

/** `export`, `import`, `score`, `imported list|remove`: demonstrations out to other programs, and in from them. */
export function addExchangeVerbs(program: Command): void {
  program
    .command('export')
    .description('write a data set for other programs: only laps whose person agreed, under pseudonyms')
    .requiredOption('--dataset <id>')
    .requiredOption('--format <name>', EXPORT_FORMATS.join(', '), oneOf('format', EXPORT_FORMATS))
    .requiredOption('--out <folder>', 'a folder that is not there yet')
    .option('--rate <hz>', `steps a second: ${RATES.join(' or ')}`, oneOf('rate', RATES), RATES[0])
    .option(
      '--observation <name>',
      `what each step observes: ${OBSERVATION_CHOICES.join(', ')}, or blocks by name`,
      'own',
    )
    .option('--images <names>', `with commas between them: ${CAMERAS.join(', ')}; LeRobot alone`, cameras, [])
    .action(doing(({ runExport }) => runExport));
  program
    .command('import <path>')
    .description('take in a LeRobot v3 or Minari set, to learn from open-loop, or race logs, which are driven again')
    .option(
      '--format <name>',
      `${IMPORT_FORMATS.join(', ')}; whatever it is, if left out`,
      oneOf('format', IMPORT_FORMATS),
    )
    .option('--feature <name>', "LeRobot's feature that holds the observations")
    .option('--fps <n>', 'steps a second, where a Minari set does not say', wholeNumber('fps', 1, 1000))
    .action(importing(({ runImport }) => runImport));
  program
    .command('score')
    .description('how near a policy comes to what was done in each step, without driving')
    .requiredOption('--policy <id>')
    .requiredOption('--dataset <id>', 'an imported set, or a data set of laps')
    .action(scoring(({ runScore }) => runScore));
  const imported = program.command('imported').description('sets that came in as files');
  imported
    .command('list')
    .description('every imported set, the newest first')
    .action(importing(({ showImports }) => showImports));
  imported
    .command('remove <id>')
    .description('one set, with what learned from it')
    .action(importing(({ dropImport }) => dropImport));
}

function cameras(text: string): CameraName[] {
  const names = text.split(',').map(oneOf('images', CAMERAS));
  return CAMERAS.filter((name) => names.includes(name));
}
