import { readFileSync } from 'node:fs';
import type { Car } from '../../../shared/race/car.ts';
import { frameOf, type InputFrame } from '../../../shared/race/frame.ts';
import { parseTrackFile } from '../../../shared/track/file.ts';
import { roadPose } from '../../../shared/track/locate.ts';
import { buildTrack, type Track } from '../../../shared/track/track.ts';

const load = (path: string): Track =>
  buildTrack(parseTrackFile(JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'))));

export const RING = load('tests/tracks/ring150.json');
export const shippedTrack = (name: 'oval' | 'technical' | 'obstacle' | 'island' | 'cue'): Track =>
  load(`assets/tracks/${name}.json`);

/** Steer at a point ahead on a line `offset` from the middle, and hold a speed. */
export function follow(track: Track, car: Car, speed: number, offset = 0): InputFrame {
  const aim = roadPose(track, car.distance + 4 + 0.35 * car.vx, offset);
  const bearing = Math.atan2(aim.y - car.y, aim.x - car.x) - car.heading;
  const turn = bearing - 2 * Math.PI * Math.round(bearing / (2 * Math.PI));
  const unit = (x: number) => Math.max(-1, Math.min(1, x));
  return frameOf({ steer: unit(3 * turn), pedal: unit(0.5 * (speed - car.vx)) });
}
