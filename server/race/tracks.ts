import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTrackFile } from '../../shared/track/file.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';

/** Every `*.json` in a folder as a track, by id; throws with the file's name and what is wrong with it. */
export function loadTracks(dir: string): Map<string, Track> {
  const tracks = new Map<string, Track>();
  for (const file of readdirSync(dir).sort()) {
    if (!file.endsWith('.json')) continue;
    const track = readTrack(join(dir, file));
    if (tracks.has(track.id)) throw new Error(`${file}: there is already a track "${track.id}". Give it another id.`);
    tracks.set(track.id, track);
  }
  return tracks;
}

function readTrack(path: string): Track {
  try {
    return buildTrack(parseTrackFile(JSON.parse(readFileSync(path, 'utf8'))));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
}
