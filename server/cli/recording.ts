import type { Command } from 'commander';
import { HANDS } from '../../shared/driver/hands.ts';
import { SKILLS } from '../../shared/driver/skill.ts';
import { CARS, DEFAULT_CAR } from '../../shared/vehicle/cars.ts';
import { lazily } from './lazily.ts';
import { aNumber, oneOf, wholeNumber } from './terminal.ts';

const CAR_IDS = [...CARS.keys()];
const doing = lazily(() => import('./recordingactions.ts'));
const judging = lazily(() => import('./lapactions.ts'));

/** `demonstrate`, `episode list`, `episode verify`, `episode upgrade`, `replay`: what is driven and what is kept. */
export function addRecordingVerbs(program: Command): void {
  program
    .command('demonstrate')
    .description('let a scripted driver race, recorded like any race; labelled scripted, never human')
    .option('--track <id>', 'where to drive', 'oval')
    .option('--car <id>', `one of ${CAR_IDS.join(', ')}`, oneOf('car', CAR_IDS), DEFAULT_CAR)
    .option('--hands <kind>', 'keyboard or pad', oneOf('hands', HANDS), 'keyboard')
    .option('--skill <skill>', 'fast, mid or sloppy', oneOf('skill', SKILLS), 'mid')
    .option('--laps <n>', 'laps to drive', wholeNumber('laps', 1, 200), 3)
    .option('--seed <n>', 'who drives', wholeNumber('seed', 0, 2 ** 31), 1)
    .option('--session <n>', 'which day: the same driver, other laps', wholeNumber('session', 0, 2 ** 31), 0)
    .option('--behind <n>', 'slower cars that start ahead, with contact', wholeNumber('behind', 0, 7), 0)
    .option(
      '--noise <share>',
      'disturb the steering by so much of full lock (standard deviation); labels are what was wanted',
      aNumber('noise', 0, 0.5),
      0,
    )
    .action(doing(({ runDemonstration }) => runDemonstration));
  const episode = program.command('episode').description('what has been recorded');
  episode
    .command('list')
    .description('episodes, the newest first')
    .option('--track <id>')
    .option('--driver <id>')
    .option('--limit <n>', 'at most so many', wholeNumber('limit', 1, 200), 50)
    .action(doing(({ listRecorded }) => listRecorded));
  episode
    .command('laps')
    .description('laps as they were driven, with how each stands among the others and what to look at')
    .option('--track <id>')
    .option('--car <id>', `one of ${CAR_IDS.join(', ')}`, oneOf('car', CAR_IDS))
    .option('--driver <id>')
    .option('--session <id>', 'driven for this collection session')
    .option('--flagged', 'only what the computer or a person flagged')
    .option('--clean', 'only clean ones')
    .option('--order <order>', 'newest, oldest, fastest, slowest, novel, nervous, idle or starved', 'newest')
    .option('--limit <n>', 'at most so many', wholeNumber('limit', 1, 200), 50)
    .option('--after <cursor>', 'go on where a page ended: its "next"')
    .action(judging(({ listLaps }) => listLaps));
  episode
    .command('verify')
    .description('drive every log again and compare every hash, counter and row; what is damaged is quarantined')
    .option('--report-only', 'tell what is damaged, and leave it where it is')
    .action(doing(({ verifyAll }) => verifyAll));
  episode
    .command('upgrade')
    .description('store the state of every tick, so that logs outlive a change of the physics')
    .action(doing(({ upgradeAll }) => upgradeAll));
  program
    .command('replay <race>')
    .description("drive one race's log again")
    .option('--verify', 'fail unless every state hash is the same')
    .action(doing(({ replay }) => replay));
}
