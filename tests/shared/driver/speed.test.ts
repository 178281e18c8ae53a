import { expect, test } from 'vitest';
import { topSpeed } from '../../../shared/driver/plan.ts';
import { speedProfile } from '../../../shared/driver/speed.ts';
import { CLUB_RACER, GRAVITY } from '../../../shared/vehicle/spec.ts';
import { oval, ring } from './roads.ts';

test('on a ring the speed is √(a r) of the circle driven', () => {
  const track = ring(40);
  const speed = speedProfile(track, new Float64Array(track.count).fill(2), { lateral: 8, braking: 6, topSpeed: 60 });
  for (const v of speed) expect(Math.abs(v / Math.sqrt(8 * 38) - 1)).toBeLessThan(0.005);
});

test('down a straight the brakes come on at v² = v′² + 2 a d before the bend', () => {
  const track = oval();
  const speed = speedProfile(track, new Float64Array(track.count), { lateral: 8, braking: 6, topSpeed: 60 });
  const at = (s: number) => speed[Math.round(s / track.spacing)];
  const [near, far] = [160, 110];
  const gained = at(far) * at(far) - at(near) * at(near);
  expect(Math.abs(gained / (2 * 6 * (near - far)) - 1)).toBeLessThan(0.01);
  expect(at(180 + 40)).toBeCloseTo(Math.sqrt(8 * 25), 0);
});

test('top speed balances power against drag and rolling', () => {
  const v = topSpeed(CLUB_RACER);
  const resistance = CLUB_RACER.drag * v * v + CLUB_RACER.rollingResistance * CLUB_RACER.mass * GRAVITY;
  expect(resistance * v).toBeCloseTo(CLUB_RACER.enginePower, 3); // watts
});
