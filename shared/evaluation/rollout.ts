import { type Random, seededRandom } from '../exact/random.ts';
import { observe } from '../observation/observe.ts';
import { newSituation } from '../observation/situation.ts';
import { decisionTicksOf, type ObservationSpec, observationSize } from '../observation/spec.ts';
import { type Car, newCar } from '../race/car.ts';
import { actionOf, frameOf, type InputFrame } from '../race/frame.ts';
import { stepCar } from '../race/step.ts';
import { locate, type RoadPoint } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import { type Metres, type MetresPerSecond, type Seconds, TICK, TICK_HZ, type Ticks } from '../units/units.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';
import type { VehicleState } from '../vehicle/state.ts';

/** Whoever turns a batch of observations into a batch of actions: a policy, or a rule to compare it with. */
export interface Pilot {
  readonly observation: ObservationSpec;
  /** Rollouts `first` to `first + count − 1` begin: nothing of earlier ones is remembered. */
  begin?(count: number, first: number): void;
  /**
   * observations [count × size], raw; writes actions [count × 2]: steer and pedal in [−1, 1]. Row i belongs to rollout
   * `rollouts[i]`, whatever has become of the others.
   */
  decide(count: number, observations: Float32Array, actions: Float32Array, rollouts: readonly number[]): void;
}

export interface RolloutSettings {
  track: Track;
  spec: VehicleSpec;
  /** Where each rollout begins; their number is the number of rollouts. */
  starts: readonly VehicleState[];
  /** Number of the first, 0 if left out. A rollout comes out the same whichever others are driven with it. */
  first?: number;
  /** Lengths of the road to drive from its own start; may be a fraction. */
  laps: number;
  /** A rollout ends after this long for each lap, finished or not. */
  secondsPerLap: Seconds;
  /** Push the car about once in 8 s; null for none. */
  kicks?: { seed: number } | null;
  /** Keep no trace: a tick of it takes as much room as all else that is known of a rollout. */
  untraced?: boolean;
  /** Called after every tick of every rollout; may move the car and says so by true. */
  steward?: Steward;
}

/** Watches a rollout and may put the car back: what an examiner beside the driver does. */
export type Steward = (rollout: number, car: Car, point: RoadPoint, fell: boolean) => boolean;

/** Where a car was after a tick, in metres of road since the rollout's start. */
export interface TracePoint {
  distance: Metres;
  offset: Metres;
  speed: MetresPerSecond;
  time: Seconds;
}

export interface Rollout {
  /** Road lengths completed, in order, each timed from the last. */
  laps: { timeMs: number; clean: boolean }[];
  falls: number;
  offTracks: number;
  /** Of rock, island or wall; those less than a second apart are one. A lap with one may be clean. */
  touches: number;
  kicks: number;
  interventions: number;
  ticks: Ticks;
  /** Road covered. */
  metres: Metres;
  /** Road distance of the start state, so that `start + trace.distance` is the road coordinate. */
  start: Metres;
  /** Distance since the start of the first fall or obstacle contact; Infinity if none. */
  brokenAt: Metres;
  trace: TracePoint[];
}

const KICK_EVERY: Seconds = 8;

interface Run {
  index: number;
  car: Car;
  frame: InputFrame;
  rollout: Rollout;
  lapStart: Ticks;
  lapBroken: boolean;
  wasOff: boolean;
  nextKick: Ticks;
  touchedAt: Ticks;
  chance: Random;
  point: RoadPoint;
}

/**
 * Let a pilot drive, all rollouts in step so that every decision of a tick is one batch.
 *
 * Rules are the race's own (stepCar: surfaces, walls, falls, respawn), one car alone on the track. A lap is one length
 * of the road from the rollout's own start, wherever that lies, and is clean without an off-track or a fall.
 */
export function rollOut(pilot: Pilot, settings: RolloutSettings): Rollout[] {
  const { first = 0 } = settings;
  const runs = settings.starts.map((start, i) => begin(settings, start, first + i));
  const width = observationSize(pilot.observation);
  const observations = new Float32Array(runs.length * width);
  const actions = new Float32Array(runs.length * 2);
  const limit = Math.ceil((settings.secondsPerLap * settings.laps) / TICK);
  const hold = decisionTicksOf(pilot.observation);
  const situation = newSituation();
  let live = runs;
  pilot.begin?.(runs.length, first);
  for (let tick = 0; tick < limit && live.length > 0; tick++) {
    if (tick % hold === 0) {
      live.forEach(({ car, frame }, i) => {
        actionOf(frame, situation.done);
        observe(pilot.observation, settings.track, settings.spec, car, observations, i * width, situation);
      });
      pilot.decide(
        live.length,
        observations,
        actions,
        live.map(({ index }) => index),
      );
      live.forEach((run, i) => {
        run.frame = frameOf({ steer: actions[i * 2]!, pedal: actions[i * 2 + 1]! });
      });
    }
    for (const run of live) {
      if (settings.kicks && tick >= run.nextKick) kick(run, tick);
      stepRun(run, settings, tick);
    }
    live = live.filter(({ rollout }) => rollout.metres < settings.laps * settings.track.length);
  }
  return runs.map((run) => run.rollout);
}

function begin(settings: RolloutSettings, start: VehicleState, index: number): Run {
  const car = newCar(String(index), settings.spec);
  Object.assign(car, start);
  const point = locate(settings.track, car.x, car.y, car.distance);
  const rollout: Rollout = {
    laps: [],
    falls: 0,
    offTracks: 0,
    touches: 0,
    kicks: 0,
    interventions: 0,
    ticks: 0,
    metres: 0,
    start: car.distance,
    brokenAt: Infinity,
    trace: [],
  };
  const frame = frameOf({ steer: 0, pedal: 0 });
  const firstKick = Math.round(((index % 8) + 2) / TICK);
  const chance = seededRandom(7919 * (settings.kicks?.seed ?? 0) + index);
  return {
    index,
    car,
    frame,
    rollout,
    lapStart: 0,
    lapBroken: false,
    wasOff: false,
    nextKick: firstKick,
    touchedAt: -Infinity,
    chance,
    point,
  };
}

function stepRun(run: Run, settings: RolloutSettings, tick: Ticks): void {
  const { car, rollout } = run;
  const events = stepCar(settings.track, car, run.frame, 'racing');
  const point = locate(settings.track, car.x, car.y, car.distance, run.point);
  rollout.ticks = tick + 1;
  const travelled = car.distance - rollout.start;
  rollout.metres = Math.max(rollout.metres, travelled);
  if (events.fell) {
    rollout.falls++;
    run.lapBroken = true;
  }
  if (events.fell || events.touched) rollout.brokenAt = Math.min(rollout.brokenAt, travelled);
  if (events.touched) {
    if (tick - run.touchedAt > TICK_HZ) rollout.touches++;
    run.touchedAt = tick;
  }
  if (car.offTrack && !run.wasOff) rollout.offTracks++;
  run.lapBroken ||= car.offTrack;
  run.wasOff = car.offTrack;
  if (!settings.untraced)
    rollout.trace.push({ distance: travelled, offset: point.offset, speed: car.vx, time: (tick + 1) * TICK });
  if (settings.steward?.(run.index, car, point, events.fell)) rollout.interventions++;
  if (travelled >= (rollout.laps.length + 1) * settings.track.length) completeLap(run, tick);
}

function completeLap(run: Run, tick: Ticks): void {
  run.rollout.laps.push({ timeMs: Math.round((tick + 1 - run.lapStart) * TICK * 1000), clean: !run.lapBroken });
  run.lapStart = tick + 1;
  run.lapBroken = false;
}

/** A bump as from another car: sideways speed ± 2.5 m/s, yaw rate and heading with it (IMITATION_NOTES, "Bumps"). */
function kick(run: Run, tick: Ticks): void {
  const { car, rollout, chance: random } = run;
  const side = random.uniform() < 0.5 ? -1 : 1;
  car.vy = Math.fround(car.vy + side * 2.5);
  car.yawRate = Math.fround(car.yawRate + (random.uniform() - 0.5) * 0.6);
  car.heading = Math.fround(car.heading + (random.uniform() - 0.5) * 0.1);
  rollout.kicks++;
  run.nextKick = tick + Math.round((KICK_EVERY * (0.75 + 0.5 * random.uniform())) / TICK);
}
