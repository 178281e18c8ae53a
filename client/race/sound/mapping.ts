import type { Surface } from '../../../shared/track/surface.ts';
import type { Metres, MetresPerSecond, Radians, Seconds } from '../../../shared/units/units.ts';
import type { VehicleSpec } from '../../../shared/vehicle/spec.ts';

/** From what the cars do to what is heard. Levels are linear gains in [0, 1], before each voice's own share of the mix. */

/** Slip angle from which a tyre is heard, and at which it is loudest: the force peaks at about 0.2 rad. */
const SLIP_HEARD: Radians = 0.09;
const SLIP_LOUD: Radians = 0.3;
const SLIP_SLOW: MetresPerSecond = 3;
const SLIP_FAST: MetresPerSecond = 9;

interface Sliding {
  vx: MetresPerSecond;
  vy: MetresPerSecond;
  yawRate: number;
  steer: Radians;
}

/** The larger slip angle of the two axles: α = atan2(vy ± l ψ̇, |vx|), less the wheel's own angle in front. */
export function slipOf(car: Sliding, { frontAxle, rearAxle }: Pick<VehicleSpec, 'frontAxle' | 'rearAxle'>): Radians {
  const ahead = Math.abs(car.vx);
  const front = Math.atan2(car.vy + frontAxle * car.yawRate, ahead) - car.steer;
  const rear = Math.atan2(car.vy - rearAxle * car.yawRate, ahead);
  return Math.max(Math.abs(front), Math.abs(rear));
}

/** How loud the tyres squeal: on tarmac and kerbs only, and not at walking pace. */
export function tyreLevel(slip: Radians, speed: MetresPerSecond, surface: Surface): number {
  if (surface === 'grass' || surface === 'gravel') return 0;
  return between(slip, SLIP_HEARD, SLIP_LOUD) * between(speed, SLIP_SLOW, SLIP_FAST);
}

/** Noise under the car: how loud, and how bright (low-pass, Hz). */
export interface Rumble {
  cutoff: number;
  level: number;
}

const ROUGHNESS: Readonly<Record<Surface, Rumble>> = {
  asphalt: { cutoff: 160, level: 0 },
  kerb: { cutoff: 240, level: 0.6 },
  grass: { cutoff: 520, level: 0.8 },
  gravel: { cutoff: 1200, level: 1 },
};

export function rumbleOf(surface: Surface, speed: MetresPerSecond): Rumble {
  const { cutoff, level } = ROUGHNESS[surface];
  return { cutoff, level: level * between(speed, 0.5, 14) };
}

/** Within this another car is as loud as it gets; from the further one on it is not heard. */
const CLOSE: Metres = 6;
const OUT_OF_EARSHOT: Metres = 60;

/** Loudness falls with distance, as that of a point source does, and is nothing at the limit of earshot. */
export function nearness(away: Metres): number {
  if (away >= OUT_OF_EARSHOT) return 0;
  return (CLOSE / Math.max(CLOSE, away)) * (1 - between(away, OUT_OF_EARSHOT / 2, OUT_OF_EARSHOT));
}

/** A car this far to one side is heard on that side alone. */
const WIDEST: Metres = 18;

/** Where something is heard, from −1 (left) to 1 (right), by how far it is to the listener's left in metres. */
export const panOf = (left: Metres): number => Math.max(-1, Math.min(1, -left / WIDEST));

/** No pedal and no tyre changes the speed faster than this, m/s²; what does was a collision. */
const HARDEST_DRIVING = 16;
const LIGHTEST_HIT: MetresPerSecond = 0.6;
const HEAVIEST_HIT: MetresPerSecond = 9;

/** How hard a car was hit, from the change of its velocity; 0 where driving explains it. */
export function impactLevel(change: MetresPerSecond, passed: Seconds): number {
  const unexplained = change - HARDEST_DRIVING * passed;
  if (unexplained < LIGHTEST_HIT) return 0;
  return 0.25 + 0.75 * between(unexplained, LIGHTEST_HIT, HEAVIEST_HIT);
}

/** Keep each voice with its car while that car is among the nearest, so that voices do not jump; '' is a free voice. */
export function assignVoices(voices: string[], nearest: readonly string[]): void {
  for (const [voice, id] of voices.entries()) if (id !== '' && !nearest.includes(id)) voices[voice] = '';
  for (const id of nearest) {
    if (voices.includes(id)) continue;
    const free = voices.indexOf('');
    if (free !== -1) voices[free] = id;
  }
}

/** 0 at `low` and before, 1 at `high` and after. */
const between = (x: number, low: number, high: number): number => clamp01((x - low) / (high - low));
const clamp01 = (x: number): number => Math.max(0, Math.min(1, x));
