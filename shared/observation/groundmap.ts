import { emptySpinePoint, nearestOnSpine } from '../track/island.ts';
import type { RoadPoint } from '../track/locate.ts';
import { surfaceAt } from '../track/surface.ts';
import type { Track } from '../track/track.ts';
import type { Metres } from '../units/units.ts';

/** Brightness of what lies on the ground, 0 black to 255 white. */
export const GROUND = {
  grass: 115,
  gravel: 165,
  asphalt: 70,
  edgeLine: 225,
  wall: 25,
  island: 190,
  startLight: 250,
  startDark: 20,
  kerbLight: 250,
  kerbDark: 140,
} as const;

/** One grid of brightness; entry (row, column) is the mean over its cell. */
export interface GroundLevel {
  cell: Metres;
  columns: number;
  rows: number;
  bright: Uint8Array;
}

/** The ground of a track from above; (originX, originY) is the corner of cell (0, 0), each level's cells twice as wide. */
export interface GroundMap {
  originX: Metres;
  originY: Metres;
  levels: GroundLevel[];
}

/** Level k has cells of 0.25 m · 2^k, twice that on roads too long for it. */
const FINEST: Metres = 0.25;
const LEVELS = 5;
const MOST_CELLS = 6_000_000;
/** Painted beside the road: what stands further away is grass. */
const MARGIN: Metres = 16;
const EDGE_LINE: Metres = 0.35;
const START_LINE: Metres = 0.8;
/** Half the thickness of a wall. */
const WALL: Metres = 0.3;

const maps = new WeakMap<Track, GroundMap>();

/** Painted once a track, about 0.2 s and 2 MB for a kilometre of road. */
export function groundMapOf(track: Track): GroundMap {
  let map = maps.get(track);
  if (!map) {
    map = paint(track);
    maps.set(track, map);
  }
  return map;
}

function paint(track: Track): GroundMap {
  const bounds = boundsOf(track);
  let cell = FINEST;
  while (((bounds.right - bounds.left) / cell) * ((bounds.top - bounds.bottom) / cell) > MOST_CELLS) cell *= 2;
  const whole = 1 << (LEVELS - 1);
  const columns = Math.ceil((bounds.right - bounds.left) / cell / whole) * whole;
  const rows = Math.ceil((bounds.top - bounds.bottom) / cell / whole) * whole;
  const finest: GroundLevel = { cell, columns, rows, bright: new Uint8Array(columns * rows).fill(GROUND.grass) };
  const map: GroundMap = { originX: bounds.left, originY: bounds.bottom, levels: [finest] };
  paintRoad(track, map, finest);
  for (const island of track.islands) paintIsland(island, map, finest);
  while (map.levels.length < LEVELS) map.levels.push(coarser(map.levels.at(-1)!));
  return map;
}

function boundsOf(track: Track) {
  const bounds = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  for (const [xs, ys] of [
    [track.leftX, track.leftY],
    [track.rightX, track.rightY],
  ]) {
    for (let i = 0; i < track.count; i++) {
      bounds.left = Math.min(bounds.left, xs[i] - MARGIN);
      bounds.right = Math.max(bounds.right, xs[i] + MARGIN);
      bounds.bottom = Math.min(bounds.bottom, ys[i] - MARGIN);
      bounds.top = Math.max(bounds.top, ys[i] + MARGIN);
    }
  }
  return bounds;
}

/**
 * Strew points over the road and its margins, closer together than cells, and give each cell the brightness of the point
 * that is deepest inside a road: where two stretches lie side by side, the road counts and not the other's grass.
 */
function paintRoad(track: Track, map: GroundMap, level: GroundLevel): void {
  const depth = new Float32Array(level.bright.length).fill(Number.POSITIVE_INFINITY);
  const reach = Math.min(track.wall + 1, MARGIN - 1);
  const step = level.cell * 0.7;
  const point: RoadPoint = { s: 0, offset: 0, heading: 0, curvature: 0, left: 0, right: 0, distance: 0 };
  for (let i = 0; i < track.count; i++) {
    const next = i + 1 < track.count ? i + 1 : 0;
    const widest = Math.max(track.left[i], track.right[i]) + reach;
    const pieces = Math.ceil((track.spacing * (1 + Math.abs(track.curvature[i]) * widest)) / step);
    for (let k = 0; k < pieces; k++) {
      const t = k / pieces;
      const x = track.x[i] + (track.x[next] - track.x[i]) * t;
      const y = track.y[i] + (track.y[next] - track.y[i]) * t;
      const tangentX = track.tangentX[i] + (track.tangentX[next] - track.tangentX[i]) * t;
      const tangentY = track.tangentY[i] + (track.tangentY[next] - track.tangentY[i]) * t;
      point.s = (i + t) * track.spacing;
      point.left = track.left[i] + (track.left[next] - track.left[i]) * t;
      point.right = track.right[i] + (track.right[next] - track.right[i]) * t;
      for (let offset = -point.right - reach; offset <= point.left + reach; offset += step) {
        point.offset = offset;
        const edge = offset < 0 ? -offset - point.right : offset - point.left;
        const column = Math.floor((x - offset * tangentY - map.originX) / level.cell);
        const row = Math.floor((y + offset * tangentX - map.originY) / level.cell);
        const at = row * level.columns + column;
        if (edge >= depth[at]) continue;
        depth[at] = edge;
        level.bright[at] = brightnessAt(track, point, edge);
      }
    }
  }
}

function brightnessAt(track: Track, point: RoadPoint, edge: Metres): number {
  const surface = surfaceAt(track, point);
  if (surface === 'kerb') return Math.floor(point.s) % 2 === 0 ? GROUND.kerbLight : GROUND.kerbDark;
  if (edge <= 0) {
    const fromLine = Math.min(point.s, track.length - point.s);
    if (fromLine < START_LINE) {
      const light = (Math.floor(point.offset) + (point.s < START_LINE ? 1 : 0)) % 2 === 0;
      return light ? GROUND.startLight : GROUND.startDark;
    }
    return edge > -EDGE_LINE ? GROUND.edgeLine : GROUND.asphalt;
  }
  if (Math.abs(edge - track.wall) < WALL) return GROUND.wall;
  return surface === 'gravel' ? GROUND.gravel : GROUND.grass;
}

function paintIsland(island: Track['islands'][number], { originX, originY }: GroundMap, level: GroundLevel): void {
  const spine = emptySpinePoint();
  const { cell, columns, bright } = level;
  const firstColumn = Math.floor((island.x - island.reach - originX) / cell);
  const firstRow = Math.floor((island.y - island.reach - originY) / cell);
  const across = Math.ceil((2 * island.reach) / cell);
  for (let row = firstRow; row <= firstRow + across; row++) {
    for (let column = firstColumn; column <= firstColumn + across; column++) {
      nearestOnSpine(island, originX + (column + 0.5) * cell, originY + (row + 0.5) * cell, spine);
      if (spine.square <= island.halfWidth * island.halfWidth) bright[row * columns + column] = GROUND.island;
    }
  }
}

/** Each cell the mean of four, rounded half up. */
function coarser({ cell, columns, rows, bright }: GroundLevel): GroundLevel {
  const level: GroundLevel = {
    ...{ cell: cell * 2, columns: columns / 2, rows: rows / 2 },
    bright: new Uint8Array((columns / 2) * (rows / 2)),
  };
  for (let row = 0; row < level.rows; row++) {
    for (let column = 0; column < level.columns; column++) {
      const at = 2 * row * columns + 2 * column;
      const sum = bright[at] + bright[at + 1] + bright[at + columns] + bright[at + columns + 1];
      level.bright[row * level.columns + column] = (sum + 2) >> 2;
    }
  }
  return level;
}
