import type { Random } from '../exact/random.ts';
import { atan2, cos, hypot, PI, sin, TAU, tan, wrapAngle } from '../exact/trigonometry.ts';
import type { Metres, Radians } from '../units/units.ts';
import type { ControlPoint } from './centreline.ts';

export interface Point {
  x: Metres;
  y: Metres;
}

/** A polygon's corner rounded off: an arc between the two sides it touches, `turn` positive to the left. */
export interface Fillet {
  corner: Point;
  /** Direction of the side that leads to the corner. */
  heading: Radians;
  turn: Radians;
  radius: Metres;
  /** From the corner to where the arc leaves either side. */
  tangent: Metres;
}

/** Of a side, the most that the arc at one of its ends may take. */
const SIDE_SHARE = 0.48;

/**
 * A star-shaped polygon about the origin, anticlockwise, no corner further out than 1.
 *
 * @param spread how far in a corner may lie, 0 (regular) to below 1
 * @param jitter by what share of their spacing corners shift round the origin
 */
export function polygonOf(random: Random, count: number, spread: number, jitter: number): Point[] {
  return Array.from({ length: count }, (_, k) => {
    const angle = (TAU * (k + jitter * (random.uniform() - 0.5))) / count;
    const radius = 1 - spread * random.uniform();
    return { x: radius * cos(angle), y: radius * sin(angle) };
  });
}

/** The polygon scaled up, its corners rounded with the wanted radii as far as the sides allow; null below `least`. */
export function roundedOff(
  polygon: readonly Point[],
  scale: number,
  radii: readonly Metres[],
  least: Metres,
): Fillet[] | null {
  const n = polygon.length;
  const corners = polygon.map(({ x, y }) => ({ x: x * scale, y: y * scale }));
  const fillets: Fillet[] = [];
  for (let k = 0; k < n; k++) {
    const [before, corner, after] = [corners[(k + n - 1) % n], corners[k], corners[(k + 1) % n]];
    const heading = atan2(corner.y - before.y, corner.x - before.x);
    const turn = wrapAngle(atan2(after.y - corner.y, after.x - corner.x) - heading);
    if (Math.abs(turn) > 0.95 * PI) return null;
    const bend = tan(Math.abs(turn) / 2);
    const shorter = Math.min(
      hypot(corner.x - before.x, corner.y - before.y),
      hypot(after.x - corner.x, after.y - corner.y),
    );
    const tangent = Math.min(radii[k] * bend, SIDE_SHARE * shorter);
    const radius = bend > 1e-6 ? tangent / bend : radii[k];
    if (radius < least) return null;
    fillets.push({ corner, heading, turn, radius, tangent });
  }
  return fillets;
}

export function roundedLength(fillets: readonly Fillet[]): Metres {
  let length = 0;
  for (const [k, { corner, turn, radius, tangent }] of fillets.entries()) {
    const next = fillets[(k + 1) % fillets.length];
    const side = hypot(next.corner.x - corner.x, next.corner.y - corner.y);
    length += radius * Math.abs(turn) + side - tangent - next.tangent;
  }
  return length;
}

/** Points on the rounded polygon, at most `spacing` apart; their half widths are left at 0. */
export function roundedLine(fillets: readonly Fillet[], spacing: Metres): ControlPoint[] {
  const points: ControlPoint[] = [];
  const add = (x: Metres, y: Metres): number => points.push({ x, y, left: 0, right: 0 });
  for (const [k, fillet] of fillets.entries()) {
    const next = fillets[(k + 1) % fillets.length];
    addArc(fillet, spacing, add);
    const along = fillet.heading + fillet.turn;
    const side = hypot(next.corner.x - fillet.corner.x, next.corner.y - fillet.corner.y);
    const [from, to] = [fillet.tangent, side - next.tangent];
    const steps = Math.ceil((to - from) / spacing);
    for (let step = 1; step < steps; step++) {
      const at = from + ((to - from) * step) / steps;
      add(fillet.corner.x + at * cos(along), fillet.corner.y + at * sin(along));
    }
  }
  return points;
}

/** Both ends of the arc included. */
function addArc(fillet: Fillet, spacing: Metres, add: (x: Metres, y: Metres) => void): void {
  const { corner, heading, turn, radius, tangent } = fillet;
  const side = turn < 0 ? -1 : 1;
  const startX = corner.x - tangent * cos(heading);
  const startY = corner.y - tangent * sin(heading);
  const middleX = startX - side * radius * sin(heading);
  const middleY = startY + side * radius * cos(heading);
  const steps = Math.max(1, Math.ceil((radius * Math.abs(turn)) / spacing));
  for (let step = 0; step <= steps; step++) {
    const angle = heading + (turn * step) / steps;
    add(middleX + side * radius * sin(angle), middleY - side * radius * cos(angle));
  }
}
