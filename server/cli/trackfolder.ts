import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { contentHash } from '../../shared/exact/content.ts';
import type { TrackFile } from '../../shared/track/file.ts';
import type { Track } from '../../shared/track/track.ts';
import { writeTrack } from '../race/trackfile.ts';
import { loadTracks } from '../race/tracks.ts';
import { CommandError } from './terminal.ts';

const OWN = join(import.meta.dirname, '../../assets/tracks');
const folderOf = (dataDir: string): string => join(dataDir, 'tracks');

/** The product's own tracks and those of the data folder. */
export const allTracks = (dataDir: string): Map<string, Track> => loadTracks(OWN, folderOf(dataDir));

/** Whether this is one of the product's own. */
export const isOwnTrack = (id: string): boolean => existsSync(join(OWN, `${id}.json`));

export function trackCalled(id: string, dataDir: string): Track {
  const tracks = allTracks(dataDir);
  const track = tracks.get(id);
  if (track) return track;
  throw new CommandError(`No track "${id}". There are ${[...tracks.keys()].join(', ')}.`);
}

export interface KeptTrack {
  path: string;
  /** As written: its version is one above that of a track it took the place of. */
  file: TrackFile;
}

/**
 * Write a track to DATA_DIR/tracks/ID.json: whole or not at all, also when the process dies in between. A track of the
 * same id stays unless `force`, and then the new one has the next version, since logs name the old one by its content.
 */
export function keepTrack(dataDir: string, file: TrackFile, force: boolean): KeptTrack {
  const path = join(folderOf(dataDir), `${file.id}.json`);
  if (loadTracks(OWN).has(file.id)) {
    throw new CommandError(`--id: "${file.id}" is one of the game's own tracks. Choose another.`);
  }
  const present = allTracks(dataDir).get(file.id);
  if (present && !existsSync(path)) {
    throw new CommandError(`Another file in ${folderOf(dataDir)} holds the track "${file.id}". Choose another --id.`);
  }
  if (present && !force) {
    throw new CommandError(
      `There is a track "${file.id}" in ${path}. Choose another --id, or replace it with --force.`,
    );
  }
  if (present && contentHash({ ...file, version: present.version }) === present.hash) {
    return { path, file: present.file };
  }
  const kept = present ? { ...file, version: present.version + 1 } : file;
  writeTrack(path, kept);
  return { path, file: kept };
}
