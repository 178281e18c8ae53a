import { expect, test } from 'vitest';
import { styleDistance, styleProfile } from '../../../shared/evaluation/style.ts';

const METRES = 120;
const curve = (offset: (metre: number) => number, speed: (metre: number) => number) => ({
  offset: Float32Array.from({ length: METRES }, (_, metre) => offset(metre)),
  speed: Float32Array.from({ length: METRES }, (_, metre) => speed(metre)),
});
const straight = curve(
  () => 0,
  () => 20,
);

test('a line a metre to the left, and one that is a tenth slower for half the road', () => {
  const shifted = curve(
    () => 1,
    (metre) => (metre < METRES / 2 ? 18 : 20),
  );
  const { lineRms, speedRms } = styleDistance(styleProfile([shifted]), styleProfile([straight]));
  expect(lineRms).toBeCloseTo(1, 6);
  expect(speedRms).toBeCloseTo(2 / Math.SQRT2, 6); // root mean square of 2 over one half and 0 over the other
});

test('what is shorter than ten metres is not style', () => {
  const twitching = curve(
    (metre) => (metre % 2 === 0 ? 1 : -1),
    () => 20,
  );
  expect(styleDistance(styleProfile([twitching]), styleProfile([straight])).lineRms).toBeCloseTo(0, 6);
});

test('a profile is the mean of its laps, and places nobody was at are left out', () => {
  const left = curve(
    () => 2,
    () => 22,
  );
  const half = curve(
    (metre) => (metre < 60 ? 0 : Number.NaN),
    (metre) => (metre < 60 ? 20 : Number.NaN),
  );
  const both = styleProfile([straight, left]);
  expect([...both.offset]).toEqual(new Array(12).fill(1));
  expect([...both.speed]).toEqual(new Array(12).fill(21));
  expect(styleDistance(styleProfile([half]), both)).toEqual({ lineRms: 1, speedRms: 1 });
});
