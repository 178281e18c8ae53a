import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Corner } from '../../../shared/track/corners.ts';
import { covers } from '../../../shared/track/surface.ts';
import type { Track } from '../../../shared/track/track.ts';
import type { Metres } from '../../../shared/units/units.ts';

/** The plot inside a chart, CSS pixels. */
export interface Plot {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export type Scale = (value: number) => number;

/** Road coordinate to x: the start line at the left edge of the plot, one lap wide. */
export const roadScale = (length: Metres, plot: Plot): Scale =>
  scaleLinear().domain([0, length]).range([plot.left, plot.right]);

/** Lateral offset to y: left of the driving direction on top. */
export const offsetScale = (halfWidth: Metres, plot: Plot): Scale =>
  scaleLinear().domain([halfWidth, -halfWidth]).range([plot.top, plot.bottom]);

/** Road coordinate under a pixel, held inside the lap. */
export function metreAt(pixel: number, length: Metres, plot: Plot): Metres {
  const share = (pixel - plot.left) / (plot.right - plot.left);
  return Math.min(Math.max(0, share), 1) * length;
}

/** Round road coordinates for ticks, at least `apart` pixels from each other. */
export function roadTicks(length: Metres, plot: Plot, apart = 90): Metres[] {
  const least = (length * apart) / Math.max(1, plot.right - plot.left);
  const step = [10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000].find((candidate) => candidate >= least) ?? 5000;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, k) => k * step);
}

/** A stretch that may cross the start line, as one or two stretches that do not. */
export function unwrapped(stretch: { from: Metres; to: Metres }, length: Metres): { from: Metres; to: Metres }[] {
  if (stretch.from <= stretch.to) return [stretch];
  return [
    { from: stretch.from, to: length },
    { from: 0, to: stretch.to },
  ];
}

/** The corner at a road coordinate, if it lies in one. */
export const cornerAt = (corners: readonly Corner[], s: Metres): Corner | undefined =>
  corners.find(({ from, to }) => (from <= to ? s >= from && s <= to : s >= from || s <= to));

/** The corner at or before a road coordinate, and whether the coordinate is past its apex. */
export function nearestCorner(
  corners: readonly Corner[],
  s: Metres,
  length: Metres,
): { corner: Corner; place: 'entry' | 'exit' | 'after' } | null {
  if (corners.length === 0) return null;
  const inside = cornerAt(corners, s);
  if (inside) {
    const beyond = (s - inside.apex + length) % length;
    return { corner: inside, place: beyond < length / 2 ? 'exit' : 'entry' };
  }
  const behind = (corner: Corner): Metres => (s - corner.to + length) % length;
  const corner = corners.reduce((best, other) => (behind(other) < behind(best) ? other : best));
  return { corner, place: 'after' };
}

export interface Point {
  x: number;
  y: number;
}

const pen = line<Point>()
  .x((point) => point.x)
  .y((point) => point.y)
  .digits(1);

export const linePath = (points: readonly Point[]): string => pen(points as Point[]) ?? '';

/** A band between two curves over the same x. */
export function bandPath(points: readonly { x: number; high: number; low: number }[]): string {
  const filled = area<{ x: number; high: number; low: number }>()
    .x((point) => point.x)
    .y0((point) => point.low)
    .y1((point) => point.high)
    .digits(1);
  return filled(points as { x: number; high: number; low: number }[]) ?? '';
}

/** Kerb blocks of about `block` metres along both edges of the unrolled road. */
export function kerbBlocks(
  track: Track,
  block: Metres,
): { from: Metres; to: Metres; side: 'left' | 'right'; odd: boolean }[] {
  const blocks = [];
  const count = Math.floor(track.length / block);
  for (const side of ['left', 'right'] as const) {
    for (let k = 0; k < count; k++) {
      const middle = (k + 0.5) * block;
      if (!track.kerbs.some((kerb) => kerb.side === side && covers(kerb, middle))) continue;
      blocks.push({ from: k * block, to: (k + 1) * block, side, odd: k % 2 === 1 });
    }
  }
  return blocks;
}
