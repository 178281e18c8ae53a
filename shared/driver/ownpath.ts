import { hypot } from '../exact/trigonometry.ts';
import { frameOf, type InputFrame, NEUTRAL_FRAME } from '../race/frame.ts';
import type { Race } from '../race/race.ts';
import { emptyRoadPoint, locate, type RoadPoint } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import { type Metres, TICK } from '../units/units.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';
import { STATE_FIELDS } from '../vehicle/state.ts';
import type { Controls } from '../vehicle/step.ts';
import type { Expert } from './driver.ts';
import { PathFollower } from './pursuit.ts';

const ROW = STATE_FIELDS.length;
const DISTANCE = ROW - 1;

export interface OwnPathSetup {
  track: Track;
  spec: VehicleSpec;
  /** Index of the car in the race. */
  car: number;
  /** One whole lap as it was driven: rows of STATE_FIELDS, a tick apart. */
  path: Float32Array;
}

/**
 * Drives round and round along one recorded lap, at its speed, and back to it from wherever the car is: a scripted
 * stand-in for the person whose lap it was, where somebody must answer for them.
 */
export class OwnPathDriver implements Expert {
  readonly cars: readonly number[];
  private readonly setup: OwnPathSetup;
  /** The lap twice, so that the road ahead goes on behind the line. */
  private readonly path: Float32Array;
  private readonly rows: number;
  /** First row of each metre of the road. */
  private readonly rowAt: number[];
  private readonly here: RoadPoint = emptyRoadPoint();
  private readonly controls: Controls = { steer: 0, pedal: 0 };
  private follower: PathFollower | null = null;
  private lastX: Metres = 0;
  private lastY: Metres = 0;

  constructor(setup: OwnPathSetup) {
    const { car, path, track } = setup;
    this.cars = [car];
    this.setup = setup;
    this.rows = path.length / ROW - 1; // the last state is where the next lap begins
    this.path = new Float32Array(2 * this.rows * ROW);
    this.path.set(path.subarray(0, this.rows * ROW));
    this.path.set(path.subarray(0, this.rows * ROW), this.rows * ROW);
    const line = Math.floor((path[DISTANCE] + track.length / 2) / track.length) * track.length;
    this.rowAt = Array.from({ length: Math.ceil(track.length) }, () => 0);
    for (let row = 0, metre = 0; metre < this.rowAt.length; metre++) {
      while (row < this.rows - 1 && path[row * ROW + DISTANCE] - line < metre) row++;
      this.rowAt[metre] = row;
    }
  }

  drive(race: Race, frames: InputFrame[]): void {
    const [index] = this.cars;
    const car = race.cars[index];
    if (race.phase !== 'racing') {
      frames[index] = NEUTRAL_FRAME;
      return;
    }
    const { track, spec } = this.setup;
    const jumped = hypot(car.x - this.lastX, car.y - this.lastY) > hypot(car.vx, car.vy) * TICK + 1;
    this.lastX = car.x;
    this.lastY = car.y;
    if (!this.follower || jumped || this.follower.nearest >= this.rows) {
      const { s } = locate(track, car.x, car.y, car.distance, this.here);
      this.follower = new PathFollower(this.path, spec, this.rowAt[Math.min(this.rowAt.length - 1, Math.floor(s))]);
    }
    this.follower.follow(car, this.controls);
    frames[index] = frameOf(this.controls);
  }
}
