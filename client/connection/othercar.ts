import type { Metres, Seconds, Ticks } from '../../shared/units/units.ts';
import type { ExactField } from '../../shared/wire/state.ts';
import { carryOn, type Motion, SnapshotTrail, stillMotion } from './interpolation.ts';
import type { Pose } from './pose.ts';
import { Slide } from './slide.ts';

/** Cars nearer than NEAR are shown at the own car's time, cars beyond FAR 100 ms in the past. */
const NEAR: Metres = 12;
const FAR: Metres = 30;
/** A late patch that puts the car elsewhere moves the picture at most this fast beyond its own speed (m/s, rad/s). */
const MAX_SLIDE = 20;
const MAX_TURN = 4;
/** A frame whose motion explains the car's place to within this needs no smoothing. */
const EXPLAINED: Metres = 0.02;
/** Beyond this the car was put there: shown at once. */
const TELEPORT: Metres = 6;

/**
 * A car that somebody else drives, as it is drawn.
 *
 * Others are in the past, the own car is in the server's future. Where they race side by side that would show cars in
 * each other that never touched, so a near car is carried on to the own car's time, a far one not at all. What a late
 * patch corrects slides away instead of jumping.
 */
export class OtherCar {
  /** The same object every frame. */
  readonly drawn = stillMotion();
  private readonly trail = new SnapshotTrail();
  private readonly slide = new Slide(MAX_SLIDE, MAX_TURN);
  /** Where the last frame had it, without what was sliding. */
  private readonly expected: Motion = stillMotion();
  private seen = false;

  /** What the server says of it at a tick. */
  hear(tick: Ticks, state: Record<ExactField, number>): void {
    this.trail.push(tick, state);
  }

  /**
   * Place it for this frame.
   *
   * @param shown the tick that far cars are shown at
   * @param lead how many ticks the own car is ahead of that
   * @param own where the own car is drawn; undefined without one
   */
  draw(shown: Ticks, lead: Ticks, own: Readonly<Pose> | undefined, passed: Seconds): void {
    const { drawn, expected, slide } = this;
    this.trail.at(shown, drawn);
    const near = own ? nearness(drawn, own) : 0;
    if (near > 0) carryOn(drawn, lead * near);
    carryOn(expected, passed * 60);
    const dx = expected.x - drawn.x;
    const dy = expected.y - drawn.y;
    const missed = Math.sqrt(dx * dx + dy * dy);
    const turn = expected.heading - drawn.heading;
    const leapt = missed > TELEPORT + expected.speed * passed;
    Object.assign(expected, drawn);
    slide.fade(passed);
    if (!this.seen || leapt) slide.clear();
    else if (missed > EXPLAINED) slide.absorb(dx, dy, turn);
    this.seen = true;
    slide.shift(drawn);
  }
}

function nearness(car: Readonly<Pose>, own: Readonly<Pose>): number {
  const away = Math.sqrt((car.x - own.x) * (car.x - own.x) + (car.y - own.y) * (car.y - own.y));
  return Math.max(0, Math.min(1, (FAR - away) / (FAR - NEAR)));
}
