import fc from 'fast-check';
import { expect, test } from 'vitest';
import { codeIn, codeLink, freshCode, hasForeign, isCode } from '../../../client/connection/code.ts';
import { raceOptionsSchema } from '../../../shared/wire/options.ts';

test('a fresh code has six characters that nobody mistakes, and the server takes it as it is', () => {
  const codes = Array.from({ length: 500 }, freshCode);
  for (const code of codes) {
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
    expect(raceOptionsSchema.parse({ code }).code).toBe(code);
    expect(codeIn(codeLink('http://192.0.2.7:2567', code))).toBe(code);
  }
  // Two of 500 are the same with probability 1/7100, more than five pairs are with less than 10⁻²⁵.
  expect(new Set(codes).size).toBeGreaterThanOrEqual(495);
  // 3000 draws of 31 characters: each is missing with probability e^-97.
  expect(new Set(codes.join('')).size).toBe(31);
});

test.each([
  ['K7M2QP', 'K7M2QP'],
  ['k7m2qp', 'K7M2QP'],
  ['  k7m-2qp \n', 'K7M2QP'],
  ['k7 m2 qp', 'K7M2QP'],
  ['K7M2QPX9', 'K7M2QP'],
  ['Ｋ７ｍ２ｑｐ', 'K7M2QP'],
  ['http://192.0.2.7:2567/?code=k7m2qp', 'K7M2QP'],
  ['Come: https://host/?lang=ko&code=K7M2QP#now — at once', 'K7M2QP'],
  ['Race with us. The code is K7M2QP.', 'K7M2QP'],
  ['코드는 K7M2QP 예요', 'K7M2QP'],
  ['K7', 'K7'],
  ['O0I1l', ''],
  ['', ''],
])('%j holds the code %j', (text, code) => {
  expect(codeIn(text)).toBe(code);
});

test('whatever is typed, what is kept is a code or the beginning of one, and stays what it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const kept = codeIn(text);
      expect(kept.length).toBeLessThanOrEqual(6);
      expect(isCode(kept)).toBe(kept.length === 6);
      expect(codeIn(kept)).toBe(kept);
    }),
  );
});

test('a letter that no code has is noticed, what only stands between is not', () => {
  expect(hasForeign('K7O')).toBe(true);
  expect(hasForeign('ㅏ')).toBe(true);
  expect(hasForeign('k7m-2qp ')).toBe(false);
  expect(hasForeign('http://host/?code=K7M2QP')).toBe(false);
});
