import { seededRandom } from '../../shared/exact/random.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';
import type { Area, WorldContext } from './area.ts';
import { besideEdge, traceLoop, traceStretch, unwrapped } from './outline.ts';
import { type Theme, themeOf } from './theme.ts';

/** Width of a mown stripe and the direction of the mower. */
const STRIPE: Metres = 14;
const MOWER = 0.5;
/** Verge beyond each edge, with a soft shade outside it. */
const VERGE_WIDTH: Metres = 2.6;
const SHADE_WIDTH: Metres = 3.4;
const TUFT_CELL: Metres = 4;

/** Ground in mown stripes, verge, gravel with rake lines, all in the colours of the track's theme. */
export function paintGround(context: WorldContext, track: Track, area: Area): void {
  const theme = themeOf(track);
  context.fillStyle = theme.ground;
  context.fillRect(area.west, area.south, area.east - area.west, area.north - area.south);
  paintStripes(context, area, theme);
  paintTufts(context, area, theme);
  paintRing(context, track, SHADE_WIDTH, 'rgba(20, 30, 20, 0.28)');
  paintRing(context, track, VERGE_WIDTH, theme.verge);
  for (const zone of track.gravel) paintGravel(context, track, zone, theme);
}

function paintStripes(context: WorldContext, area: Area, { stripe }: Theme): void {
  const reach = Math.hypot(area.east - area.west, area.north - area.south);
  const [cx, cy] = [(area.west + area.east) / 2, (area.south + area.north) / 2];
  const across = cy * Math.cos(MOWER) - cx * Math.sin(MOWER);
  const along = cx * Math.cos(MOWER) + cy * Math.sin(MOWER);
  context.save();
  context.rotate(MOWER);
  context.fillStyle = stripe;
  const first = Math.floor((across - reach) / (2 * STRIPE));
  for (let k = first; 2 * k * STRIPE < across + reach; k++) {
    context.fillRect(along - reach, 2 * k * STRIPE, 2 * reach, STRIPE);
  }
  context.restore();
}

function paintTufts(context: WorldContext, area: Area, { tufts }: Theme): void {
  forEachCell(area, TUFT_CELL, (x, y, random) => {
    context.fillStyle = tufts[random.uniform() < 0.5 ? 0 : 1];
    const width = 0.35 + 0.5 * random.uniform();
    context.fillRect(x + TUFT_CELL * random.uniform(), y + TUFT_CELL * random.uniform(), width, 0.22);
  });
}

/** Visit the square cells of a fixed grid that touch an area, each with a random stream of its own. */
export function forEachCell(
  area: Area,
  cell: Metres,
  visit: (x: Metres, y: Metres, random: ReturnType<typeof seededRandom>) => void,
): void {
  for (let row = Math.floor(area.south / cell) - 1; row * cell < area.north + cell; row++) {
    for (let column = Math.floor(area.west / cell) - 1; column * cell < area.east + cell; column++) {
      visit(column * cell, row * cell, seededRandom((column + 5000) * 10_007 + row + 5000));
    }
  }
}

/** The ground between the two edges, each moved out by `beyond`. */
export function paintRing(context: WorldContext, track: Track, beyond: Metres, style: string): void {
  context.beginPath();
  traceLoop(context, track, 'left', beyond);
  traceLoop(context, track, 'right', beyond);
  context.fillStyle = style;
  context.fill('evenodd');
}

function paintGravel(context: WorldContext, track: Track, zone: Track['gravel'][number], { gravel }: Theme): void {
  const [from, to] = unwrapped(track, zone);
  const edge = (s: Metres): Metres => besideEdge(track, s, zone.side, 0);
  const rim = (s: Metres): Metres => besideEdge(track, s, zone.side, zone.width);
  context.save();
  traceStretch(context, track, from, to, edge, rim);
  context.fillStyle = gravel;
  context.fill();
  context.lineWidth = 0.5;
  context.strokeStyle = 'rgba(60, 50, 30, 0.35)';
  context.stroke();
  context.lineWidth = 0.35;
  context.strokeStyle = 'rgba(95, 80, 50, 0.35)';
  for (let out = 1.4; out < zone.width; out += 1.6) {
    const line = (s: Metres): Metres => besideEdge(track, s, zone.side, out);
    traceStretch(context, track, from, to, line, line);
    context.stroke();
  }
  context.restore();
}
