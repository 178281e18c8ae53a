import type { Metres, MetresPerSecond, Radians, Seconds } from '../../shared/units/units.ts';

/** What the camera looks at: a point of the world, and the world direction that points up on the screen. */
export interface View {
  x: Metres;
  y: Metres;
  up: Radians;
  /** Screen pixels a metre. */
  scale: number;
}

/** Any car, as drawn: one's own, another's, one of a replay. */
export interface Followed {
  x: Metres;
  y: Metres;
  heading: Radians;
  speed: MetresPerSecond;
}

/** How somebody wants to see the road. */
export interface CameraWish {
  northUp: boolean;
  /** Show more road when fast. */
  zoomWithSpeed: boolean;
  /** 1 is as designed, more is nearer. */
  zoom: number;
  /** Without gliding: what turns or zooms is at its end at once. */
  calm: boolean;
}

export const PLAIN_WISH: CameraWish = { northUp: false, zoomWithSpeed: true, zoom: 1, calm: false };

const NORTH: Radians = Math.PI / 2;
/** Time constants: how long the picture needs to follow a turn, a change of speed, a change of the wish. */
const TURN: Seconds = 0.32;
const REACH: Seconds = 0.6;
const CHANGE: Seconds = 0.25;
/** The car sits this share of the screen's height below its middle when standing, and this share at full look-ahead. */
const LOWERED = 0.05;
const LOWERED_MOST = 0.14;
const ROOMY_HEIGHT = 800;
/** Metres of look-ahead per metre a second. */
const AHEAD: Seconds = 0.28;
/** The shorter side of the screen shows this much road when standing; a little more when fast. */
const SHORT_SIDE: Metres = 51;
const FAST_EXTRA: Metres = 14;
const FAST: MetresPerSecond = 45;
/** Pixels a metre below which a car cannot be told apart: a phone shows less road instead. */
const LEAST_SCALE = 9.5;

/**
 * First-order lag ẏ = (u − y) / τ with u taken as straight between frames, solved exactly:
 *
 *   y₁ = u₁ − rτ + (y₀ − u₀ + rτ) e^(−dt/τ),   r = (u₁ − u₀) / dt
 *
 * so the frame rate leaves the curve alone up to how well its chords follow u, which is of second order.
 */
class Lag {
  value = 0;
  private input = 0;
  private readonly time: Seconds;

  constructor(time: Seconds) {
    this.time = time;
  }

  set(input: number): void {
    this.value = input;
    this.input = input;
  }

  step(input: number, passed: Seconds): number {
    if (passed <= 0) return this.value;
    const behind = ((input - this.input) / passed) * this.time;
    this.value = input - behind + (this.value - this.input + behind) * Math.exp(-passed / this.time);
    this.input = input;
    return this.value;
  }

  /** The angle nearest to the last input that points where `angle` points. */
  unwrapped(angle: Radians): Radians {
    return this.input + shortestTurn(this.input, angle);
  }
}

/** Camera that follows a car seen from above, its heading or north up; 20 and 144 frames a second show the same motion. */
export class FollowCamera {
  readonly view: View = { x: 0, y: 0, up: NORTH, scale: 12 };
  private readonly course = new Lag(TURN);
  private readonly speed = new Lag(REACH);
  /** 1 with the heading up, 0 with north up. */
  private readonly turned = new Lag(CHANGE);
  private readonly zoom = new Lag(CHANGE);
  private placed = false;

  /** @param passed seconds since the last frame  @param width of the screen in pixels */
  follow(car: Followed, passed: Seconds, width: number, height: number, wish: CameraWish): View {
    const { view, course, speed, turned, zoom } = this;
    const turnedTo = wish.northUp ? 0 : 1;
    if (this.placed) {
      course.step(course.unwrapped(car.heading), passed);
      speed.step(car.speed, passed);
      turned.step(turnedTo, passed);
      zoom.step(wish.zoom, passed);
    } else {
      course.set(car.heading);
      speed.set(car.speed);
    }
    if (!this.placed || wish.calm) {
      turned.set(turnedTo);
      zoom.set(wish.zoom);
    }
    this.placed = true;
    view.up = turned.value === 1 ? course.value : NORTH + shortestTurn(NORTH, course.value) * turned.value;
    const shown = SHORT_SIDE + (wish.zoomWithSpeed ? FAST_EXTRA * Math.min(1, speed.value / FAST) : 0);
    view.scale = Math.max(LEAST_SCALE, Math.min(width, height) / shown) * zoom.value;
    const seen = height / view.scale;
    // On a low screen the panels stand closer to the car.
    const room = Math.min(1, height / ROOMY_HEIGHT) * seen;
    const ahead = Math.min(LOWERED_MOST * room, LOWERED * room * turned.value + speed.value * AHEAD);
    view.x = car.x + Math.cos(course.value) * ahead;
    view.y = car.y + Math.sin(course.value) * ahead;
    return view;
  }

  /** Take the next car pose as it comes, without gliding to it: another car, another moment. */
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
