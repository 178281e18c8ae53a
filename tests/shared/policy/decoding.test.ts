import { expect, test } from 'vitest';
import { DECODINGS, DECODINGS_OF, headNamed, misdecoding } from '../../../shared/policy/decoding.ts';
import { HEADS, type HeadName, headSpecSchema, holdOf } from '../../../shared/policy/head.ts';

const names = Object.keys(HEADS) as HeadName[];

test('every head is what its file may say, in every decoding it knows, and refuses the others in a sentence', () => {
  for (const name of names) {
    expect(headNamed(name)).toEqual(HEADS[name]);
    for (const decoding of DECODINGS) {
      if (DECODINGS_OF[name]?.includes(decoding)) {
        const head = headNamed(name, decoding);
        expect(headSpecSchema.parse(head)).toEqual({ ...HEADS[name], decode: decoding, hold: holdOf(head) });
      } else {
        expect(misdecoding(name, decoding)).toMatch(`"${name}" got the decoding "${decoding}"`);
        expect(() => headNamed(name, decoding)).toThrow(misdecoding(name, decoding)!);
      }
    }
  }
});

test('the first decoding of a head is its own, and a draw is kept while an answer of no chance is not', () => {
  for (const name of names) {
    const [own] = DECODINGS_OF[name] ?? [];
    if (own) expect(headNamed(name, own)).toEqual(HEADS[name]);
  }
  expect(holdOf(headNamed('bins', 'sample'))).toBe(60);
  expect(holdOf(headNamed('bins', 'argmax'))).toBe(1);
});
