import type { Command } from 'commander';
import { REPORT_LANGUAGES } from '../evaluation/report/words.ts';
import { lazily } from './lazily.ts';
import { oneOf, wholeNumber } from './terminal.ts';

const doing = lazily(() => import('./judgingactions.ts'));

/** `evaluate`, `compare`: how policies drive, intervals beside every figure. */
export function addJudgingVerbs(program: Command): void {
  program
    .command('evaluate')
    .description('let a clone drive from held-out starts, intervals beside every rate')
    .requiredOption('--policy <id>')
    .option('--track <id...>', 'one or more; the track it learned on, if left out')
    .option('--rollouts <n>', 'starts', wholeNumber('rollouts', 1, 1000), 20)
    .option('--laps <n>', 'laps from each start', wholeNumber('laps', 1, 10), 3)
    .option('--seed <n>', 'of starts, kicks and intervals', wholeNumber('seed', 0, 2 ** 31), 1)
    .option('--kicks', 'push the car sideways about every 8 s')
    .option('--traffic', 'besides, behind and past slower cars')
    .option('--workers <n>', 'threads; the result is the same. All cores, if left out', wholeNumber('workers', 1, 64))
    .option('--report <file>', 'write a page with pictures too')
    .option('--language <name>', REPORT_LANGUAGES.join(' or '), oneOf('language', REPORT_LANGUAGES), 'en')
    .action(doing(({ runEvaluation }) => runEvaluation));
  program
    .command('compare')
    .description('policies side by side, by the newest evaluation of each; nothing is driven')
    .requiredOption('--policies <id...>', 'or NAME=ID+ID+… for several trainings of one way, of several people perhaps')
    .option('--track <id>', "the first policy's own, if left out")
    .option('--kicks', 'by evaluations with kicks')
    .option('--report <file>', 'write a page with pictures too')
    .option('--language <name>', REPORT_LANGUAGES.join(' or '), oneOf('language', REPORT_LANGUAGES), 'en')
    .action(doing(({ runComparison }) => runComparison));
}
