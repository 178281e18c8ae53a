import type { Command } from 'commander';
import { lazily } from './lazily.ts';

const doing = lazily(() => import('./driveractions.ts'));

/** `driver show|takeaway|forget`: what an operator answers when a person asks in writing, by their driver id. */
export function addDriverVerbs(program: Command): void {
  const driver = program.command('driver').description('one person: what is kept of them, as an archive, or no more');
  driver
    .command('show <driver>')
    .description('laps, datasets, policies, sessions and choices')
    .action(doing(({ showDriver }) => showDriver));
  driver
    .command('takeaway <driver>')
    .description('everything that is kept of them, as one archive')
    .requiredOption('--out <file>', 'a .zip that is not there yet')
    .action(doing(({ takeAway }) => takeAway));
  driver
    .command('forget <driver>')
    .description('delete everything of them, and erase the bytes; a server may go on running')
    .option('--yes', 'really')
    .action(doing(({ forget }) => forget));
}
