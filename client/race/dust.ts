import type * as Phaser from 'phaser';
import type { Track } from '../../shared/track/track.ts';
import type { Metres, MetresPerSecond } from '../../shared/units/units.ts';
import { themeOf } from '../view/theme.ts';
import type { CarMotion } from './carmotion.ts';
import { type ParticleKind, Particles, particleTexture } from './particles.ts';
import { tyreLevel } from './sound/mapping.ts';
import { rearWheels } from './wheels.ts';

const COUNT = 112;
/** Above the road, below the cars. */
const DEPTH = 1.6;
/** A wheel throws something up each time it has rolled this far. */
const EVERY: Metres = 0.7;
const SLOWEST: MetresPerSecond = 4;
/** Tyres smoke from this loudness of their squeal on. */
const SMOKES = 0.55;
/** Share of the car's speed that what it throws up keeps, and how far to the sides that flies. */
const CARRIED = 0.25;
const SIDEWAYS: MetresPerSecond = 2.2;

/** Half way to white, so that what flies stands out from what lies. */
function paler(colour: string): string {
  const part = (at: number): string => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16);
    return Math.round((value + 255) / 2).toString(16);
  };
  return `#${part(1)}${part(3)}${part(5)}`;
}

/** What wheels throw up, in the colours of the ground: sand on gravel, blades and soil beside the road, smoke where tyres slide on the road. */
export class Dust {
  private readonly particles: Particles;
  private readonly sand: ParticleKind;
  private readonly grass: ParticleKind;
  private readonly smoke: ParticleKind;

  constructor(scene: Phaser.Scene, track: Track) {
    const { gravel, shades } = themeOf(track);
    const soft = { alpha: 0.7, from: 0.8, to: 2.8, life: 0.8, drag: 0.35 };
    const sand = particleTexture(scene, 'dust-sand', paler(gravel), true);
    this.sand = { ...soft, texture: sand };
    const grass = particleTexture(scene, 'dust-grass', shades[0]!, false);
    this.grass = { texture: grass, alpha: 0.85, from: 0.5, to: 0.25, life: 0.5, drag: 0.3 };
    const smoke = particleTexture(scene, 'dust-smoke', '#DEE0E2', true);
    this.smoke = { ...soft, texture: smoke, alpha: 0.32, to: 2.2, life: 0.6 };
    this.particles = new Particles(scene, sand, COUNT, DEPTH);
  }

  /** @param rolled metres that this car has rolled in this frame */
  throwUp(car: CarMotion, rolled: Metres): void {
    const kind = this.kindFor(car);
    if (!kind) return;
    // Many puffs in a long frame, one now and then in short ones.
    for (let left = rolled / EVERY; left > Math.random(); left -= 1) this.puff(kind, car);
  }

  private puff(kind: ParticleKind, car: CarMotion): void {
    const both = kind === this.smoke || car.surface === car.outerSurface;
    const outer = car.offset > 0 ? 0 : 1;
    const wheel = rearWheels(car)[both && Math.random() < 0.5 ? 1 - outer : outer]!;
    const aside = SIDEWAYS * (2 * Math.random() - 1);
    const [cos, sin] = [Math.cos(car.heading), Math.sin(car.heading)];
    this.particles.throw(kind, wheel.x, wheel.y, car.east * CARRIED - sin * aside, car.north * CARRIED + cos * aside);
  }

  move(passed: number): void {
    this.particles.move(passed);
  }

  clear(): void {
    this.particles.clear();
  }

  private kindFor({ surface, outerSurface, speed, slip }: CarMotion): ParticleKind | undefined {
    if (speed < SLOWEST) return undefined;
    if (outerSurface === 'gravel') return this.sand;
    if (outerSurface === 'grass') return this.grass;
    return tyreLevel(slip, speed, surface) > SMOKES ? this.smoke : undefined;
  }
}
