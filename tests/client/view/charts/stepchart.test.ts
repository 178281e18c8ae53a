import { describe, expect, test } from 'vitest';
import { fitted, nameWidth } from '../../../../client/view/charts/stepchart.tsx';

describe('names at the ends of lines', () => {
  test('a name that fits is whole, one that does not ends in an ellipsis inside its room', () => {
    const name = 'Mixture, 4 frames, Range finder, now';
    expect(fitted(name, nameWidth(name))).toBe(name);
    const short = fitted(name, 120);
    expect(short).toMatch(/^Mixture, .*…$/);
    expect(nameWidth(short)).toBeLessThanOrEqual(120);
  });

  test('Hangul takes more room than Latin letters do', () => {
    expect(nameWidth('노이즈에서')).toBeGreaterThanOrEqual(5 * 12);
    expect(nameWidth('노이즈에서')).toBeGreaterThan(nameWidth('noise'));
  });
});
