import { readFileSync } from 'node:fs';
import { wrapAngle } from '../../../shared/exact/trigonometry.ts';
import type { InputFrame } from '../../../shared/race/frame.ts';
import { parseTrackFile } from '../../../shared/track/file.ts';
import { locateAnywhere, roadPose } from '../../../shared/track/locate.ts';
import { buildTrack } from '../../../shared/track/track.ts';
import type { VehicleState } from '../../../shared/vehicle/state.ts';

export const oval = buildTrack(parseTrackFile(JSON.parse(readFileSync('assets/tracks/oval.json', 'utf8'))));

/** Keeps beside the centre line at a given speed, with full or no keys: hands as a keyboard has them. */
export function driveAt(state: Readonly<VehicleState>, speed: number, offset = 0): InputFrame {
  const at = locateAnywhere(oval, state.x, state.y);
  const ahead = roadPose(oval, (at.s + 6 + state.vx * 0.4) % oval.length, offset);
  const bearing = Math.atan2(ahead.y - state.y, ahead.x - state.x);
  const error = wrapAngle(bearing - state.heading);
  const steer = Math.max(-127, Math.min(127, Math.round(error * 320)));
  return { steer, pedal: state.vx < speed ? 127 : 0, buttons: 0 };
}
