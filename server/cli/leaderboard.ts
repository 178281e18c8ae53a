import type { Command } from 'commander';
import { CARS, DEFAULT_CAR } from '../../shared/vehicle/cars.ts';
import { LEADERBOARD_GROUPS, MOST_SECTORS } from '../../shared/wire/records.ts';
import { lazily } from './lazily.ts';
import { oneOf, wholeNumber } from './terminal.ts';

const CAR_IDS = [...CARS.keys()];
const doing = lazily(() => import('./leaderboardactions.ts'));

/** `leaderboard`: the fastest on a track. */
export function addLeaderboardVerb(program: Command): void {
  program
    .command('leaderboard')
    .description('the best clean lap, or sector, of each driver on a track, by pseudonym')
    .option('--track <id>', 'where', 'oval')
    .option('--car <id>', `one of ${CAR_IDS.join(', ')}`, oneOf('car', CAR_IDS), DEFAULT_CAR)
    .option('--sector <n>', 'a sector, not the whole lap', wholeNumber('sector', 1, MOST_SECTORS))
    .option('--who <group>', 'people, clones, all or scripted', oneOf('who', LEADERBOARD_GROUPS), 'all')
    .option('--limit <n>', 'at most so many', wholeNumber('limit', 1, 100), 100)
    .action(doing(({ showLeaderboard }) => showLeaderboard));
}
