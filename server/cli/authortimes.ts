import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { authorTime } from '../../shared/driver/authortime.ts';
import { medalTimes } from '../../shared/race/medals.ts';
import type { Track } from '../../shared/track/track.ts';
import { CARS } from '../../shared/vehicle/cars.ts';
import { vehicleHash } from '../../shared/vehicle/spec.ts';
import { type AuthorTimesFile, readAuthorTimes } from '../race/authortimes.ts';
import { lapTime, openTerminal, type Progress, table } from './terminal.ts';
import { allTracks, isOwnTrack, trackCalled } from './trackfolder.ts';

const COMMAND = 'npm run mimic -- track authortimes';
/** Of the game's own tracks. */
export const OWN_TIMES = join(import.meta.dirname, '../../assets/medals.json');

type Item = AuthorTimesFile['items'][number];

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
  const dataFile = join(terminal.dataDir, 'medals.json');
  for (const [path, holds] of [
    [OWN_TIMES, isOwnTrack],
    [dataFile, (id: string) => !isOwnTrack(id)],
  ] as const) {
    keep(
      path,
      items.filter(({ trackId }) => holds(trackId)),
      present,
    );
  }
  const rows = items.map(({ trackId, car, authorMs }) => {
    const { author, gold, silver, bronze } = medalTimes(authorMs);
    return [trackId, car, ...[author, gold, silver, bronze].map(lapTime)];
  });
  terminal.print({ command: COMMAND, items }, table([['track', 'car', 'author', 'gold', 'silver', 'bronze'], ...rows]));
}

async function measure(tracks: readonly Track[], bar: Progress): Promise<Item[]> {
  const items: Item[] = [];
  for (const [done, track] of tracks.entries()) {
    for (const spec of CARS.values()) {
      const authorMs = authorTime(track, spec);
      const names = { trackId: track.id, trackHash: track.hash, car: spec.id, carHash: vehicleHash(spec) };
      if (authorMs !== null) items.push({ ...names, authorMs });
    }
    bar.update((done + 1) / tracks.length, track.id);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return items;
}

/** Put new times in the place of old ones; whole or not at all. Nothing is written where there is nothing to keep. */
function keep(path: string, items: readonly Item[], present: readonly Track[]): void {
  const cars = new Set([...CARS.values()].map(vehicleHash));
  const tracks = new Set(present.map(({ hash }) => hash));
  const anew = new Set(items.map(({ trackHash }) => trackHash));
  const old = readAuthorTimes(path).items;
  const kept = old.filter(
    ({ trackHash, carHash }) => tracks.has(trackHash) && cars.has(carHash) && !anew.has(trackHash),
  );
  if (old.length + items.length === 0) return;
  const all = [...kept, ...items].sort((a, b) => (a.trackId < b.trackId ? -1 : a.trackId > b.trackId ? 1 : 0));
  mkdirSync(dirname(path), { recursive: true });
  const text = `${JSON.stringify({ command: COMMAND, items: all }, null, 2)}\n`;
  writeFileSync(`${path}.draft`, text, { flush: true });
  renameSync(`${path}.draft`, path);
}
