import { readFileSync } from 'node:fs';
import { parseTrackFile, type TrackFile } from '../../../shared/track/file.ts';
import { buildTrack, type Track } from '../../../shared/track/track.ts';

/** A shipped circuit with the same half-width everywhere, and nothing beside the road. */
export function ofWidth(id: string, half: number): Track {
  const path = new URL(`../../../assets/tracks/${id}.json`, import.meta.url);
  const file = JSON.parse(readFileSync(path, 'utf8')) as TrackFile;
  const centreLine = file.centreLine.map(({ x, y }) => ({ x, y, left: half, right: half }));
  return buildTrack(parseTrackFile({ ...file, id: `${id}-${half * 10}`, kerbs: [], gravel: [], centreLine }));
}
