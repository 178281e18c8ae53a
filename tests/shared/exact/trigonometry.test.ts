import fc from 'fast-check';
import { expect, test } from 'vitest';
import { atan, atan2, clamp, cos, PI, sin, tan, wrapAngle } from '../../../shared/exact/trigonometry.ts';

const angle = fc.double({ min: -1000, max: 1000, noNaN: true });

test('sine and cosine agree with the engine to 1e-12 over a thousand radians', () => {
  fc.assert(
    fc.property(angle, (x) => {
      expect(Math.abs(sin(x) - Math.sin(x))).toBeLessThan(1e-12);
      expect(Math.abs(cos(x) - Math.cos(x))).toBeLessThan(1e-12);
    }),
  );
});

test('the tangent of small angles agrees with the engine', () => {
  fc.assert(
    fc.property(fc.double({ min: -1.2, max: 1.2, noNaN: true }), (x) => {
      expect(Math.abs(tan(x) - Math.tan(x))).toBeLessThan(1e-12);
    }),
  );
});

test('the arc tangent turns a direction back into its angle', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -3.14, max: 3.14, noNaN: true }),
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      (a, r) => {
        expect(Math.abs(atan2(r * sin(a), r * cos(a)) - a)).toBeLessThan(1e-12);
      },
    ),
  );
  expect(atan(1)).toBeCloseTo(PI / 4, 15);
  expect(atan(-1e300)).toBeCloseTo(-PI / 2, 15);
  expect([atan2(0, 0), atan2(1, 0), atan2(-1, 0), atan2(0, -1)]).toEqual([0, PI / 2, -PI / 2, PI]);
});

test('a wrapped angle keeps its direction and lies in (−π, π]', () => {
  fc.assert(
    fc.property(angle, (x) => {
      const wrapped = wrapAngle(x);
      expect(wrapped > -PI && wrapped <= PI).toBe(true);
      expect(Math.abs(Math.sin(wrapped) - Math.sin(x))).toBeLessThan(1e-9);
    }),
  );
});

test('clamp keeps what is inside', () => {
  expect([clamp(-2, -1, 1), clamp(0.5, -1, 1), clamp(9, -1, 1)]).toEqual([-1, 0.5, 1]);
});
