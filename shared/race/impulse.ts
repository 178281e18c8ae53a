import { clamp } from '../exact/trigonometry.ts';
import type { Metres, MetresPerSecond, RadiansPerSecond } from '../units/units.ts';

/** Share of the approach speed that comes back; bodywork crumples. */
export const RESTITUTION = 0.2;
/** Slower approaches do not bounce at all, so that a car leaning on another comes to rest. */
const QUIET_APPROACH: MetresPerSecond = 1;
/** Coulomb friction of bodywork on bodywork, wall or obstacle. */
export const CONTACT_FRICTION = 0.3;

/** A rigid body in the plane, its velocity in the world frame. Inverse mass and inertia are 0 for what never moves. */
export interface Body {
  x: Metres;
  y: Metres;
  vx: MetresPerSecond;
  vy: MetresPerSecond;
  yawRate: RadiansPerSecond;
  inverseMass: number;
  inverseInertia: number;
}

/** A place where two bodies touch; the normal points from the second body into the first. */
export interface Touch {
  x: Metres;
  y: Metres;
  normalX: number;
  normalY: number;
  depth: Metres;
}

/** In the world frame, N s, on the first body; the second takes the opposite. */
export interface Impulse {
  x: number;
  y: number;
  /** Closing speed along the normal, 0 when the bodies part. */
  approach: MetresPerSecond;
}

/**
 * The impulse of one contact, normal part first, friction on what motion is left:
 *
 *   jn = −(1 + e) vn / kn,   kn = Σ 1/m + (r × n)² / I
 *   jt = −vt' / kt, at most μ jn either way, with vt' the sliding speed after jn
 *
 * Each part alone never adds kinetic energy (e ≤ 1; friction stops sliding at most), hence neither do both.
 * Exchanging the bodies, or mirroring the scene, gives the same bits with the signs that belong to it.
 */
export function contactImpulse(first: Body, second: Body, touch: Touch, out: Impulse): void {
  const { normalX: nx, normalY: ny } = touch;
  const firstX = touch.x - first.x;
  const firstY = touch.y - first.y;
  const secondX = touch.x - second.x;
  const secondY = touch.y - second.y;
  const vx = first.vx - first.yawRate * firstY - (second.vx - second.yawRate * secondY);
  const vy = first.vy + first.yawRate * firstX - (second.vy + second.yawRate * secondX);
  const closing = vx * nx + vy * ny;
  out.x = 0;
  out.y = 0;
  out.approach = Math.max(0, -closing);
  if (closing >= 0) return;
  // r × n and r × t, with the tangent t = (−ny, nx).
  const firstArm = firstX * ny - firstY * nx;
  const firstLever = firstX * nx + firstY * ny;
  const secondArm = secondX * ny - secondY * nx;
  const secondLever = secondX * nx + secondY * ny;
  const light = first.inverseMass + second.inverseMass;
  const spin = first.inverseInertia;
  const otherSpin = second.inverseInertia;
  const bounce = -closing > QUIET_APPROACH ? RESTITUTION : 0;
  const normal = (-(1 + bounce) * closing) / (light + (spin * firstArm * firstArm + otherSpin * secondArm * secondArm));
  const sliding = vy * nx - vx * ny + normal * (spin * firstArm * firstLever + otherSpin * secondArm * secondLever);
  const grip = CONTACT_FRICTION * normal;
  const stopping = -sliding / (light + (spin * firstLever * firstLever + otherSpin * secondLever * secondLever));
  const tangent = clamp(stopping, -grip, grip);
  out.x = normal * nx - tangent * ny;
  out.y = normal * ny + tangent * nx;
}

export const newBody = (): Body => ({ x: 0, y: 0, vx: 0, vy: 0, yawRate: 0, inverseMass: 0, inverseInertia: 0 });
