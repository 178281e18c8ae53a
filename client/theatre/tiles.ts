import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';
import type { View } from '../view/followcamera.ts';
import { paintTrack } from '../view/world.ts';
import type { Screen } from './camera.ts';

/** Resolutions in which the ground is painted, pixels a metre. */
const LEVELS = [1.5, 3, 6, 12] as const;
/** A tile that is drawn a little larger than it was painted is not seen to be. */
const STRETCH = 1.25;
const PIXELS = 1024;
/** Neighbours share this many pixels, so that no seam shows when the picture is turned. */
const SHARED = 2;
/** Tiles kept at once, 4 MB each. */
const MOST_TILES = 32;

export interface TileName {
  level: number;
  column: number;
  row: number;
}

export const sideOf = (level: number): Metres => (PIXELS - SHARED) / level;

/** The coarsest resolution that is fine enough for `scale` device pixels a metre. */
export const levelFor = (scale: number): number => LEVELS.find((level) => level * STRETCH >= scale) ?? LEVELS.at(-1)!;

/** The tiles that a view shows any part of, the nearest to its middle first; column and row count from the origin. */
export function tilesInView(view: View, screen: Screen, level: number): TileName[] {
  const side = sideOf(level);
  const reach = Math.hypot(screen.width, screen.height) / 2 / view.scale;
  const tiles: TileName[] = [];
  for (let row = Math.floor((view.y - reach) / side); row * side < view.y + reach; row++) {
    for (let column = Math.floor((view.x - reach) / side); column * side < view.x + reach; column++) {
      tiles.push({ level, column, row });
    }
  }
  const away = ({ column, row }: TileName): number =>
    ((column + 0.5) * side - view.x) ** 2 + ((row + 0.5) * side - view.y) ** 2;
  return tiles.sort((a, b) => away(a) - away(b));
}

/** The painted ground of a track, tile by tile as it comes into sight. */
export class Tiles {
  private readonly track: Track;
  /** In the order of their last use. */
  private readonly painted = new Map<string, HTMLCanvasElement>();

  constructor(track: Track) {
    this.track = track;
  }

  /**
   * Draw what is painted of the tiles in view and paint at most one that is missing; false while some are missing.
   * `context` takes metres to its pixels, `scale` of them to a metre.
   */
  draw(context: CanvasRenderingContext2D, view: View, screen: Screen, scale: number): boolean {
    const names = tilesInView(view, screen, levelFor(scale));
    const missing = names.find((name) => !this.painted.has(keyOf(name)));
    if (missing) this.paint(missing);
    let whole = true;
    for (const name of names) {
      const tile = this.painted.get(keyOf(name));
      if (!tile) {
        whole = false;
        continue;
      }
      this.touch(keyOf(name), tile);
      const side = sideOf(name.level);
      context.save();
      context.translate(name.column * side, (name.row + 1) * side);
      context.scale(1 / name.level, -1 / name.level);
      context.drawImage(tile, 0, 0);
      context.restore();
    }
    return whole;
  }

  private paint(name: TileName): void {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = PIXELS;
    const context = canvas.getContext('2d', { alpha: false })!;
    const side = sideOf(name.level);
    const [west, north] = [name.column * side, (name.row + 1) * side];
    const reach = PIXELS / name.level;
    context.setTransform(name.level, 0, 0, -name.level, -west * name.level, north * name.level);
    paintTrack(context, this.track, { west, east: west + reach, south: north - reach, north });
    this.touch(keyOf(name), canvas);
    if (this.painted.size <= MOST_TILES) return;
    const [oldest] = this.painted.keys();
    this.painted.delete(oldest!);
  }

  private touch(key: string, tile: HTMLCanvasElement): void {
    this.painted.delete(key);
    this.painted.set(key, tile);
  }
}

const keyOf = ({ level, column, row }: TileName): string => `${level} ${column} ${row}`;
