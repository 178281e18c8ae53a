import { join } from 'node:path';
import type { Command } from 'commander';
import { type AuthorTime, measureAuthors } from '../../shared/driver/authortime.ts';
import { medalTimes } from '../../shared/race/medals.ts';
import type { Track } from '../../shared/track/track.ts';
import { CARS } from '../../shared/vehicle/cars.ts';
import { vehicleHash } from '../../shared/vehicle/spec.ts';
import { AUTHORTIMES_COMMAND, keepAuthorTimes } from '../race/authortimes.ts';
import { lapTime, openTerminal, type Progress, table } from './terminal.ts';
import { allTracks, isOwnTrack, trackCalled } from './trackfolder.ts';

/** Of the game's own tracks. */
export const OWN_TIMES = join(import.meta.dirname, '../../assets/medals.json');

/**
 * Measure author times with every car and keep them: of the game's own tracks in assets/medals.json, of others in
 * DATA_DIR/medals.json. Times of versions that are gone leave the files.
 */
export async function measureAuthorTimes({ track }: { track?: string }, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const present = [...allTracks(terminal.dataDir).values()];
  const measured = track === undefined ? present : [trackCalled(track, terminal.dataDir)];
  const bar = terminal.progress('Driving');
  const items = await measure(measured, bar).finally(bar.stop);
  const tracks = new Set(present.map(({ hash }) => hash));
  const cars = new Set([...CARS.values()].map(vehicleHash));
  const lives = ({ trackHash, carHash }: AuthorTime): boolean => tracks.has(trackHash) && cars.has(carHash);
  const own = items.filter(({ trackId }) => isOwnTrack(trackId));
  keepAuthorTimes(OWN_TIMES, own, lives);
  keepAuthorTimes(
    join(terminal.dataDir, 'medals.json'),
    items.filter((item) => !own.includes(item)),
    lives,
  );
  const rows = items.map(({ trackId, car, authorMs }) => {
    const { author, gold, silver, bronze } = medalTimes(authorMs);
    return [trackId, car, ...[author, gold, silver, bronze].map(lapTime)];
  });
  const heading = ['track', 'car', 'author', 'gold', 'silver', 'bronze'];
  terminal.print({ command: AUTHORTIMES_COMMAND, items }, table([heading, ...rows]));
}

async function measure(tracks: readonly Track[], bar: Progress): Promise<AuthorTime[]> {
  const items: AuthorTime[] = [];
  for (const [done, track] of tracks.entries()) {
    items.push(...measureAuthors(track, [...CARS.values()]));
    bar.update((done + 1) / tracks.length, track.id);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return items;
}
