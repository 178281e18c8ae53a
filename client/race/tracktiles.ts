import type * as Phaser from 'phaser';
import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';
import type { View } from '../view/followcamera.ts';
import { paintTrack } from '../view/world.ts';
import { PLANE_SCALE, planeX, planeY } from './screen.ts';
import { away, farthestTile, nearestTile, type Tile, tilesNearRoad } from './tilegrid.ts';

/** Pixels of a tile's side; every renderer takes textures of this size. */
const TILE_PIXELS = 1024;
/** Neighbours share this many pixels, so that no seam shows when the picture is turned. */
const SHARED_PIXELS = 2;
const TILE_METRES: Metres = (TILE_PIXELS - SHARED_PIXELS) / PLANE_SCALE;
/** Ground shown beyond the road: what the widest view can reach from the edge. */
const MARGIN: Metres = 64;

/** Textures kept at once, 4 MB each; only circuits of kilometres have more tiles. */
const MOST_PAINTED = 64;

/**
 * The track, painted once onto square textures.
 *
 * One tile a frame, the nearest to the view first, so that the first picture is there at once and a large track costs no
 * pause; tiles out of sight are not drawn by either renderer.
 */
export class TrackTiles {
  private readonly scene: Phaser.Scene;
  private readonly track: Track;
  private readonly tiles: Tile[];
  private readonly images = new Map<Tile, Phaser.GameObjects.Image>();

  constructor(scene: Phaser.Scene, track: Track) {
    this.scene = scene;
    this.track = track;
    this.tiles = tilesNearRoad(track, TILE_METRES, MARGIN);
  }

  /** Paint the unpainted tile nearest to the view, if any is left. */
  paintNext(view: View): void {
    const tile = nearestTile(this.tiles, TILE_METRES, view.x, view.y, false);
    if (!tile || !this.makeRoom(tile, view)) return;
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
    const image = this.scene.add.image(planeX(tile.west), planeY(tile.north), key);
    this.images.set(tile, image.setOrigin(0, 0).setDepth(0));
  }

  /** On a circuit of more tiles than may be kept, the furthest gives way; false where the wanted one is further still. */
  private makeRoom(wanted: Tile, view: View): boolean {
    if (this.images.size < MOST_PAINTED) return true;
    const farthest = farthestTile([...this.images.keys()], TILE_METRES, view.x, view.y)!;
    const distance = (tile: Tile): number => away(tile, TILE_METRES, view.x, view.y);
    if (distance(wanted) >= distance(farthest)) return false;
    const image = this.images.get(farthest)!;
    this.images.delete(farthest);
    farthest.painted = false;
    const { key } = image.texture;
    image.destroy();
    this.scene.textures.remove(key);
    return true;
  }
}
