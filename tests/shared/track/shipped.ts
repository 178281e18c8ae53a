import { readFileSync } from 'node:fs';
import { parseTrackFile } from '../../../shared/track/file.ts';
import { buildTrack, type Track } from '../../../shared/track/track.ts';

const PATHS = {
  oval: '../../../assets/tracks/oval.json',
  technical: '../../../assets/tracks/technical.json',
  obstacle: '../../../assets/tracks/obstacle.json',
  island: '../../../assets/tracks/island.json',
  cue: '../../../assets/tracks/cue.json',
  sweep: '../../../assets/tracks/sweep.json',
  kart: '../../../assets/tracks/kart.json',
  park: '../../../assets/tracks/park.json',
  ring150: '../../tracks/ring150.json',
};

export type ShippedId = keyof typeof PATHS;
export const SHIPPED = Object.keys(PATHS) as ShippedId[];

/** The JSON of a shipped track, parsed anew so that a test may spoil it. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach into it to break it
export const shippedJson = (id: ShippedId): any =>
  JSON.parse(readFileSync(new URL(PATHS[id], import.meta.url), 'utf8'));

export const shippedTrack = (id: ShippedId): Track => buildTrack(parseTrackFile(shippedJson(id)));
