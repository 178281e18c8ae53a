import type { Metres } from '../units/units.ts';
import type { CentreLine } from './centreline.ts';

const CELL: Metres = 2;
/** More segments than any sound road puts into one cell; beyond it the road is scribbled over itself. */
const CROWDED = 1000;

/** One closed polyline: the centre line, the left or the right edge. */
interface Loop {
  x: Float64Array;
  y: Float64Array;
}

/**
 * Two samples at which the centre line or an edge of the road crosses the centre line or an edge, or null.
 *
 * Segments are binned into square cells and compared within each cell, so the cost grows with the length of the road;
 * a crowded cell counts as a crossing, which bounds the cost for any input.
 */
export function findCrossing(line: CentreLine): [number, number] | null {
  const loops = [edge(line, line.left, 1), { x: line.x, y: line.y }, edge(line, line.right, -1)];
  const cells = new Map<number, number[]>();
  for (let id = 0; id < loops.length * line.count; id++) {
    const loop = loops[Math.floor(id / line.count)];
    const i = id % line.count;
    const j = (i + 1) % line.count;
    const right = cellOf(Math.max(loop.x[i], loop.x[j]));
    const top = cellOf(Math.max(loop.y[i], loop.y[j]));
    for (let column = cellOf(Math.min(loop.x[i], loop.x[j])); column <= right; column++) {
      for (let row = cellOf(Math.min(loop.y[i], loop.y[j])); row <= top; row++) {
        const key = column * 1_000_003 + row;
        const others = cells.get(key) ?? [];
        const hit = others.find((other) => segmentsCross(loops, line.count, id, other));
        if (hit !== undefined) return [hit % line.count, i];
        if (others.length > CROWDED) return [others[0] % line.count, i];
        others.push(id);
        cells.set(key, others);
      }
    }
  }
  return null;
}

const cellOf = (x: Metres): number => Math.floor(x / CELL);

function edge(line: CentreLine, width: Float64Array, side: 1 | -1): Loop {
  return {
    x: line.x.map((x, i) => x - side * width[i] * line.tangentY[i]),
    y: line.y.map((y, i) => y + side * width[i] * line.tangentX[i]),
  };
}

/** Proper crossing of two segments; neighbours on the same loop share an end and never count. */
function segmentsCross(loops: Loop[], count: number, first: number, second: number): boolean {
  const i = first % count;
  const k = second % count;
  const apart = Math.abs(i - k);
  if (first - i === second - k && (apart <= 1 || apart === count - 1)) return false;
  const a = loops[(first - i) / count];
  const b = loops[(second - k) / count];
  const j = (i + 1) % count;
  const l = (k + 1) % count;
  const cross = (px: number, py: number, qx: number, qy: number, x: number, y: number): number =>
    (qx - px) * (y - py) - (qy - py) * (x - px);
  return (
    cross(a.x[i], a.y[i], a.x[j], a.y[j], b.x[k], b.y[k]) * cross(a.x[i], a.y[i], a.x[j], a.y[j], b.x[l], b.y[l]) < 0 &&
    cross(b.x[k], b.y[k], b.x[l], b.y[l], a.x[i], a.y[i]) * cross(b.x[k], b.y[k], b.x[l], b.y[l], a.x[j], a.y[j]) < 0
  );
}
