import { seededRandom } from '../../shared/exact/random.ts';
import { gridSlots } from '../../shared/track/grid.ts';
import { roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';
import type { Area, WorldContext } from './area.ts';
import { paintCueBoards } from './cueboard.ts';
import { drivenLines } from './drivenlines.ts';
import { paintRing } from './ground.ts';
import { paintIsland, paintTyre } from './island.ts';
import { besideEdge, halfWidth, type Side, STEP, traceLoop, traceStretch, unwrapped } from './outline.ts';
import { themeOf } from './theme.ts';

const TARMAC = '#45494F';
const KERB = ['#D9482F', '#F1EDE2'] as const;
const KERB_BLOCK: Metres = 2.1;
const EDGE_LINE = 'rgba(241, 237, 226, 0.92)';
/** Width and darkness of the three passes that rubber in the racing line. */
const RUBBER: readonly [Metres, number][] = [
  [5, 0.1],
  [3.4, 0.13],
  [2, 0.16],
];
const SPECKS_PER_METRE = 3;
const SQUARE: Metres = 0.95;
const SIDES: readonly Side[] = ['left', 'right'];
const GRID = 16;

/** Tarmac, rubbered lines, edges, kerbs, start line, grid, obstacles, islands, boards and walls. */
export function paintRoad(context: WorldContext, track: Track, area: Area): void {
  paintRing(context, track, 0, TARMAC);
  paintGrain(context, track, area);
  paintRubber(context, track);
  for (const side of SIDES) strokeLoop(context, track, side, -0.45, EDGE_LINE, 0.34);
  for (const kerb of track.kerbs) paintKerb(context, track, kerb);
  paintStart(context, track);
  paintGrid(context, track);
  for (const obstacle of track.obstacles) paintObstacle(context, obstacle);
  for (const island of track.islands) paintIsland(context, island, themeOf(track).verge);
  paintCueBoards(context, track);
  for (const side of SIDES) paintWall(context, track, side);
}

function strokeLoop(
  context: WorldContext,
  track: Track,
  side: Side,
  beyond: Metres,
  style: string,
  width: Metres,
): void {
  context.beginPath();
  traceLoop(context, track, side, beyond);
  context.strokeStyle = style;
  context.lineWidth = width;
  context.stroke();
}

function paintGrain(context: WorldContext, track: Track, area: Area): void {
  for (let s = 0; s < track.length; s += STEP) {
    const random = seededRandom(Math.round(s) + 77);
    const middle = roadPose(track, s, 0);
    if (middle.x < area.west - 15 || middle.x > area.east + 15) continue;
    if (middle.y < area.south - 15 || middle.y > area.north + 15) continue;
    for (let k = 0; k < SPECKS_PER_METRE; k++) {
      const offset = (2 * random.uniform() - 1) * halfWidth(track, s, 'left');
      const { x, y } = roadPose(track, s + random.uniform(), offset);
      context.fillStyle = random.uniform() < 0.55 ? 'rgba(20, 22, 25, 0.22)' : 'rgba(225, 228, 232, 0.1)';
      context.fillRect(x, y, 0.16 + 0.4 * random.uniform(), 0.16 + 0.2 * random.uniform());
    }
  }
}

function paintRubber(context: WorldContext, track: Track): void {
  const lines = drivenLines(track);
  context.lineJoin = 'round';
  for (const [width, alpha] of RUBBER) {
    context.beginPath();
    for (const line of lines) {
      for (let i = 0; i < track.count; i += 3) {
        const { x, y } = roadPose(track, i * track.spacing, line[i]!);
        if (i === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
      }
      context.closePath();
    }
    context.strokeStyle = `rgba(16, 17, 19, ${alpha})`;
    context.lineWidth = width;
    context.stroke();
  }
}

/** Blocks of 2.1 m, red and white, half inside the edge and half outside. */
function paintKerb(context: WorldContext, track: Track, kerb: Track['kerbs'][number]): void {
  const [from, to] = unwrapped(track, kerb);
  const inner = (s: Metres): Metres => besideEdge(track, s, kerb.side, -kerb.width / 2);
  const outer = (s: Metres): Metres => besideEdge(track, s, kerb.side, kerb.width / 2);
  for (let s = from, block = 0; s < to; s += KERB_BLOCK, block++) {
    traceStretch(context, track, s, Math.min(to, s + KERB_BLOCK), inner, outer);
    context.fillStyle = KERB[block % 2]!;
    context.fill();
  }
}

function atPose(context: WorldContext, pose: { x: number; y: number; heading: number }, paint: () => void): void {
  context.save();
  context.translate(pose.x, pose.y);
  context.rotate(pose.heading);
  paint();
  context.restore();
}

function paintStart(context: WorldContext, track: Track): void {
  const [left, right] = [halfWidth(track, 0, 'left'), halfWidth(track, 0, 'right')];
  const columns = Math.floor((left + right - 1) / SQUARE);
  const first = -right + (left + right - columns * SQUARE) / 2;
  atPose(context, roadPose(track, 0, 0), () => {
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < columns; column++) {
        context.fillStyle = (row + column) % 2 === 0 ? '#F4F2EC' : '#15181A';
        context.fillRect((row - 1.5) * SQUARE, first + column * SQUARE, SQUARE, SQUARE);
      }
    }
  });
}

function paintGrid(context: WorldContext, track: Track): void {
  context.strokeStyle = 'rgba(241, 237, 226, 0.8)';
  context.lineWidth = 0.28;
  for (const slot of gridSlots(track, GRID)) {
    atPose(context, slot, () => {
      context.beginPath();
      context.moveTo(-0.6, -1.5);
      context.lineTo(2.6, -1.5);
      context.lineTo(2.6, 1.5);
      context.lineTo(-0.6, 1.5);
      context.stroke();
    });
  }
}

/** A stack of tyres round the obstacle's disc. */
function paintObstacle(context: WorldContext, { x, y, radius }: Track['obstacles'][number]): void {
  context.fillStyle = 'rgba(0, 0, 0, 0.3)';
  context.beginPath();
  context.arc(x + 0.4, y - 0.5, radius, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = '#D9482F';
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  const tyres = Math.max(6, Math.round((2 * Math.PI * (radius - 0.45)) / 0.9));
  for (let k = 0; k < tyres; k++) {
    const angle = (2 * Math.PI * k) / tyres;
    const [tx, ty] = [x + (radius - 0.45) * Math.cos(angle), y + (radius - 0.45) * Math.sin(angle)];
    paintTyre(context, tx, ty, 0.45, k % 2 === 0);
  }
}

/** A low barrier where the physics has its wall. */
function paintWall(context: WorldContext, track: Track, side: Side): void {
  strokeLoop(context, track, side, track.wall + 0.35, 'rgba(10, 20, 12, 0.35)', 0.9);
  strokeLoop(context, track, side, track.wall + 0.2, '#C9CCC8', 0.4);
}
