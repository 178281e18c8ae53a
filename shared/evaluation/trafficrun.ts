import type { Driver } from '../driver/driver.ts';
import { alongRoad } from '../driver/line.ts';
import { PacedDriver, type PacedSetup } from '../driver/paced.ts';
import type { ContactPair } from '../race/contact.ts';
import { type InputFrame, NEUTRAL_FRAME } from '../race/frame.ts';
import { placeCar } from '../race/placing.ts';
import { Race } from '../race/race.ts';
import type { Track } from '../track/track.ts';
import { type Metres, type Seconds, TICK, TICK_HZ, type Ticks } from '../units/units.ts';
import type { VehicleSpec } from '../vehicle/spec.ts';

/** A minute of road with slower cars on it. */
export interface TrafficCourse {
  track: Track;
  spec: VehicleSpec;
  /** Road distance at which the examined car starts, at the speed of the slowest. */
  start: Metres;
  /** How far ahead each slower car starts, and its shares of a good driver's pace and line. */
  slower: readonly ({ ahead: Metres } & Pick<PacedSetup, 'pace' | 'blend'>)[];
  seconds: Seconds;
}

/** How a driver got on behind and past slower cars. */
export interface TrafficRun {
  seconds: Seconds;
  metres: Metres;
  /** Times it ran into the back of a car, and touched one side by side. */
  rearContacts: number;
  sideContacts: number;
  /** Cars it got past, those that got past it again taken off. */
  overtakes: number;
  falls: number;
  /** Share of the time with a car ahead within FOLLOWING, and the mean gap then, between centres; null without any. */
  following: number;
  gap: Metres | null;
}

/** Nearer than this behind a car is following it. */
const FOLLOWING: Metres = 25;
/** Touches of one car that are less than this apart are one contact. */
const APART: Ticks = TICK_HZ;

/**
 * One driver in a real race with contact, car 0, behind paced cars; deterministic if the driver is.
 *
 * Who runs into whom is told by where the other car is along the road at the first tick of the touch: over half a length
 * ahead is the back of it. What hits the driver from behind is not counted.
 */
export function driveInTraffic(driverOf: (car: number) => Driver, course: TrafficCourse): TrafficRun {
  const { track, spec, slower, seconds } = course;
  const cars = Array.from({ length: slower.length + 1 }, (_, i) => ({ id: String(i), spec }));
  const race = new Race({ track, laps: 1000, contact: true, cars });
  const paced = slower.map(({ pace, blend }, i) => new PacedDriver({ track, spec, car: i + 1, pace, blend }));
  race.startCountdown(0);
  const slowest = slower.reduce((a, b) => (b.pace < a.pace ? b : a));
  placeAs(race, 0, paced[slower.indexOf(slowest)]!, course.start);
  for (const [i, { ahead }] of slower.entries()) placeAs(race, i + 1, paced[i]!, course.start + ahead);
  const drivers = [driverOf(0), ...paced];
  const tally = new Tally(race);
  const frames: InputFrame[] = cars.map(() => NEUTRAL_FRAME);
  for (let tick = 0; tick < seconds * TICK_HZ && race.phase === 'racing'; tick++) {
    for (const driver of drivers) driver.drive(race, frames);
    const { events, contacts } = race.step(frames);
    tally.note(contacts);
    for (const event of events) if (event.kind === 'fall' && event.car === 0) tally.falls++;
  }
  return tally.result(course.start);
}

function placeAs(race: Race, car: number, driver: PacedDriver, distance: Metres): void {
  placeCar(race.track, race.cars[car]!, { distance, ...driver.at(distance) });
}

/** Counts what happens to car 0. */
class Tally {
  falls = 0;
  private rear = 0;
  private side = 0;
  private ticks = 0;
  private followed = 0;
  private gaps = 0;
  private readonly race: Race;
  private readonly startedAhead: boolean[];
  /** Tick at which each car was last touched. */
  private readonly touched: number[];

  constructor(race: Race) {
    this.race = race;
    this.startedAhead = race.cars.map((car) => car.distance > race.cars[0]!.distance);
    this.touched = race.cars.map(() => -Infinity);
  }

  note(contacts: readonly ContactPair[]): void {
    for (const { a, b } of contacts) if (a === 0) this.touch(b);
    const nearest = this.gapAhead();
    if (nearest < FOLLOWING) {
      this.followed++;
      this.gaps += nearest;
    }
    this.ticks++;
  }

  result(start: Metres): TrafficRun {
    const { rear, side, ticks, followed, gaps, falls, race } = this;
    const own = race.cars[0]!;
    return {
      seconds: ticks * TICK,
      metres: own.distance - start,
      rearContacts: rear,
      sideContacts: side,
      overtakes: race.cars.filter((car, i) => this.startedAhead[i] && car.distance < own.distance).length,
      falls,
      following: followed / ticks,
      gap: followed > 0 ? gaps / followed : null,
    };
  }

  private touch(other: number): void {
    const fresh = this.ticks - this.touched[other]! > APART;
    this.touched[other] = this.ticks;
    if (!fresh) return;
    const { track, cars } = this.race;
    const ahead = alongRoad(track, cars[0]!.distance, cars[other]!.distance);
    const half = cars[0]!.spec.length / 2;
    if (ahead > half) this.rear++;
    else if (ahead > -half) this.side++;
  }

  private gapAhead(): Metres {
    const { track, cars } = this.race;
    let nearest = Infinity;
    for (let i = 1; i < cars.length; i++) {
      const gap = alongRoad(track, cars[0]!.distance, cars[i]!.distance);
      if (gap > 0 && gap < nearest) nearest = gap;
    }
    return nearest;
  }
}
