import { seededRandom } from '../exact/random.ts';
import { frameOf, type InputFrame, NEUTRAL_FRAME } from '../race/frame.ts';
import type { Race } from '../race/race.ts';
import { emptyRoadPoint, locate, type RoadPoint, roadPose } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import { type Seconds, TICK } from '../units/units.ts';
import { GRAVITY, type VehicleSpec } from '../vehicle/spec.ts';
import type { Controls } from '../vehicle/step.ts';
import type { Driver } from './driver.ts';
import { pedalFor } from './hands.ts';
import { racingLine } from './line.ts';
import { planAt, topSpeed } from './plan.ts';
import { aimDistance, steerTowards } from './pursuit.ts';
import { speedProfile } from './speed.ts';

export interface PacedSetup {
  track: Track;
  spec: VehicleSpec;
  /** Index of the car in the race. */
  car: number;
  /** Share of a good driver's speed, everywhere on the lap. */
  pace: number;
  /** How much of the racing line it uses: 1 all of it, as by default, 0 keeps to the middle of the road. */
  blend?: number;
  /** The pace changes every few seconds and is uniform between `pace` and `to`. */
  wander?: { to: number; seed: number };
}

/** What a good driver asks of the car, as shares of μg. */
const CORNERING = 0.7;
const BRAKING = 0.5;
const LOOK_AHEAD: Seconds = 0.5;
const SPEED_LEAD: Seconds = 0.15;
/** A wandering pace is kept for at least this long, and at most twice as long. */
const KEPT: Seconds = 5;

/**
 * A car in the way: follows the racing line at a share of a good driver's pace, sees nobody, never errs. Deterministic.
 */
export class PacedDriver implements Driver {
  readonly cars: readonly number[];
  private readonly setup: PacedSetup;
  private readonly line: Float64Array;
  private readonly speeds: Float64Array;
  private readonly random;
  private readonly here: RoadPoint = emptyRoadPoint();
  private readonly controls: Controls = { steer: 0, pedal: 0 };
  private pace: number;
  private keep = 0;

  constructor(setup: PacedSetup) {
    const { track, spec } = setup;
    const grip = spec.friction * GRAVITY;
    this.cars = [setup.car];
    this.setup = setup;
    this.line = racingLine(track).map((offset) => offset * (setup.blend ?? 1));
    this.speeds = speedProfile(track, this.line, {
      lateral: CORNERING * grip,
      braking: BRAKING * grip,
      topSpeed: topSpeed(spec),
    });
    this.random = seededRandom(setup.wander?.seed ?? 0);
    this.pace = setup.pace;
  }

  /** The speed it drives at a road distance, and how far to the left, at its slowest. */
  at(distance: number): { speed: number; offset: number } {
    const { track, pace } = this.setup;
    return { speed: planAt(track, this.speeds, distance) * pace, offset: planAt(track, this.line, distance) };
  }

  drive(race: Race, frames: InputFrame[]): void {
    const [index] = this.cars;
    if (race.phase !== 'racing') {
      frames[index!] = NEUTRAL_FRAME;
      return;
    }
    this.choosePace();
    const { track, spec } = this.setup;
    const car = race.cars[index!]!;
    const { distance } = locate(track, car.x, car.y, car.distance, this.here);
    const aim = distance + aimDistance(car.vx, LOOK_AHEAD);
    const target = roadPose(track, aim, planAt(track, this.line, aim));
    this.controls.steer = steerTowards(car, spec, target.x, target.y);
    const wanted = planAt(track, this.speeds, distance + Math.max(car.vx, 4) * SPEED_LEAD) * this.pace;
    this.controls.pedal = pedalFor(wanted - car.vx);
    frames[index!] = frameOf(this.controls);
  }

  private choosePace(): void {
    const { pace, wander } = this.setup;
    if (wander === undefined || --this.keep > 0) return;
    this.pace = pace + (wander.to - pace) * this.random.uniform();
    this.keep = Math.round((KEPT * (1 + this.random.uniform())) / TICK);
  }
}
