import { clamp, cos, sin } from '../exact/trigonometry.ts';
import type { Race } from '../race/race.ts';
import { emptyRoadPoint, locate, type RoadPoint } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import { type Metres, type MetresPerSecond, type MetresPerSecondSquared, type Seconds, TICK } from '../units/units.ts';
import type { VehicleState } from '../vehicle/state.ts';
import { alongRoad } from './line.ts';

/** Cars further ahead than this are not looked at. */
const SIGHT: Metres = 50;
/** Lateral distance between centres at which two cars are clear of each other, and that a pass aims for. */
const CLEAR: Metres = 2.3;
const ROOM: Metres = 2.9;
/** Between centres, along the road: closer than this, cars are beside each other. */
const BESIDE: Metres = 5.5;
/** Kept to the car ahead: this much between centres, and this much time. */
const FOLLOWING: Metres = 6.5;
const HEADWAY: Seconds = 0.25;
/** Where the other car will be is where it drifts to in this time. */
const FORESIGHT: Seconds = 0.5;
/** A pass begins when the car ahead would be reached within this time. */
const PATIENCE: Seconds = 2.5;
/** Kept from the edge while passing. */
const EDGE: Metres = 1.3;
const SIDEWAYS: MetresPerSecond = 3;
/** No passing this close before an obstacle. */
const NARROW: Metres = 50;
/** m/s of speed in hand for each metre of gap beyond the following distance, as long as the brakes can take it off. */
const FOLLOW_GAIN = 0.7;
const BRAKING: MetresPerSecondSquared = 5;
/** m/s slower than the car ahead for each metre too near to it. */
const BACK_OFF = 1.5;
/** Share of the speed given up for each metre off the line, for which it was not meant. */
const OFF_LINE = 0.02;
/** Slower than a car that leaves no room beside it. */
const YIELD: MetresPerSecond = 2.5;

/**
 * A driver's regard for other cars: keep off the one ahead, go round it where there is room, leave room to one beside
 * and drop back where it leaves none.
 *
 * Looks at where cars are now, without reaction time; only races with contact need it.
 */
export class Traffic {
  /** How far to the left of the plan the driver has moved over. */
  aside: Metres = 0;
  /** No faster than this. */
  limit: MetresPerSecond = Number.POSITIVE_INFINITY;
  /** Where the driver means to be: the plan and `aside`. */
  private going: Metres = 0;
  private readonly other: RoadPoint = emptyRoadPoint();
  /** The strip of road that the car looked at takes up, from its right to its left: now and a moment on. */
  private low: Metres = 0;
  private high: Metres = 0;

  /** Look round once a tick; `planned` is the lateral offset the driver would keep alone, `wanted` the speed. */
  look(race: Race, index: number, here: RoadPoint, planned: Metres, wanted: MetresPerSecond): void {
    this.limit = Number.POSITIVE_INFINITY;
    if (!race.setup.contact || race.cars.length === 1) return;
    const narrow = nearsObstacle(race.track, here);
    if (this.aside === 0) this.going = planned;
    const { going } = this;
    let way: Metres | null = null;
    let nearest = SIGHT;
    for (let i = 0; i < race.cars.length; i++) {
      const car = race.cars[i];
      const gap = i === index ? SIGHT : alongRoad(race.track, here.distance, car.distance);
      if (gap >= SIGHT || gap <= -BESIDE) continue;
      this.watch(race.track, car);
      this.keepOff(gap, car.vx, here.offset, going);
      const soon = gap < BESIDE || gap - BESIDE < (wanted - car.vx) * PATIENCE;
      const inTheWay =
        Math.max(planned, here.offset) > this.low - ROOM && Math.min(planned, here.offset) < this.high + ROOM;
      if (!soon || narrow || !inTheWay || Math.abs(gap) >= nearest) continue;
      nearest = Math.abs(gap);
      way = this.wayRound(gap, here, planned);
    }
    this.moveOver(planned, way);
    this.limit = Math.min(this.limit, wanted * (1 - OFF_LINE * Math.abs(this.aside)));
  }

  /** Towards the way past, wherever the plan itself swings meanwhile; with nobody to pass, back to the plan. */
  private moveOver(planned: Metres, way: Metres | null): void {
    const step = SIDEWAYS * TICK;
    if (way === null) this.aside -= clamp(this.aside, -step, step);
    else this.aside = this.going + clamp(way - this.going, -step, step) - planned;
    this.going = planned + this.aside;
  }

  reset(): void {
    this.aside = 0;
  }

  private watch(track: Track, car: VehicleState): void {
    const { offset, heading } = locate(track, car.x, car.y, car.distance, this.other);
    const turned = car.heading - heading;
    const next = offset + (car.vx * sin(turned) + car.vy * cos(turned)) * FORESIGHT;
    this.low = Math.min(offset, next);
    this.high = Math.max(offset, next);
  }

  /** Hold the speed that the car being watched leaves, wherever the driver is or is going. */
  private keepOff(gap: Metres, speed: MetresPerSecond, from: Metres, to: Metres): void {
    const ahead = Math.max(0, speed);
    if (gap > BESIDE) {
      const free = Math.max(from, to) < this.low - CLEAR || Math.min(from, to) > this.high + CLEAR;
      if (!free) this.limit = Math.min(this.limit, ahead + overtakingSpeed(gap - FOLLOWING - HEADWAY * ahead));
    } else if (gap > 0 && from > this.low - CLEAR && from < this.high + CLEAR) {
      this.limit = Math.min(this.limit, ahead - YIELD);
    }
  }

  /** The offset at which to pass the car being watched: the nearer side with room, or the plan behind it when neither has. */
  private wayRound(gap: Metres, here: RoadPoint, planned: Metres): Metres {
    const left = this.high + ROOM;
    const right = this.low - ROOM;
    const leftEdge = here.left - EDGE;
    const rightEdge = EDGE - here.right;
    const leftward = here.offset >= (this.low + this.high) / 2;
    if (gap < BESIDE) return leftward ? Math.min(left, leftEdge) : Math.max(right, rightEdge);
    if (left <= leftEdge && right >= rightEdge) return leftward ? left : right;
    return left <= leftEdge ? left : right >= rightEdge ? right : planned;
  }
}

/** How much faster than the car ahead one may still be, `room` metres before the following distance. */
const overtakingSpeed = (room: Metres): MetresPerSecond =>
  room < 0 ? BACK_OFF * room : Math.min(FOLLOW_GAIN * room, Math.sqrt(2 * BRAKING * room));

/** Whether an obstacle or an island is near enough, or beside, to leave no room for anything else. */
const nearsObstacle = (track: Track, here: RoadPoint): boolean =>
  track.hazards.some(({ s, radius, after }) => {
    const ahead = alongRoad(track, here.s, s);
    return ahead > radius - after - BESIDE && ahead < NARROW;
  });
