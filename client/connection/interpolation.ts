import type { MetresPerSecond, RadiansPerSecond, Ticks } from '../../shared/units/units.ts';
import type { ExactField } from '../../shared/wire/state.ts';
import { TICK_MS } from './pacer.ts';
import type { DrawnCar } from './pose.ts';

/** Other cars are drawn this far in the past: two patches at 20 Hz, so a late patch still has a successor to lerp to. */
export const DELAY_TICKS: Ticks = 6;
/** Past the newest snapshot a car goes on along its arc for at most this long, then waits. */
const MAX_EXTRAPOLATION: Ticks = 15;
const KEPT_SNAPSHOTS = 24;
/** A car further away than its speed explains by this much was put there: respawn, not motion. */
const TELEPORT_METRES = 4;

/**
 * The server's tick as a smooth function of the frame clock.
 *
 * Patches carry their tick, so only the transit time wobbles; its average is followed slowly once it is known (a gain of
 * 0.02 moves the clock by under 3 % of real time), and a jump beyond half a second is taken at once.
 */
export class TickClock {
  private offset = 0;
  private samples = 0;

  sample(tick: Ticks, now: number): void {
    const offset = tick - now / TICK_MS;
    if (this.samples === 0 || Math.abs(offset - this.offset) > 30) {
      this.offset = offset;
      this.samples = 1;
      return;
    }
    this.samples += 1;
    this.offset += (offset - this.offset) * Math.max(0.02, 1 / this.samples);
  }

  /** The tick the newest patch would carry if one arrived exactly now; fractional. */
  at(now: number): Ticks {
    return now / TICK_MS + this.offset;
  }
}

/** A drawn car and how it moves: velocity in the world (m/s) and yaw rate (rad/s). */
export interface Motion extends DrawnCar {
  east: MetresPerSecond;
  north: MetresPerSecond;
  yawRate: RadiansPerSecond;
}

export const stillMotion = (): Motion => ({
  x: 0,
  y: 0,
  heading: 0,
  steer: 0,
  speed: 0,
  distance: 0,
  east: 0,
  north: 0,
  yawRate: 0,
});

const MOTION_FIELDS = Object.keys(stillMotion()) as (keyof Motion)[];

interface Snapshot {
  tick: Ticks;
  car: Motion;
}

/** What one other car was at the ticks we heard of, and what it is drawn as in between. */
export class SnapshotTrail {
  private readonly snapshots: Snapshot[] = [];

  push(tick: Ticks, state: Record<ExactField, number>): void {
    const newest = this.snapshots.at(-1);
    const { x, y, heading, steer, distance, vx, vy, yawRate } = state;
    const cos = Math.cos(heading);
    const sin = Math.sin(heading);
    const speed = Math.sqrt(vx * vx + vy * vy);
    const car = {
      x,
      y,
      heading,
      steer,
      speed,
      distance,
      yawRate,
      east: vx * cos - vy * sin,
      north: vx * sin + vy * cos,
    };
    // The countdown sets the tick back: what was before belongs to the waiting room.
    if (newest && tick <= newest.tick) this.snapshots.length = 0;
    this.snapshots.push({ tick, car });
    if (this.snapshots.length > KEPT_SNAPSHOTS) this.snapshots.shift();
  }

  /** The car and its motion at a fractional tick, into `out`. */
  at(tick: Ticks, out: Motion): Motion {
    const last = this.snapshots.length - 1;
    let newer = last;
    while (newer > 0 && this.snapshots[newer - 1].tick >= tick) newer -= 1;
    const to = this.snapshots[newer];
    const from = this.snapshots[Math.max(0, newer - 1)];
    if (from === to || teleported(from, to)) return Object.assign(out, to.car);
    if (tick > to.tick) {
      Object.assign(out, to.car);
      carryOn(out, Math.min(tick - to.tick, MAX_EXTRAPOLATION));
      return out;
    }
    const share = Math.max(0, (tick - from.tick) / (to.tick - from.tick));
    for (const field of MOTION_FIELDS) out[field] = from.car[field] + (to.car[field] - from.car[field]) * share;
    return out;
  }
}

/**
 * Carry a car on along its arc for some ticks, in place: constant speed and yaw rate. The chord of the arc points half
 * the turn away from where it began.
 */
export function carryOn(car: Motion, ticks: Ticks): void {
  const seconds = ticks / 60;
  const turn = car.yawRate * seconds;
  const cos = Math.cos(turn / 2);
  const sin = Math.sin(turn / 2);
  car.x += (car.east * cos - car.north * sin) * seconds;
  car.y += (car.east * sin + car.north * cos) * seconds;
  car.heading += turn;
  car.distance += car.speed * seconds;
}

function teleported(from: Snapshot, to: Snapshot): boolean {
  const dx = to.car.x - from.car.x;
  const dy = to.car.y - from.car.y;
  const explained = (Math.max(from.car.speed, to.car.speed) * (to.tick - from.tick)) / 60;
  return Math.sqrt(dx * dx + dy * dy) > explained * 1.5 + TELEPORT_METRES;
}
