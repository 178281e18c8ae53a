import { clamp } from '../exact/trigonometry.ts';
import type { Track } from '../track/track.ts';
import type { Metres } from '../units/units.ts';
import { alongRoad, LINE_MARGIN, OBSTACLE_REACH, passingOffsets } from './line.ts';

/** How a driver means to pass one obstacle. */
export interface Passing {
  side: 'left' | 'right';
  /** Distance before the obstacle's centre at which the driver turns off towards the chosen side. */
  commit: Metres;
  /** Road over which the driver gets over there; by default what there is up to OBSTACLE_REACH before the obstacle. */
  over?: Metres;
}

/** Distance over which the car returns to its line. */
const RETURN: Metres = 28;

/**
 * A line that passes every obstacle and island: `line` with a smooth side step at each hazard of the track (`passings[k]`
 * for `track.hazards[k]`). Where the chosen side has no room the other one is taken; where neither has, the line stays.
 */
export function passObstacles(track: Track, line: Float64Array, passings: readonly Passing[]): Float64Array {
  const out = line.slice();
  track.hazards.forEach((obstacle, k) => {
    const at = Math.floor(obstacle.s / track.spacing + 0.5) % track.count;
    const room = passingOffsets(obstacle, track.left[at], track.right[at]);
    const { side, commit, over } = passings[k];
    const target = side === 'left' ? (room.left ?? room.right) : (room.right ?? room.left);
    if (target === null) return;
    const reach = obstacle.radius + OBSTACLE_REACH;
    const length = over ?? Math.max(1, commit - reach);
    const end = Math.max(obstacle.after + OBSTACLE_REACH, length - commit);
    for (let i = 0; i < track.count; i++) {
      const along = alongRoad(track, obstacle.s, i * track.spacing);
      if (along <= -commit || along >= end + RETURN) continue;
      const arriving = smooth((along + commit) / length);
      const leaving = 1 - smooth((along - end) / RETURN);
      const weight = Math.min(arriving, leaving);
      out[i] += weight * (target - out[i]);
    }
  });
  return out;
}

/** Keep a line inside the road's margin. */
export function insideRoad(track: Track, line: Float64Array, margin: Metres = LINE_MARGIN - 0.2): void {
  for (let i = 0; i < track.count; i++) {
    line[i] = clamp(line[i], Math.min(0, margin - track.right[i]), Math.max(0, track.left[i] - margin));
  }
}

/** 3t² − 2t³ on [0, 1], flat outside. */
export function smooth(t: number): number {
  const u = clamp(t, 0, 1);
  return u * u * (3 - 2 * u);
}
