import { cos, sin } from '../exact/trigonometry.ts';
import { cueInSight } from '../track/cue.ts';
import { roadPose } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import type { Metres } from '../units/units.ts';
import type { VehicleState } from '../vehicle/state.ts';
import { type Eye, pixelAt, rowOf } from './lens.ts';
import { type MapSheet, stampBox, stampDisc } from './mapsheet.ts';
import type { Company } from './neighbours.ts';

const MOST = 48;
/** Nothing nearer to the lens than this is drawn. */
const NEAR: Metres = 0.6;
const OBSTACLE_HEIGHT: Metres = 1.1;
const OBSTACLE = 245;
/** A board hangs over the middle of the road; the half on the told side is lit. */
const BOARD_HALF: Metres = 2.5;
const BOARD_FROM: Metres = 3;
const BOARD_TO: Metres = 5;
const LIT = 255;
const UNLIT = 10;
/** A car as others see it, whatever its model. */
const CAR_HALF_LENGTH: Metres = 2.1;
const CAR_HALF_WIDTH: Metres = 0.9;
const CAR_HEIGHT: Metres = 1.2;
const CAR = 200;
const CAR_SHADOW = 15;
const SHADOW_HEIGHT: Metres = 0.4;

/** Upright rectangles that face the lens, nearest last; drawn over the ground. */
export class Scenery {
  private count = 0;
  /** In the lens's frame: forward, left from and to, up from and to (relative to the lens), brightness. */
  private readonly forward = new Float64Array(MOST);
  private readonly from = new Float64Array(MOST);
  private readonly to = new Float64Array(MOST);
  private readonly low = new Float64Array(MOST);
  private readonly high = new Float64Array(MOST);
  private readonly bright = new Uint8Array(MOST);

  /** What stands on the ground, over what is already in `out` from `at`. */
  drawFromCar(
    track: Track,
    state: Readonly<VehicleState>,
    company: Company,
    eye: Eye,
    out: Uint8Array,
    at: number,
  ): void {
    this.gather(track, state, company, eye);
    for (let k = 0; k < this.count; k++) this.drawOne(k, eye, out, at);
  }

  private gather(track: Track, state: Readonly<VehicleState>, { cars, own }: Company, eye: Eye): void {
    this.count = 0;
    for (let k = 0; k < track.obstacles.length; k++) {
      const { x, y, radius } = track.obstacles[k];
      const forward = (x - eye.x) * eye.c + (y - eye.y) * eye.s;
      const left = (y - eye.y) * eye.c - (x - eye.x) * eye.s;
      if (forward < eye.far)
        this.add(forward, left - radius, left + radius, -eye.up, OBSTACLE_HEIGHT - eye.up, OBSTACLE);
    }
    if (track.cues.length > 0) this.addBoard(track, state.distance, eye);
    for (let k = 0; k < cars.length; k++) if (k !== own) this.addCar(cars[k], eye);
  }

  /** Obstacles as discs and cars as boxes, seen from above. */
  drawFromAbove(track: Track, { cars, own }: Company, sheet: MapSheet): void {
    for (let k = 0; k < track.obstacles.length; k++) {
      const { x, y, radius } = track.obstacles[k];
      stampDisc(sheet, x, y, radius, OBSTACLE);
    }
    for (let k = 0; k < cars.length; k++) {
      if (k === own) continue;
      stampBox(sheet, cars[k], CAR_HALF_LENGTH, CAR_HALF_WIDTH, CAR);
    }
  }

  private addBoard(track: Track, distance: Metres, eye: Eye): void {
    const seen = cueInSight(track, distance);
    if (!seen) return;
    const { x, y } = roadPose(track, track.cues[seen.cue].s, 0);
    const forward = (x - eye.x) * eye.c + (y - eye.y) * eye.s;
    const left = (y - eye.y) * eye.c - (x - eye.x) * eye.s;
    const toLeft = seen.side === 'left';
    this.add(forward, left, left + BOARD_HALF, BOARD_FROM - eye.up, BOARD_TO - eye.up, toLeft ? LIT : UNLIT);
    this.add(forward, left - BOARD_HALF, left, BOARD_FROM - eye.up, BOARD_TO - eye.up, toLeft ? UNLIT : LIT);
  }

  /** The rectangle round a car's outline, at its nearest corner. */
  private addCar({ x, y, heading }: Readonly<VehicleState>, eye: Eye): void {
    const c = cos(heading);
    const s = sin(heading);
    let nearest = Number.POSITIVE_INFINITY;
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (let corner = 0; corner < 4; corner++) {
      const along = corner < 2 ? CAR_HALF_LENGTH : -CAR_HALF_LENGTH;
      const aside = corner % 2 === 0 ? CAR_HALF_WIDTH : -CAR_HALF_WIDTH;
      const dx = x + along * c - aside * s - eye.x;
      const dy = y + along * s + aside * c - eye.y;
      const left = dy * eye.c - dx * eye.s;
      nearest = Math.min(nearest, dx * eye.c + dy * eye.s);
      from = Math.min(from, left);
      to = Math.max(to, left);
    }
    if (nearest >= eye.far) return;
    this.add(nearest, from, to, -eye.up, CAR_HEIGHT - eye.up, CAR);
    this.add(nearest, from, to, -eye.up, SHADOW_HEIGHT - eye.up, CAR_SHADOW);
  }

  /** Kept in order: far ones first, later ones over earlier ones at the same distance. */
  private add(forward: Metres, from: Metres, to: Metres, low: Metres, high: Metres, bright: number): void {
    if (forward < NEAR || this.count === MOST) return;
    let k = this.count++;
    for (; k > 0 && this.forward[k - 1] < forward; k--) this.copy(k - 1, k);
    this.forward[k] = forward;
    this.from[k] = from;
    this.to[k] = to;
    this.low[k] = low;
    this.high[k] = high;
    this.bright[k] = bright;
  }

  private copy(from: number, to: number): void {
    for (const field of [this.forward, this.from, this.to, this.low, this.high, this.bright]) field[to] = field[from];
  }

  private drawOne(k: number, lens: Eye, out: Uint8Array, at: number): void {
    const { width, height } = lens;
    const top = rowOf(lens, this.forward[k], this.high[k], NEAR);
    const bottom = rowOf(lens, this.forward[k], this.low[k], NEAR);
    const depth = this.forward[k] * lens.cosPitch - ((this.low[k] + this.high[k]) / 2) * lens.sinPitch;
    if (depth < NEAR) return;
    const first = pixelAt(width / 2 - (this.to[k] / depth) * lens.focal, width);
    const end = pixelAt(width / 2 - (this.from[k] / depth) * lens.focal, width);
    const last = pixelAt(bottom, height);
    for (let row = pixelAt(top, height); row < last; row++) {
      out.fill(this.bright[k], at + row * width + first, at + row * width + end);
    }
  }
}
