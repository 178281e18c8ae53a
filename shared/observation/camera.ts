import { cos, sin, tan } from '../exact/trigonometry.ts';
import type { Track } from '../track/track.ts';
import type { Metres, Radians } from '../units/units.ts';
import type { VehicleState } from '../vehicle/state.ts';
import { GROUND, type GroundLevel, type GroundMap, groundMapOf } from './groundmap.ts';
import type { Lens } from './lens.ts';
import { ALONE, type Company } from './neighbours.ts';
import { Scenery } from './scenery.ts';

/**
 * Where a camera looks from and what at. `front` sits above the windscreen; `left` and `right` the same, shifted sideways,
 * as in DAVE-2 (Bojarski et al. 2016); `top` is a map of the ground around the car, driving direction up.
 */
export const CAMERAS = ['front', 'left', 'right', 'top'] as const;
export type CameraName = (typeof CAMERAS)[number];

/** The size that policies see by default; a camera may have any from MIN to MAX_IMAGE_SIDE. */
export const IMAGE_WIDTH = 64;
export const IMAGE_HEIGHT = 48;
export const MIN_IMAGE_SIDE = 8;
export const MAX_IMAGE_SIDE = 512;

/** Sideways shift of the side cameras. */
export const SIDE_SHIFT: Metres = 0.8;
/** The lens, from the car's centre. */
const AHEAD: Metres = 0.4;
const HEIGHT: Metres = 2.2;
const PITCH_DOWN: Radians = 0.3;
/** Horizontal angle of view. */
const VIEW_ANGLE: Radians = 1.5;
/** Ground further away than this is haze. */
const FAR: Metres = 140;
/** A map is so wide, and this share of its height lies ahead of the car. */
const MAP_WIDTH: Metres = 36;
const MAP_AHEAD = 0.75;
const SKY = 210;
const HAZE = 150;

/**
 * A camera on a car: brightness pictures drawn from the exact state, the same bits on every engine, as nothing but
 * + − × ÷ √ floor and shared/exact is in their making.
 *
 * The ground is looked up in the track's ground map, one row of pixels at one distance and so at one level of detail
 * (mip mapping, Williams 1983); obstacles, boards and cars stand on it as upright shapes, far ones first. Nothing here
 * knows where the road goes: a policy that drives by it has to see it. About 20 µs a picture of 64 × 48.
 */
export class Camera {
  readonly name: CameraName;
  readonly width: number;
  readonly height: number;
  private readonly shift: Metres;
  private readonly lens: Lens;
  /** By row: metres ahead of the lens (infinite for the sky), left of it at the first column, and to the next. */
  private readonly ahead: Float64Array;
  private readonly first: Float64Array;
  private readonly step: Float64Array;
  /** Metres of ground a pixel covers. */
  private readonly grain: Float64Array;
  private readonly scenery = new Scenery();

  constructor(name: CameraName, width = IMAGE_WIDTH, height = IMAGE_HEIGHT) {
    for (const side of [width, height]) {
      if (Number.isInteger(side) && side >= MIN_IMAGE_SIDE && side <= MAX_IMAGE_SIDE) continue;
      throw new RangeError(
        `A picture of ${width} × ${height}: got ${side}, expected whole sides from ${MIN_IMAGE_SIDE} to ${MAX_IMAGE_SIDE}.`,
      );
    }
    this.name = name;
    this.width = width;
    this.height = height;
    this.shift = name === 'left' ? SIDE_SHIFT : name === 'right' ? -SIDE_SHIFT : 0;
    const focal = width / 2 / tan(VIEW_ANGLE / 2);
    this.lens = { width, height, focal, sinPitch: sin(PITCH_DOWN), cosPitch: cos(PITCH_DOWN) };
    this.ahead = new Float64Array(height);
    this.first = new Float64Array(height);
    this.step = new Float64Array(height);
    this.grain = new Float64Array(height);
    for (let row = 0; row < height; row++) {
      if (name === 'top') this.layOutMap(row);
      else this.layOutView(row);
    }
  }

  /** Draw what `state` sees into `out` from `at`: [height · width], rows from the top, 0 black to 255 white. */
  draw(track: Track, state: Readonly<VehicleState>, out: Uint8Array, at = 0, company: Company = ALONE): void {
    const c = cos(state.heading);
    const s = sin(state.heading);
    const isMap = this.name === 'top';
    const ahead = isMap ? 0 : AHEAD;
    const x = state.x + ahead * c - this.shift * s;
    const y = state.y + ahead * s + this.shift * c;
    this.drawGround(groundMapOf(track), x, y, c, s, out, at);
    if (isMap) this.scenery.drawFromAbove(track, company, { ...this.mapOf(x, y, c, s), out, at });
    else this.scenery.drawFromCar(track, state, company, { ...this.lens, x, y, c, s, up: HEIGHT, far: FAR }, out, at);
  }

  private drawGround(map: GroundMap, x: Metres, y: Metres, c: number, s: number, out: Uint8Array, at: number): void {
    const { width } = this;
    for (let row = 0; row < this.height; row++) {
      const start = at + row * width;
      const forward = this.ahead[row];
      if (forward > FAR) {
        out.fill(forward === Infinity ? SKY : HAZE, start, start + width);
        continue;
      }
      const { cell, columns, rows, bright } = levelFor(map, this.grain[row]);
      // In cells: of the row's first pixel, and from one pixel to the next. A step to the right is one to minus left.
      const u = (x + forward * c - this.first[row] * s - map.originX) / cell;
      const v = (y + forward * s + this.first[row] * c - map.originY) / cell;
      const du = (this.step[row] * s) / cell;
      const dv = (-this.step[row] * c) / cell;
      for (let column = 0; column < width; column++) {
        const i = Math.floor(u + column * du);
        const j = Math.floor(v + column * dv);
        const inside = i >= 0 && j >= 0 && i < columns && j < rows;
        out[start + column] = inside ? bright[j * columns + i] : GROUND.grass;
      }
    }
  }

  private layOutView(row: number): void {
    const { width, height, focal, sinPitch, cosPitch } = this.lens;
    const up = (height / 2 - (row + 0.5)) / focal;
    const down = sinPitch - up * cosPitch;
    this.ahead[row] = Infinity;
    if (down <= 0) return;
    const depth = HEIGHT / down;
    this.ahead[row] = depth * (cosPitch + up * sinPitch);
    this.step[row] = depth / focal;
    this.first[row] = ((width - 1) / 2) * this.step[row];
    // A pixel's trace on the ground is `step` wide and depth² / (focal · height) long.
    this.grain[row] = Math.sqrt(this.step[row] * ((depth * depth) / (focal * HEIGHT)));
  }

  private layOutMap(row: number): void {
    const pixel = MAP_WIDTH / this.width;
    this.ahead[row] = (MAP_AHEAD * this.height - (row + 0.5)) * pixel;
    this.step[row] = pixel;
    this.first[row] = ((this.width - 1) / 2) * pixel;
    this.grain[row] = pixel;
  }

  private mapOf(x: Metres, y: Metres, c: number, s: number) {
    const { width, height } = this;
    return { x, y, c, s, width, height, pixel: MAP_WIDTH / width, centreRow: MAP_AHEAD * height };
  }
}

/** The finest level whose cells are no smaller than a pixel's trace, less a third: a little crisp rather than blurred. */
function levelFor({ levels }: GroundMap, grain: Metres): GroundLevel {
  let k = 0;
  while (k + 1 < levels.length && levels[k].cell < grain * 0.67) k++;
  return levels[k];
}
