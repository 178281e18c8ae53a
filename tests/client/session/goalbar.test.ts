import { expect, test } from 'vitest';
import { goalParts } from '../../../client/session/goalbar.tsx';
import { shortNumber } from '../../../client/session/numberscard.tsx';
import { shareText } from '../../../client/view/sharetext.ts';

const progress = {
  laps: 40,
  cleanLaps: 30,
  drivers: 4,
  styles: { keys: 25, stick: 5 },
  coverage: 0.412,
  reached: false,
};

test('of a goal only what was asked for is shown', () => {
  expect(goalParts({ cleanLaps: 100 }, progress)).toEqual([{ name: 'cleanLaps', have: 30, want: 100 }]);
  const all = goalParts({ cleanLaps: 100, drivers: 12, styles: { keys: 0, stick: 10 }, coverage: 0.6 }, progress);
  expect(all).toEqual([
    { name: 'cleanLaps', have: 30, want: 100 },
    { name: 'drivers', have: 4, want: 12 },
    { name: 'stick', have: 5, want: 10 },
    { name: 'coverage', have: 0.412, want: 0.6 },
  ]);
});

test('a share is never rounded into all or nothing', () => {
  expect([0, 0.001, 0.124, 0.996, 1].map(shareText)).toEqual(['0%', '<1%', '12%', '99%', '100%']);
});

test('large counts are shortened, small ones are exact', () => {
  expect([9999, 10_000, 486_123, 999_499, 999_500, 2_345_678].map(shortNumber)).toEqual([
    '9999',
    '10k',
    '486k',
    '999k',
    '1.0M',
    '2.3M',
  ]);
});
