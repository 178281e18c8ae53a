import type { Radians, Seconds } from '../../shared/units/units.ts';
import type { Pose } from './pose.ts';

/** Time constant with which a correction leaves the picture. */
const FADE: Seconds = 0.12;

/**
 * How far a car is drawn from where it is: what a correction would have made it jump, on its way back to nothing.
 *
 * The way back is exponential and no faster than `maxSlide` (m/s) and `maxTurn` (rad/s), so that nothing on screen ever
 * jumps, however large the correction was.
 */
export class Slide {
  private readonly offset: Pose = { x: 0, y: 0, heading: 0 };
  private readonly maxSlide: number;
  private readonly maxTurn: number;

  constructor(maxSlide: number, maxTurn: number) {
    this.maxSlide = maxSlide;
    this.maxTurn = maxTurn;
  }

  /** The car's true place has leapt by −(dx, dy) and −turn: what is drawn stays where it is. */
  absorb(dx: number, dy: number, turn: Radians): void {
    this.offset.x += dx;
    this.offset.y += dy;
    this.offset.heading += turn;
  }

  fade(passed: Seconds): void {
    const share = 1 - Math.exp(-passed / FADE);
    const { offset } = this;
    const size = Math.sqrt(offset.x * offset.x + offset.y * offset.y);
    if (size > 0) {
      const keep = 1 - Math.min(size * share, this.maxSlide * passed) / size;
      offset.x *= keep;
      offset.y *= keep;
    }
    const turn = Math.abs(offset.heading);
    if (turn > 0) offset.heading *= 1 - Math.min(turn * share, this.maxTurn * passed) / turn;
  }

  /** Add what is left of it to a pose, in place. */
  shift(pose: Pose): void {
    pose.x += this.offset.x;
    pose.y += this.offset.y;
    pose.heading += this.offset.heading;
  }

  /** The picture may jump after all: the car was put somewhere else. */
  clear(): void {
    this.offset.x = 0;
    this.offset.y = 0;
    this.offset.heading = 0;
  }
}
