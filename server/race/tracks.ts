import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTrackFile } from '../../shared/track/file.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';

/**
 * Every `*.json` in some folders as a track, by id; a folder that is not there is empty. Throws with the file's name
 * and what is wrong with it.
 */
export function loadTracks(...folders: string[]): Map<string, Track> {
  const tracks = new Map<string, Track>();
  for (const path of folders.flatMap(trackFiles)) {
    const track = readTrack(path);
    if (tracks.has(track.id)) throw new Error(`${path}: there is already a track "${track.id}". Give it another id.`);
    tracks.set(track.id, track);
  }
  return tracks;
}

function trackFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => join(folder, name));
}

function readTrack(path: string): Track {
  try {
    return buildTrack(parseTrackFile(JSON.parse(readFileSync(path, 'utf8'))));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
}
