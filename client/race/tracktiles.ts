import type * as Phaser from 'phaser';
import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';
import { paintTrack } from '../view/world.ts';
import type { View } from './followcamera.ts';
import { PLANE_SCALE, planeX, planeY } from './screen.ts';

/** Pixels of a tile's side; every renderer takes textures of this size. */
const TILE_PIXELS = 1024;
/** Neighbours share this many pixels, so that no seam shows when the picture is turned. */
const SHARED_PIXELS = 2;
const TILE_METRES: Metres = (TILE_PIXELS - SHARED_PIXELS) / PLANE_SCALE;
/** Ground shown beyond the road: what the widest view can reach from the edge. */
const MARGIN: Metres = 64;

interface Tile {
  west: Metres;
  north: Metres;
  painted: boolean;
}

/**
 * The track, painted once onto square textures.
 *
 * One tile a frame, the nearest to the view first, so that the first picture is there at once and a large track costs no
 * pause; tiles out of sight are not drawn by either renderer.
 */
export class TrackTiles {
  private readonly scene: Phaser.Scene;
  private readonly track: Track;
  private readonly tiles: Tile[] = [];

  constructor(scene: Phaser.Scene, track: Track) {
    this.scene = scene;
    this.track = track;
    const west = Math.min(...track.x) - MARGIN;
    const north = Math.max(...track.y) + MARGIN;
    const columns = Math.ceil((Math.max(...track.x) + MARGIN - west) / TILE_METRES);
    const rows = Math.ceil((north - Math.min(...track.y) + MARGIN) / TILE_METRES);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        this.tiles.push({ west: west + column * TILE_METRES, north: north - row * TILE_METRES, painted: false });
  }

  /** Paint the unpainted tile nearest to the view, if any is left. */
  paintNext(view: View): void {
    const tile = nearest(this.tiles, view);
    if (!tile) return;
    tile.painted = true;
    const key = `track-${this.tiles.indexOf(tile)}`;
    const texture = this.scene.textures.createCanvas(key, TILE_PIXELS, TILE_PIXELS);
    if (!texture) return;
    const { context } = texture;
    context.setTransform(PLANE_SCALE, 0, 0, -PLANE_SCALE, -tile.west * PLANE_SCALE, tile.north * PLANE_SCALE);
    const south = tile.north - TILE_PIXELS / PLANE_SCALE;
    const east = tile.west + TILE_PIXELS / PLANE_SCALE;
    paintTrack(context, this.track, { west: tile.west, east, south, north: tile.north });
    context.setTransform(1, 0, 0, 1, 0, 0);
    texture.refresh();
    this.scene.add.image(planeX(tile.west), planeY(tile.north), key).setOrigin(0, 0).setDepth(0);
  }
}

function nearest(tiles: readonly Tile[], view: View): Tile | undefined {
  let best: Tile | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const tile of tiles) {
    if (tile.painted) continue;
    const dx = tile.west + TILE_METRES / 2 - view.x;
    const dy = tile.north - TILE_METRES / 2 - view.y;
    if (dx * dx + dy * dy >= least) continue;
    least = dx * dx + dy * dy;
    best = tile;
  }
  return best;
}
