import { expect, test } from 'vitest';
import { pseudonym } from '../../../shared/wire/pseudonym.ts';

const ids = Array.from({ length: 20_000 }, (_, i) => `d-${i.toString(36).padStart(12, '0')}`);

test('an id keeps its name for ever, in both languages', () => {
  // Pinned: people know each other by these.
  expect(pseudonym('d-h2k7mnpqrstu', 'en')).toBe('Witty Raccoon 87');
  expect(pseudonym('d-h2k7mnpqrstu', 'ko')).toBe('재치 있는 라쿤 87');
});

test('every name is two words and a number, and the two languages tell the same number', () => {
  for (const id of ids.slice(0, 2000)) {
    expect(pseudonym(id, 'en')).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+ [1-9][0-9]$/);
    expect(pseudonym(id, 'ko')).toMatch(/^[가-힣]+( [가-힣]+){1,2} [1-9][0-9]$/);
    expect(pseudonym(id, 'ko').slice(-2)).toBe(pseudonym(id, 'en').slice(-2));
  }
});

test('names are spread as evenly as chance has it', () => {
  const counted = (part: (name: string) => string): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const id of ids) {
      const key = part(pseudonym(id, 'en'));
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  };
  for (const [word, kinds] of [
    [0, 48],
    [1, 48],
    [2, 90],
  ] as const) {
    const counts = counted((name) => name.split(' ')[word]);
    expect(counts.size).toBe(kinds);
    // Chi-squared with kinds − 1 degrees: mean kinds − 1, deviation √(2 (kinds − 1)); five deviations.
    const mean = ids.length / kinds;
    const chi = [...counts.values()].reduce((sum, n) => sum + (n - mean) ** 2 / mean, 0);
    expect(chi).toBeLessThan(kinds - 1 + 5 * Math.sqrt(2 * (kinds - 1)));
  }
  // n ids over N names leave about n − n² / 2N different ones: 19,036 of 20,000 and 207,360.
  const different = new Set(ids.map((id) => pseudonym(id, 'en'))).size;
  const expected = ids.length - ids.length ** 2 / (2 * 207_360);
  expect(Math.abs(different - expected)).toBeLessThan(200);
});
