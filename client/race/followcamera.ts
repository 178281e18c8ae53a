import type { Metres, MetresPerSecond, Radians, Seconds } from '../../shared/units/units.ts';
import type { Pose } from '../connection/pose.ts';

/** What the camera looks at: a point of the world, and the world direction that points up on the screen. */
export interface View {
  x: Metres;
  y: Metres;
  up: Radians;
  /** Screen pixels a metre. */
  scale: number;
}

const NORTH: Radians = Math.PI / 2;
/** Time constants: how long the picture needs to follow a turn, a change of speed, a jump of the car. */
const TURN: Seconds = 0.32;
const REACH: Seconds = 0.6;
/** The car sits this share of the screen's height below its middle when standing, and this share at full look-ahead. */
const LOWERED = 0.05;
const LOWERED_MOST = 0.14;
const ROOMY_HEIGHT = 800;
/** Metres of look-ahead per metre a second. */
const AHEAD: Seconds = 0.28;
/** The shorter side of the screen shows this much road when standing; a little more when fast. */
const SHORT_SIDE: Metres = 51;
const FAST_EXTRA: Metres = 14;
/** Pixels a metre below which a car cannot be told apart: a phone shows less road instead. */
const LEAST_SCALE = 9.5;

/**
 * Camera that follows a car with its heading up, seen from above.
 *
 * All smoothing is by time constants (1 − e^(−dt/τ)), so 20 and 144 frames a second show the same motion. With north up
 * (reduced motion) the picture never turns and the look-ahead goes towards the car's heading.
 */
export class FollowCamera {
  readonly view: View = { x: 0, y: 0, up: NORTH, scale: 12 };
  private speed: MetresPerSecond = 0;
  private placed = false;

  /**
   * @param car the followed car as drawn
   * @param passed seconds since the last frame
   * @param northUp keep the picture from turning
   */
  follow(car: Pose & { speed: number }, passed: Seconds, width: number, height: number, northUp: boolean): View {
    const { view } = this;
    const turn = this.placed ? 1 - Math.exp(-passed / TURN) : 1;
    const reach = this.placed ? 1 - Math.exp(-passed / REACH) : 1;
    this.placed = true;
    if (northUp) view.up = NORTH;
    else view.up += shortestTurn(view.up, car.heading) * turn;
    this.speed += (car.speed - this.speed) * reach;
    const shown = SHORT_SIDE + FAST_EXTRA * Math.min(1, this.speed / 45);
    view.scale = Math.max(LEAST_SCALE, Math.min(width, height) / shown);
    const direction = northUp ? car.heading : view.up;
    const seen = height / view.scale;
    // On a low screen the panels stand closer to the car.
    const room = Math.min(1, height / ROOMY_HEIGHT);
    const ahead = Math.min(LOWERED_MOST * room * seen, (northUp ? 0 : LOWERED * room * seen) + this.speed * AHEAD);
    view.x = car.x + Math.cos(direction) * ahead;
    view.y = car.y + Math.sin(direction) * ahead;
    return view;
  }

  /** Take the next car pose as it comes, without gliding to it. */
  cut(): void {
    this.placed = false;
  }
}

/** The signed turn from one direction to another, in [−π, π]. */
function shortestTurn(from: Radians, to: Radians): Radians {
  const turn = (to - from) % (2 * Math.PI);
  if (turn > Math.PI) return turn - 2 * Math.PI;
  return turn < -Math.PI ? turn + 2 * Math.PI : turn;
}
