import type * as Phaser from 'phaser';
import type { Metres, MetresPerSecond, Ticks } from '../../shared/units/units.ts';
import type { CarMotion } from './carmotion.ts';
import { type ParticleKind, Particles, particleTexture } from './particles.ts';

const COUNT = 64;
/** Above the cars, below their names. */
const DEPTH = 3.7;
const A_TOUCH = 9;
const FASTEST: MetresPerSecond = 11;
/** A change of velocity that no tyre makes, and no late patch. */
const HIT: MetresPerSecond = 4;
/** A rub throws sparks again after this long. */
const AGAIN: Ticks = 8;
/** Cars further apart than this did not touch each other. */
const REACH: Metres = 7;

/** Sparks where two cars touch, and where one hits a wall. */
export class Sparks {
  private readonly particles: Particles;
  private readonly kind: ParticleKind;
  private readonly sparked = new WeakMap<CarMotion, Ticks>();

  constructor(scene: Phaser.Scene) {
    const texture = particleTexture(scene, 'spark', '#FFDE8C', false);
    this.kind = { texture, from: 0.34, to: 0.1, life: 0.38, alpha: 1, drag: 0.25 };
    this.particles = new Particles(scene, texture, COUNT, DEPTH);
  }

  /** @param contactTick the last tick in which this car touched another, −1 before  @param tick of the race now */
  noteTouch(car: CarMotion, contactTick: Ticks, tick: Ticks, others: Iterable<CarMotion>): void {
    const last = this.sparked.get(car) ?? -AGAIN;
    // Touches of long ago, as after a reload, are over.
    if (contactTick < 0 || contactTick - last < AGAIN || tick - contactTick > 30) return;
    this.sparked.set(car, contactTick);
    const other = nearest(car, others);
    if (other) this.burst((car.x + other.x) / 2, (car.y + other.y) / 2, car);
  }

  /** A wall stands on the side to which the car left the road. */
  noteWall(car: CarMotion, wallOffset: Metres): void {
    if (car.leapt || car.jolt < HIT || Math.abs(car.offset) < wallOffset) return;
    const out = car.offset > 0 ? 1.4 : -1.4;
    this.burst(car.x - Math.sin(car.heading) * out, car.y + Math.cos(car.heading) * out, car);
  }

  move(passed: number): void {
    this.particles.move(passed);
  }

  clear(): void {
    this.particles.clear();
  }

  private burst(x: Metres, y: Metres, { east, north }: CarMotion): void {
    for (let i = 0; i < A_TOUCH; i++) {
      const angle = 2 * Math.PI * Math.random();
      const speed = FASTEST * (0.3 + 0.7 * Math.random());
      this.particles.throw(
        this.kind,
        x,
        y,
        0.5 * east + speed * Math.cos(angle),
        0.5 * north + speed * Math.sin(angle),
      );
    }
  }
}

function nearest(car: CarMotion, others: Iterable<CarMotion>): CarMotion | undefined {
  let best: CarMotion | undefined;
  let least = REACH * REACH;
  for (const other of others) {
    const away = (other.x - car.x) ** 2 + (other.y - car.y) ** 2;
    if (other === car || away >= least) continue;
    least = away;
    best = other;
  }
  return best;
}
