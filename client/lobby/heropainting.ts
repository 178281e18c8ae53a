import { gridSlots } from '../../shared/track/grid.ts';
import { roadPose } from '../../shared/track/locate.ts';
import type { Track } from '../../shared/track/track.ts';
import { paintCar, paintTrack } from '../view/world.ts';

/** Pixels a metre; narrow pictures see a little less of the road. */
const SCALE = 11.5;
/** The road climbs to the right at this angle. */
const CLIMB = 0.62;
/** Cars on the grid from pole on: driver, whether a clone, and who looks. */
const GRID = [
  { driver: 2, clone: false },
  { driver: 1, clone: false, own: true },
  { driver: 1, clone: true },
  { driver: 3, clone: false },
  { driver: 2, clone: true },
  { driver: 8, clone: true },
];

/** A piece of the track at its start line with cars on the grid: people solid, clones hatched. */
export function paintHero(canvas: HTMLCanvasElement, track: Track, width: number, height: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const wide = width > 700;
  const scale = wide ? SCALE : SCALE * 0.72;
  const centre = roadPose(track, -24, 0);
  // The picture's middle of interest stands right of its middle, where no words are.
  const [x, y] = [width / 2 + (wide ? width * 0.22 : width * 0.12), height / 2];
  context.setTransform(ratio, 0, 0, ratio, x * ratio, y * ratio);
  context.scale(scale, -scale);
  context.rotate(CLIMB - centre.heading);
  context.translate(-centre.x, -centre.y);
  const reach = Math.sqrt(width * width + height * height) / scale / 2 + Math.abs(x - width / 2) / scale;
  const area = {
    west: centre.x - reach,
    east: centre.x + reach,
    south: centre.y - reach,
    north: centre.y + reach,
  };
  paintTrack(context, track, area);
  gridSlots(track, GRID.length).forEach((slot, k) => {
    context.save();
    context.translate(slot.x, slot.y);
    context.rotate(slot.heading);
    paintCar(context, GRID[k]!);
    context.restore();
  });
}
