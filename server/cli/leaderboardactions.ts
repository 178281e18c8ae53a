import { join } from 'node:path';
import type { Command } from 'commander';
import { pseudonym } from '../../shared/wire/pseudonym.ts';
import type { LeaderboardQuery, LeaderboardRow } from '../../shared/wire/records.ts';
import { leaderboard } from '../http/leaderboards.ts';
import { loadAuthorTimes } from '../race/authortimes.ts';
import { openStore } from '../store/database.ts';
import { OWN_TIMES } from './authortimes.ts';
import { CommandError, lapTime, openTerminal, table } from './terminal.ts';
import { trackCalled } from './trackfolder.ts';

export async function showLeaderboard(
  { track: id, ...options }: Omit<LeaderboardQuery, 'track'> & { track: string },
  command: Command,
): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const track = trackCalled(id, terminal.dataDir);
  if ((options.sector ?? 1) > track.sectors.length) {
    throw new CommandError(`--sector: got ${options.sector}, expected 1 to ${track.sectors.length} on ${id}.`);
  }
  const store = await openStore(terminal.dataDir);
  const authorTimes = loadAuthorTimes(OWN_TIMES, join(terminal.dataDir, 'medals.json'));
  const board = await leaderboard(store, track, { track: id, ...options }, authorTimes);
  await store.destroy();
  const rows = board.items.map((row) => {
    return [String(row.position), lapTime(row.timeMs), nameOf(row), row.kind, row.medal ?? '', row.startedAt];
  });
  const none = `Nobody has a clean lap on ${id} in the ${options.car} yet.`;
  const words = rows.length > 0 ? table([['', 'time', 'driver', 'kind', 'medal', 'driven'], ...rows]) : [none];
  terminal.print(board, words);
}

function nameOf({ kind, driverId, cloneOf }: LeaderboardRow): string {
  if (kind === 'human') return pseudonym(driverId, 'en');
  if (kind === 'scripted') return driverId;
  return cloneOf === null ? `clone ${driverId}` : `clone of ${pseudonym(cloneOf, 'en')}`;
}
