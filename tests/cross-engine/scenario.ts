/**
 * One race that every engine must drive to the same bits: 10,000 ticks, eight cars, many contacts, respawns, all surfaces.
 *
 * Only imports from shared/, so that Node runs it and a browser too, bundled. Its drivers are its own: a change to the
 * scripted rivals does not move the pinned hash, a change to the physics does.
 */

import { StateHash } from '../../shared/exact/hash.ts';
import { type Random, seededRandom } from '../../shared/exact/random.ts';
import { atan2, clamp, wrapAngle } from '../../shared/exact/trigonometry.ts';
import { CAMERAS, Camera, IMAGE_HEIGHT, IMAGE_WIDTH } from '../../shared/observation/camera.ts';
import type { Car } from '../../shared/race/car.ts';
import { BUTTON_RESPAWN, frameOf, type InputFrame, NEUTRAL_FRAME } from '../../shared/race/frame.ts';
import { Race, stateHash } from '../../shared/race/race.ts';
import { parseTrackFile } from '../../shared/track/file.ts';
import { roadPose } from '../../shared/track/locate.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import { TICK_HZ } from '../../shared/units/units.ts';
import { CLUB_RACER, type VehicleSpec } from '../../shared/vehicle/spec.ts';
import { restingState } from '../../shared/vehicle/state.ts';

export const SCENARIO_TICKS = 10_000;
export const SCENARIO_CARS = 8;

/** What a run shows besides its hashes, so that a test can tell that the race was worth comparing. */
export interface ScenarioRun {
  /** State hash after every 60th tick and after the last. */
  hashes: string[];
  contactTicks: number;
  falls: number;
  laps: number;
}

/** A car with all that a specification may have besides; its numbers stay, however the cars that are raced are tuned. */
const COUNTERING: VehicleSpec = {
  ...CLUB_RACER,
  driveFront: 0,
  steerRate: 1.6,
  steerFade: 20,
  steerReturn: 1.4,
  counterSteer: 0.9,
  steerReserve: 0.1,
  rearGrip: 1.05,
};
/** Cars of both kinds, of two sizes, in turn. */
export const MIXED: readonly VehicleSpec[] = [COUNTERING, CLUB_RACER, { ...COUNTERING, length: 2.4, width: 1.4 }];

/** The hashes of two races, one after the other, of club racers only and of mixed cars, and of what cameras see. */
export function runScenario(trackFile: unknown): string[] {
  return [
    ...driveScenario(trackFile).hashes,
    ...driveScenario(trackFile, MIXED).hashes,
    picturesHash(buildTrack(parseTrackFile(trackFile))),
  ];
}

/** Of pictures by every camera all round the track, with a car ahead. */
function picturesHash(track: Track): string {
  const hash = new StateHash();
  const out = new Uint8Array(IMAGE_WIDTH * IMAGE_HEIGHT);
  const cars = [restingState(), restingState()];
  for (const name of CAMERAS) {
    const camera = new Camera(name);
    for (let s = 0; s < track.length; s += 17) {
      for (const [k, car] of cars.entries()) Object.assign(car, roadPose(track, s + 11 * k, 1 - k), { distance: s });
      camera.draw(track, cars[0], out, 0, { cars, own: 0 });
      for (const bright of out) hash.add(bright);
    }
  }
  return hash.digest();
}

/** @param specs given out in turn */
export function driveScenario(trackFile: unknown, specs: readonly VehicleSpec[] = [CLUB_RACER]): ScenarioRun {
  const track = buildTrack(parseTrackFile(trackFile));
  const grid = Array.from({ length: SCENARIO_CARS }, (_, index) => ({
    id: `car-${index}`,
    spec: specs[index % specs.length],
  }));
  const race = new Race({ track, laps: 100, cars: grid, contact: true });
  const hands = grid.map((_, index) => new Hands(index));
  const frames: InputFrame[] = grid.map(() => ({ ...NEUTRAL_FRAME }));
  const run: ScenarioRun = { hashes: [], contactTicks: 0, falls: 0, laps: 0 };
  race.startCountdown(0);
  while (race.tick < SCENARIO_TICKS) {
    for (let i = 0; i < hands.length; i++) frames[i] = hands[i].frame(track, race.cars[i]);
    const { events, contacts } = race.step(frames);
    if (contacts.length > 0) run.contactTicks++;
    for (const event of events) {
      if (event.kind === 'fall') run.falls++;
      if (event.kind === 'lap') run.laps++;
    }
    if (race.tick % TICK_HZ === 0 || race.tick === SCENARIO_TICKS) run.hashes.push(stateHash(race.cars));
  }
  return run;
}

/** Follows a wandering line near the middle of the road, at a wandering speed, and now and then does something silly. */
class Hands {
  private readonly random: Random;
  private offset = 0;
  private speed = 14;
  private silly = 0;
  private sillySteer = 0;
  private sillyPedal = 0;

  constructor(seed: number) {
    this.random = seededRandom(seed * 7919 + 1);
  }

  frame(track: Track, car: Car): InputFrame {
    const { random } = this;
    if (random.integer(90) === 0) this.offset = 4 * random.uniform() - 2;
    if (random.integer(120) === 0) this.speed = 11 + 9 * random.uniform();
    if (random.integer(400) === 0) this.beSilly();
    if (this.silly > 0) {
      this.silly--;
      return {
        steer: this.sillySteer,
        pedal: this.sillyPedal,
        buttons: random.integer(200) === 0 ? BUTTON_RESPAWN : 0,
      };
    }
    const aim = roadPose(track, car.distance + 5 + 0.4 * Math.max(car.vx, 0), this.offset);
    const bearing = wrapAngle(atan2(aim.y - car.y, aim.x - car.x) - car.heading);
    return frameOf({ steer: clamp(bearing * 3, -1, 1), pedal: clamp((this.speed - car.vx) * 0.5, -1, 1) });
  }

  /** Hold any frame at all for up to a second and a half. */
  private beSilly(): void {
    this.silly = 10 + this.random.integer(80);
    this.sillySteer = this.random.integer(255) - 127;
    this.sillyPedal = this.random.integer(255) - 127;
  }
}
