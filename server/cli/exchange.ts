import type { Command } from 'commander';
import { EXPORT_FORMATS, EXPORT_RATES } from '../../shared/dataset/transitions.ts';
import { OBSERVATION_CHOICES } from '../../shared/observation/named.ts';
import { lazily } from './lazily.ts';
import { oneOf } from './terminal.ts';

const doing = lazily(() => import('./exchangeactions.ts'));
const RATES = EXPORT_RATES.map(String);

/** `export`: demonstrations as other programs read them. */
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
    .action(doing(({ runExport }) => runExport));
}
