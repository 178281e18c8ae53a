import { clamp } from '../exact/trigonometry.ts';
import type { Race } from '../race/race.ts';
import { emptyRoadPoint, locate, type RoadPoint } from '../track/locate.ts';
import type { Track } from '../track/track.ts';
import { type Metres, type MetresPerSecond, type Seconds, TICK } from '../units/units.ts';
import { alongRoad } from './line.ts';

/** Cars further ahead than this are not looked at. */
const SIGHT: Metres = 35;
/** Lateral distance between centres at which two cars are clear of each other, and that a pass aims for. */
const CLEAR: Metres = 2.3;
const ROOM: Metres = 2.7;
/** Between centres, along the road: closer than this, cars are beside each other. */
const BESIDE: Metres = 5;
const FOLLOWING: Metres = 7;
/** A pass begins when the car ahead would be reached within this time. */
const PATIENCE: Seconds = 2.5;
/** Kept from the edge while passing. */
const EDGE: Metres = 1.3;
const SIDEWAYS: MetresPerSecond = 3;
/** No passing this close before an obstacle. */
const NARROW: Metres = 50;
/** m/s of speed in hand for each metre of gap beyond the following distance. */
const FOLLOW_GAIN = 0.7;

/**
 * A driver's regard for other cars: keep off the one ahead, go round it where there is room, leave room to one beside.
 *
 * Looks at where cars are now, without reaction time; only races with contact need it.
 */
export class Traffic {
  /** How far to the left of the plan the driver has moved over. */
  aside: Metres = 0;
  /** No faster than this. */
  limit: MetresPerSecond = Number.POSITIVE_INFINITY;
  private readonly other: RoadPoint = emptyRoadPoint();

  /** Look round once a tick; `planned` is the lateral offset the driver would keep alone, `wanted` the speed. */
  look(race: Race, index: number, here: RoadPoint, planned: Metres, wanted: MetresPerSecond): void {
    this.limit = Number.POSITIVE_INFINITY;
    if (!race.setup.contact || race.cars.length === 1) return;
    const narrow = nearsObstacle(race.track, here);
    let target = 0;
    let nearest = SIGHT;
    for (let i = 0; i < race.cars.length; i++) {
      const car = race.cars[i];
      const gap = i === index ? SIGHT : alongRoad(race.track, here.distance, car.distance);
      if (gap >= nearest || gap <= -BESIDE) continue;
      const { offset } = locate(race.track, car.x, car.y, car.distance, this.other);
      if (gap > BESIDE && Math.abs(offset - here.offset) < CLEAR) {
        this.limit = Math.min(this.limit, Math.max(0, car.vx) + FOLLOW_GAIN * (gap - FOLLOWING));
      }
      const soon = gap < BESIDE || gap - BESIDE < (wanted - car.vx) * PATIENCE;
      if (!soon || narrow || Math.abs(offset - planned) >= ROOM) continue;
      nearest = gap;
      target = wayRound(offset, here) - planned;
    }
    const step = SIDEWAYS * TICK;
    this.aside += clamp(target - this.aside, -step, step);
  }

  reset(): void {
    this.aside = 0;
  }
}

/** Whether an obstacle or island is near enough to leave no room for anything else. */
const nearsObstacle = (track: Track, here: RoadPoint): boolean =>
  track.hazards.some(({ s, radius, after }) => {
    const ahead = alongRoad(track, here.s, s);
    return ahead > radius - after - BESIDE && ahead < NARROW;
  });

/** The offset at which to pass a car at `offset`: the nearer side with room, or behind it when neither has. */
function wayRound(offset: Metres, here: RoadPoint): Metres {
  const left = offset + ROOM;
  const right = offset - ROOM;
  const fitsLeft = left <= here.left - EDGE;
  const fitsRight = right >= EDGE - here.right;
  if (fitsLeft && fitsRight) return here.offset >= offset ? left : right;
  return fitsLeft ? left : fitsRight ? right : here.offset;
}
