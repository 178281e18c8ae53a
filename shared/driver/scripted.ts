import { type Random, seededRandom } from '../exact/random.ts';
import { hypot } from '../exact/trigonometry.ts';
import type { Car } from '../race/car.ts';
import { FULL, frameOf, type InputFrame, NEUTRAL_FRAME } from '../race/frame.ts';
import type { Race } from '../race/race.ts';
import { toldSide } from '../track/cue.ts';
import { emptyRoadPoint, locate, type RoadPoint, roadPose } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import { type Metres, type MetresPerSecond, TICK, type Ticks } from '../units/units.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';
import type { VehicleState } from '../vehicle/state.ts';
import { wheelReach } from '../vehicle/steering.ts';
import type { Controls } from '../vehicle/step.ts';
import type { Expert } from './driver.ts';
import { type Hands, type HandsKind, handsOf } from './hands.ts';
import { alongRoad, OBSTACLE_REACH } from './line.ts';
import { type Passing, smooth } from './passing.ts';
import { Perception } from './perception.ts';
import { type Plan, paceOf, personalLine, planAt, planLap } from './plan.ts';
import { aimDistance, steerTowards } from './pursuit.ts';
import { type Skill, type Temper, temperOf } from './skill.ts';
import { pedalInSlide, slipOf, steerInSlide } from './slide.ts';
import type { PaceLimits } from './speed.ts';
import { Traffic } from './traffic.ts';

export interface HandsSettings {
  hands: HandsKind;
  skill: Skill;
  /** Who it is: line, pace, habits. */
  seed: number;
  /** Which day it is: the same person drives other laps; 0 by default. */
  session?: number;
  /** Chance of passing an obstacle on its left; 0.5 by default. */
  passLeft?: number;
  /**
   * Keeps to the middle of the road, whatever the bends, and chooses a side late: turns off `turnOff` before an obstacle's
   * centre, up to a fifth earlier, and gets over there within `over`. Until then nothing about the car tells the side.
   */
  late?: { turnOff: Metres; over: Metres };
}

export interface ScriptedDriverSetup extends HandsSettings {
  track: Track;
  spec: VehicleSpec;
  /** Index of the car in the race. */
  car: number;
}

/** A respawned car, or one on the grid, joins its line over this distance. */
const JOIN: Metres = 60;
/** No shorter than this, however close an obstacle is. */
const SHORTEST_JOIN: Metres = 8;
/** An obstacle this far behind is passed; the side for the next time is chosen. */
const PASSED: Metres = 40;
/** The speed wanted is that of the plan this many seconds of travel ahead. */
const SPEED_LEAD = 0.15;
/** Tangent of the sideslip angle beyond which a driver comes off the brake, lest the tail overtake. */
const SLIDE = 0.08;
/** A missing speed at which every kind of hands coasts. */
const COAST: MetresPerSecond = -0.3;
/** Once home, a driver rolls round at this share of the pace. */
const COOL_DOWN = 0.5;

export const scriptedDriver = (setup: ScriptedDriverSetup): ScriptedDriver => new ScriptedDriver(setup);

/**
 * A scripted person in one car: a racing line of their own, a reaction time, imperfect eyes, and hands.
 *
 * Deterministic: the same setup in the same race yields the same frames on every engine.
 */
export class ScriptedDriver implements Expert {
  readonly cars: readonly number[];
  private readonly track: Track;
  private readonly spec: VehicleSpec;
  private readonly temper: Temper;
  private readonly random: Random;
  private readonly passLeft: number;
  private readonly late: HandsSettings['late'];
  private readonly line: Float64Array;
  private readonly limits: PaceLimits;
  private readonly perception: Perception;
  private readonly hands: Hands;
  private readonly traffic = new Traffic();
  private readonly passings: Passing[];
  private plan: Plan;
  private readonly controls: Controls = { steer: 0, pedal: 0 };
  private readonly here: RoadPoint = emptyRoadPoint();
  /** Ticks since the driver could act; negative while still reacting to the lights. */
  private awake: Ticks = 0;
  private lastX: Metres = 0;
  private lastY: Metres = 0;
  private lap = Number.NEGATIVE_INFINITY;
  /** How often each obstacle has been passed; not known before the first look. */
  private readonly passed: number[];
  private pace = 1;
  private bias: Metres = 0;
  private joinFrom: Metres = 0;
  private joinGap: Metres = 0;
  private joinOver: Metres = JOIN;

  constructor(setup: ScriptedDriverSetup) {
    this.cars = [setup.car];
    this.track = setup.track;
    this.spec = setup.spec;
    this.passLeft = setup.passLeft ?? 0.5;
    const person = seededRandom(setup.seed * 1013 + 7);
    this.temper = temperOf(setup.skill, person);
    this.late = setup.late;
    this.line = setup.late ? new Float64Array(setup.track.count) : personalLine(setup.track, this.temper, person);
    this.limits = paceOf(this.temper, setup.spec);
    this.random = seededRandom(setup.seed * 31337 + (setup.session ?? 0) * 77_003 + 11);
    const { delay, lateralNoise, headingNoise } = this.temper;
    this.perception = new Perception(this.random, setup.spec, delay, lateralNoise, headingNoise);
    this.hands = handsOf(setup.hands, this.random);
    this.passings = setup.track.hazards.map(() => this.choosePassing());
    this.passed = setup.track.hazards.map(() => Number.NaN);
    this.plan = planLap(this.track, this.line, this.passings, this.limits);
  }

  drive(race: Race, frames: InputFrame[]): void {
    const index = this.cars[0];
    const car = race.cars[index];
    if (race.phase !== 'racing') {
      this.awake = -this.temper.delay;
      frames[index] = NEUTRAL_FRAME;
      return;
    }
    if (this.awake < 0) {
      if (++this.awake === 0) this.startAfresh(car);
      frames[index] = NEUTRAL_FRAME;
      return;
    }
    if (hypot(car.x - this.lastX, car.y - this.lastY) > hypot(car.vx, car.vy) * TICK + 1) this.startAfresh(car);
    this.lastX = car.x;
    this.lastY = car.y;
    frames[index] = this.act(race, car);
  }

  overruled({ steer, pedal }: Readonly<InputFrame>): void {
    this.perception.acted(steer / FULL, pedal / FULL);
  }

  private act(race: Race, car: Car): InputFrame {
    const belief = this.perception.perceive(car);
    const at = locate(this.track, belief.x, belief.y, belief.distance, this.here);
    this.turnTheLap(at);
    const pace = car.finishedTick === null ? this.pace : this.pace * COOL_DOWN;
    const wanted = planAt(this.track, this.plan.speeds, at.distance + Math.max(belief.vx, 4) * SPEED_LEAD) * pace;
    const steer = this.steer(race, belief, at, wanted);
    const missing = Math.min(wanted, this.traffic.limit) - belief.vx;
    this.handle(belief, steer, missing);
    const frame = frameOf(this.controls);
    this.perception.acted(frame.steer / FULL, frame.pedal / FULL);
    return frame;
  }

  /** Hands and feet, with what a driver does about a tail that comes round. */
  private handle(belief: VehicleState, steer: number, missing: MetresPerSecond): void {
    const { hands, controls, spec } = this;
    if (spec.counterSteer === undefined) {
      hands.move(steer, Math.abs(slipOf(belief)) > SLIDE ? Math.max(missing, COAST) : missing, controls);
      return;
    }
    hands.move(steerInSlide(belief, steer), missing, controls, wheelReach(spec, belief));
    controls.pedal = pedalInSlide(belief, controls.pedal);
  }

  private steer(race: Race, belief: VehicleState, at: RoadPoint, wanted: MetresPerSecond): number {
    const aim = at.distance + aimDistance(belief.vx, this.temper.lookAhead);
    const joining = this.joinGap * (1 - smooth((aim - this.joinFrom) / this.joinOver));
    const planned = planAt(this.track, this.plan.offsets, aim) + this.bias + joining;
    this.traffic.look(race, this.cars[0], at, planned, wanted);
    const target = roadPose(this.track, aim, planned + this.traffic.aside);
    return steerTowards(belief, this.spec, target.x, target.y);
  }

  /**
   * A new lap has its own pace and bias; an obstacle left behind gets a new choice of side. At an island with a cue the
   * side is the one its board tells: the driver turns off for it only after the board is passed, and so from memory.
   */
  private turnTheLap(at: RoadPoint): void {
    const { track, temper, random } = this;
    const lap = Math.floor(at.distance / track.length);
    if (lap > this.lap) {
      this.lap = lap;
      this.pace = 1 + temper.paceSwing * random.gaussian();
      this.bias = temper.lateralNoise * random.gaussian();
    }
    let changed = false;
    for (let k = 0; k < this.passings.length; k++) {
      const { s, radius, after } = track.hazards[k];
      const behind = at.distance - PASSED - s - (after - radius);
      const times = Math.floor(behind / track.length);
      if (times <= this.passed[k]) continue;
      const told = toldSide(track, k - track.obstacles.length, times + 1);
      const again = !Number.isNaN(this.passed[k]);
      if (again) this.passings[k] = this.choosePassing();
      if (told !== null) this.passings[k].side = told;
      changed ||= again || told !== null;
      this.passed[k] = times;
    }
    if (changed) this.plan = planLap(track, this.line, this.passings, this.limits);
  }

  private choosePassing(): Passing {
    const side = this.random.uniform() < this.passLeft ? 'left' : 'right';
    const early = this.random.uniform();
    const { late } = this;
    if (late) return { side, commit: late.turnOff * (1 + early / 5), over: late.over };
    return { side, commit: 38 + 8 * early };
  }

  /** At lights out or after a respawn: forget, let go, and join the line from where the car is. */
  private startAfresh(car: Car): void {
    this.perception.clear();
    this.hands.reset();
    this.traffic.reset();
    const at = locate(this.track, car.x, car.y, car.distance, this.here);
    this.stayInBranch(at);
    this.joinFrom = at.distance;
    this.joinGap = at.offset - planAt(this.track, this.plan.offsets, at.distance);
    this.joinOver = this.joinRoom(at);
    this.lastX = car.x;
    this.lastY = car.y;
  }

  /** Beside an island the way on is that of the branch the car stands in, whatever side was meant. */
  private stayInBranch(at: RoadPoint): void {
    for (const [k, { s, radius, after, offset }] of this.track.hazards.entries()) {
      const past = alongRoad(this.track, s, at.s);
      const side = at.offset > offset ? 'left' : 'right';
      if (after === radius || past < 0 || past > after || side === this.passings[k].side) continue;
      this.passings[k].side = side;
      this.plan = planLap(this.track, this.line, this.passings, this.limits);
    }
  }

  /** The road over which to join the line: all of JOIN, or what there is before an obstacle. */
  private joinRoom(at: RoadPoint): Metres {
    let room = JOIN;
    for (const { s, radius } of this.track.hazards) {
      const ahead = alongRoad(this.track, at.s, s);
      if (ahead > 0) room = Math.min(room, ahead - radius - OBSTACLE_REACH);
    }
    return Math.max(SHORTEST_JOIN, room);
  }
}
