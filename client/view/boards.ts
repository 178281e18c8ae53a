import { corners } from '../../shared/track/corners.ts';
import { roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres, Radians } from '../../shared/units/units.ts';
import type { WorldContext } from './area.ts';
import { besideEdge, type Side } from './outline.ts';
import { clearOfRoad } from './standing.ts';
import { inStand } from './stands.ts';

/** A board beyond the wall that says how far the corner is; it faces who comes towards it. */
export interface Board {
  x: Metres;
  y: Metres;
  heading: Radians;
  metres: Metres;
}

const DISTANCES: readonly Metres[] = [100, 50];
/** Radius below which a corner has to be braked for. */
const TIGHT: Metres = 45;
/** A board needs this much more straight before the corner than it says. */
const ROOM: Metres = 6;
/** From the wall to the board's middle; half its width and depth. */
const BEYOND: Metres = 4;
const BOARD = { halfWidth: 1.7, halfDepth: 0.75 } as const;

/** Boards 100 m and 50 m before every tight corner, on its outside, where a straight leads to it. */
export function brakingBoards(track: Track): Board[] {
  const all = corners(track);
  return all.flatMap(({ from, to, direction }, i) => {
    if (!isTight(track, from, to)) return [];
    const before = all[(i + all.length - 1) % all.length]!.to;
    const straight = all.length === 1 ? track.length : wrap(track, from - before);
    const side: Side = direction === 'left' ? 'right' : 'left';
    return DISTANCES.filter((metres) => straight > metres + ROOM).flatMap((metres) =>
      boardAt(track, from, side, metres),
    );
  });
}

function boardAt(track: Track, corner: Metres, side: Side, metres: Metres): Board[] {
  const s = wrap(track, corner - metres);
  const board = { ...roadPose(track, s, besideEdge(track, s, side, track.wall + BEYOND)), metres };
  // Where the road runs back close by, or a stand has been built, there is no room for one.
  const built = inStand(track, board.x, board.y, BOARD.halfWidth + 1);
  return built || outlineOf(board).some(({ x, y }) => clearOfRoad(track, x, y) < 0) ? [] : [board];
}

/** Its four corners in the world. */
export function outlineOf({ x, y, heading }: Board): { x: Metres; y: Metres }[] {
  const [cos, sin] = [Math.cos(heading), Math.sin(heading)];
  const { halfWidth, halfDepth } = BOARD;
  return [-halfDepth, halfDepth].flatMap((along) =>
    [-halfWidth, halfWidth].map((aside) => ({ x: x + along * cos - aside * sin, y: y + along * sin + aside * cos })),
  );
}

function isTight(track: Track, from: Metres, to: Metres): boolean {
  for (let s = from; s < from + wrap(track, to - from); s += track.spacing)
    if (Math.abs(track.curvature[Math.floor(wrap(track, s) / track.spacing) % track.count]!) > 1 / TIGHT) return true;
  return false;
}

const wrap = (track: Track, s: Metres): Metres => ((s % track.length) + track.length) % track.length;

export function paintBoards(context: WorldContext, track: Track): void {
  for (const board of brakingBoards(track)) paintBoard(context, board);
}

/** Its figure stands upright to who drives towards the corner. */
function paintBoard(context: WorldContext, { x, y, heading, metres }: Board): void {
  const { halfWidth, halfDepth } = BOARD;
  context.save();
  context.translate(x, y);
  context.rotate(heading - Math.PI / 2);
  context.fillStyle = 'rgba(0, 0, 0, 0.32)';
  context.fillRect(-halfWidth + 0.35, -halfDepth - 0.45, 2 * halfWidth, 2 * halfDepth);
  context.fillStyle = '#F1EDE2';
  context.fillRect(-halfWidth, -halfDepth, 2 * halfWidth, 2 * halfDepth);
  context.strokeStyle = '#15181A';
  context.lineWidth = 0.12;
  context.strokeRect(-halfWidth, -halfDepth, 2 * halfWidth, 2 * halfDepth);
  context.scale(1, -1);
  context.fillStyle = '#15181A';
  context.font = '800 1.35px "Archivo Variable", sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(String(metres), 0, 0.08);
  context.restore();
}
