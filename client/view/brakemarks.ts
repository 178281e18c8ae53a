import { racingLine } from '../../shared/driver/line.ts';
import { corners } from '../../shared/track/corners.ts';
import { roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';
import type { WorldContext } from './area.ts';

/** Marks begin this far before a corner and end this far before it. */
const FROM: Metres = 38;
const TO: Metres = 4;
/** Half the way between a pair, and how wide one mark is. */
const HALF_TRACK: Metres = 0.85;
const WIDTH: Metres = 0.32;
const STEP: Metres = 2;

/** Pairs of marks on the line where braking for a corner has left its rubber. */
export function paintBrakeMarks(context: WorldContext, track: Track): void {
  const line = racingLine(track);
  context.strokeStyle = 'rgba(12, 13, 15, 0.3)';
  context.lineWidth = WIDTH;
  for (const { from, number } of corners(track))
    for (const aside of [-HALF_TRACK, HALF_TRACK]) {
      context.beginPath();
      // No two people begin at the same metre.
      for (let before = FROM - (number % 3) * 5; before >= TO; before -= STEP) {
        const s = (from - before + track.length) % track.length;
        const offset = line[Math.floor(s / track.spacing) % track.count]!;
        const { x, y } = roadPose(track, s, offset + aside);
        if (before === FROM - (number % 3) * 5) context.moveTo(x, y);
        else context.lineTo(x, y);
      }
      context.stroke();
    }
}
