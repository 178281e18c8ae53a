import type * as Phaser from 'phaser';
import type { Metres, MetresPerSecond, Seconds } from '../../shared/units/units.ts';
import { PLANE_SCALE, planeX, planeY } from './screen.ts';

/** Side of a particle's texture. */
const PARTICLE_PIXELS = 32;

/** How one kind of particle looks and moves. */
export interface ParticleKind {
  texture: string;
  /** Metres across when it begins and when it ends. */
  from: Metres;
  to: Metres;
  life: Seconds;
  /** Opacity when it begins; it ends at nothing. */
  alpha: number;
  /** Time constant with which it loses its speed. */
  drag: Seconds;
}

interface Particle {
  image: Phaser.GameObjects.Image;
  kind: ParticleKind | undefined;
  x: Metres;
  y: Metres;
  east: MetresPerSecond;
  north: MetresPerSecond;
  age: Seconds;
}

/**
 * A fixed number of small pictures that fly for a moment. The oldest gives way to the newest, so that nothing is made
 * while the race runs, whatever happens on the road.
 */
export class Particles {
  private readonly pool: Particle[];
  private next = 0;

  constructor(scene: Phaser.Scene, texture: string, count: number, depth: number) {
    this.pool = Array.from({ length: count }, () => ({
      image: scene.add.image(0, 0, texture).setDepth(depth).setVisible(false),
      kind: undefined,
      x: 0,
      y: 0,
      east: 0,
      north: 0,
      age: 0,
    }));
  }

  throw(kind: ParticleKind, x: Metres, y: Metres, east: MetresPerSecond, north: MetresPerSecond): void {
    const particle = this.pool[this.next]!;
    this.next = (this.next + 1) % this.pool.length;
    if (particle.kind?.texture !== kind.texture) particle.image.setTexture(kind.texture);
    particle.kind = kind;
    particle.x = x;
    particle.y = y;
    particle.east = east;
    particle.north = north;
    particle.age = 0;
    particle.image.setVisible(true);
  }

  /** @param passed seconds since the last frame */
  move(passed: Seconds): void {
    for (const particle of this.pool) {
      const { kind, image } = particle;
      if (!kind) continue;
      particle.age += passed;
      const share = particle.age / kind.life;
      if (share >= 1) {
        particle.kind = undefined;
        image.setVisible(false);
        continue;
      }
      const keep = Math.exp(-passed / kind.drag);
      particle.x += particle.east * passed;
      particle.y += particle.north * passed;
      particle.east *= keep;
      particle.north *= keep;
      image.setPosition(planeX(particle.x), planeY(particle.y));
      image.setScale(((kind.from + (kind.to - kind.from) * share) * PLANE_SCALE) / PARTICLE_PIXELS);
      image.setAlpha(kind.alpha * (1 - share));
    }
  }

  clear(): void {
    for (const particle of this.pool) {
      particle.kind = undefined;
      particle.image.setVisible(false);
    }
  }
}

/** Paint a texture for particles, once: a soft disc, or a hard one. @param colour as `#RRGGBB` */
export function particleTexture(scene: Phaser.Scene, key: string, colour: string, soft: boolean): string {
  if (scene.textures.exists(key)) return key;
  const texture = scene.textures.createCanvas(key, PARTICLE_PIXELS, PARTICLE_PIXELS);
  if (!texture) return key;
  const { context } = texture;
  const radius = PARTICLE_PIXELS / 2;
  const fill = context.createRadialGradient(radius, radius, 0, radius, radius, radius);
  fill.addColorStop(0, colour);
  fill.addColorStop(soft ? 0.35 : 0.8, soft ? `${colour}B3` : colour);
  fill.addColorStop(1, `${colour}00`);
  context.fillStyle = fill;
  context.fillRect(0, 0, PARTICLE_PIXELS, PARTICLE_PIXELS);
  texture.refresh();
  return key;
}
