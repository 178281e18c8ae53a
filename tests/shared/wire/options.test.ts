import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameSchema, parseRaceOptions, RaceOptionsError } from '../../../shared/wire/options.ts';

const name = (text: string): string | null => nameSchema.safeParse(text).data ?? null;

describe('names', () => {
  test.each([
    ['Kim', 'Kim'],
    ['  two   words ', 'two words'],
    // Decomposed Hangul jamo become one syllable: three code points in, one out.
    ['\u1112\u1161\u11ab', '\ud55c'],
    ['🏎️'.replace('\ufe0f', ''), '🏎'],
    ['가'.repeat(24), '가'.repeat(24)],
  ])('%j reads %j', (given, shown) => {
    expect(name(given)).toBe(shown);
  });

  test.each([
    ['', 'empty'],
    ['   ', 'spaces alone'],
    ['x'.repeat(25), '25 characters'],
    ['a\u0000b', 'a control character'],
    ['a\nb', 'a new line'],
    ['a\u202eb', 'text turned round'],
    ['a\u200bb', 'an invisible space'],
    ['\ud800', 'half a surrogate pair'],
  ])('%j is refused: %s', (given) => {
    expect(name(given)).toBeNull();
  });

  test('whatever is accepted is 1 to 24 visible characters and stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (given) => {
        const shown = name(given);
        if (shown === null) return;
        expect([...shown].length).toBeGreaterThan(0);
        expect([...shown].length).toBeLessThanOrEqual(24);
        expect(shown).not.toMatch(/\p{C}/u);
        expect(name(shown)).toBe(shown);
      }),
    );
  });
});

describe('race options', () => {
  test('nothing at all is the oval, three laps, two scripted rivals, unrecorded', () => {
    const options = parseRaceOptions(undefined);
    expect(options).toMatchObject({ trackId: 'oval', laps: 3, contact: true, consent: { recorded: false } });
    expect(options.grid.map(({ kind }) => kind)).toEqual(['scripted', 'scripted']);
  });

  test('codes are the same in any case', () => {
    expect(parseRaceOptions({ code: 'kim-42' }).code).toBe('KIM-42');
  });

  test('any value is options or one line that names the field', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          expect(parseRaceOptions(value).grid.length).toBeLessThan(16);
        } catch (error) {
          expect(error).toBeInstanceOf(RaceOptionsError);
          expect((error as Error).message).toMatch(/^Race option "[^\n]+": [^\n]+$/);
        }
      }),
    );
  });
});
