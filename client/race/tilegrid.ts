import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';

/** A square of ground, by its north-west corner. */
export interface Tile {
  west: Metres;
  north: Metres;
  painted: boolean;
}

/**
 * The squares of a grid over the track that lie within `margin` of its centre line: all that a camera on the road can
 * see, and nothing of the country inside a long circuit.
 */
export function tilesNearRoad(track: Track, side: Metres, margin: Metres): Tile[] {
  const west = track.x.reduce((a, b) => Math.min(a, b), Infinity) - margin;
  const north = track.y.reduce((a, b) => Math.max(a, b), -Infinity) + margin;
  const tiles = new Map<string, Tile>();
  const stride = Math.max(1, Math.floor(side / 8 / track.spacing));
  for (let i = 0; i < track.count; i += stride) {
    const [left, right] = [track.x[i]! - margin, track.x[i]! + margin].map((x) => Math.floor((x - west) / side));
    const [top, bottom] = [track.y[i]! + margin, track.y[i]! - margin].map((y) => Math.floor((north - y) / side));
    for (let row = Math.max(0, top!); row <= bottom!; row++) {
      for (let column = Math.max(0, left!); column <= right!; column++) {
        const tile = { west: west + column * side, north: north - row * side, painted: false };
        if (!tiles.has(`${row} ${column}`)) tiles.set(`${row} ${column}`, tile);
      }
    }
  }
  return [...tiles.values()];
}

/** The tile whose middle is nearest to a place among those that are painted or not; undefined if there is none. */
export const nearestTile = (
  tiles: readonly Tile[],
  side: Metres,
  x: Metres,
  y: Metres,
  painted: boolean,
): Tile | undefined => pick(tiles, painted, (tile) => away(tile, side, x, y));

/** The painted tile furthest from a place. */
export const farthestTile = (tiles: readonly Tile[], side: Metres, x: Metres, y: Metres): Tile | undefined =>
  pick(tiles, true, (tile) => -away(tile, side, x, y));

/** Square of the distance from a tile's middle to a place. */
export const away = (tile: Tile, side: Metres, x: Metres, y: Metres): number =>
  (tile.west + side / 2 - x) ** 2 + (tile.north - side / 2 - y) ** 2;

function pick(tiles: readonly Tile[], painted: boolean, cost: (tile: Tile) => number): Tile | undefined {
  let best: Tile | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const tile of tiles) {
    if (tile.painted !== painted || cost(tile) >= least) continue;
    least = cost(tile);
    best = tile;
  }
  return best;
}
