import type { Side } from '../../shared/track/cue.ts';
import { roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres, Radians } from '../../shared/units/units.ts';
import type { WorldContext } from './area.ts';
import { besideEdge } from './outline.ts';

/** Along and across the road. */
export const BOARD: { length: Metres; width: Metres } = { length: 4.2, width: 5.6 };
/** From the road's edge to the board's. */
const CLEAR: Metres = 0.6;
const PANEL = '#15181A';
const FRAME = '#F1EDE2';
const LIT = '#F4F2EC';
const DARK = '#3B4149';

/** Where the two boards of a cue lie, one beside either edge, so that one of them is in every view. */
export function boardPoses(track: Track, s: Metres): { x: Metres; y: Metres; heading: Radians }[] {
  return (['left', 'right'] as const).map((side) =>
    roadPose(track, s, besideEdge(track, s, side, CLEAR + BOARD.width / 2)),
  );
}

/** Boards as they lie dark. */
export function paintCueBoards(context: WorldContext, track: Track): void {
  for (const { s } of track.cues) {
    for (const pose of boardPoses(track, s)) {
      context.save();
      context.translate(pose.x, pose.y);
      context.rotate(pose.heading);
      paintBoard(context, null);
      context.restore();
    }
  }
}

/** One board about the origin, the driving direction along x: its arrow lit to a side, or both dark. */
export function paintBoard(context: WorldContext, lit: Side | null): void {
  const { length, width } = BOARD;
  context.fillStyle = PANEL;
  context.fillRect(-length / 2, -width / 2, length, width);
  context.strokeStyle = FRAME;
  context.lineWidth = 0.3;
  context.strokeRect(-length / 2, -width / 2, length, width);
  for (const side of ['left', 'right'] as const) {
    if (lit !== null && side !== lit) continue;
    paintArrow(context, side === 'left' ? 1 : -1, lit !== null);
  }
}

/** An arrow across the road, `way` 1 to the left. */
function paintArrow(context: WorldContext, way: 1 | -1, lit: boolean): void {
  context.strokeStyle = lit ? LIT : DARK;
  context.lineWidth = lit ? 0.7 : 0.4;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  const tip = way * 1.9;
  context.beginPath();
  context.moveTo(0, lit ? -tip : 0.5 * way);
  context.lineTo(0, tip);
  context.moveTo(-1.1, tip - way * 1.2);
  context.lineTo(0, tip);
  context.lineTo(1.1, tip - way * 1.2);
  context.stroke();
  context.lineCap = 'butt';
}
