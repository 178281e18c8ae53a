import { describe, expect, test } from 'vitest';
import { requestOf, type SessionDraft, usualDraft } from '../../../client/sessions/draft.ts';
import { newSessionSchema } from '../../../shared/wire/sessions.ts';

const USUAL = usualDraft('Session of today');
const wrongIn = (part: Partial<SessionDraft>): unknown => requestOf({ ...USUAL, ...part });

describe('what is filled in to open a session', () => {
  test('opens one as it stands, which the server takes', () => {
    const wish = requestOf(USUAL);
    expect('request' in wish && newSessionSchema.parse(wish.request)).toMatchObject({
      name: 'Session of today',
      tracks: ['oval'],
      goal: { cleanLaps: 100 },
      private: false,
    });
  });

  test('asks for nothing that was left empty, and for a share of the road in per cent', () => {
    const wish = requestOf({ ...USUAL, drivers: '12', keys: '30', coverage: ' 60 ' });
    expect(wish).toMatchObject({
      request: { goal: { cleanLaps: 100, drivers: 12, styles: { keys: 30, stick: 0 }, coverage: 0.6 } },
    });
    expect('request' in wish && Object.keys(wish.request.goal)).toEqual(['cleanLaps', 'drivers', 'styles', 'coverage']);
    expect(requestOf({ ...USUAL, keys: '0' })).toMatchObject({ request: { goal: { cleanLaps: 100 } } });
  });

  test('takes wide digits of an East Asian keyboard', () => {
    expect(requestOf({ ...USUAL, cleanLaps: '２０' })).toMatchObject({ request: { goal: { cleanLaps: 20 } } });
  });

  test('a class is private, has generated nicknames, and needs the word of whoever opens it', () => {
    expect(wrongIn({ template: 'class' })).toEqual({ wrong: ['guardians'] });
    const wish = requestOf({ ...USUAL, template: 'class', guardians: true, nicknames: 'own' });
    expect(wish).toMatchObject({
      request: { template: 'class', nicknames: 'generated', private: true, guardians: true },
    });
  });

  test('names every field that cannot stay, in the order of the form', () => {
    expect(
      wrongIn({ name: '  ', tracks: [], cleanLaps: '0', laps: '21', drivers: '1.5', stick: '-1', coverage: '4' }),
    ).toEqual({
      wrong: ['name', 'tracks', 'cleanLaps', 'laps', 'drivers', 'styles', 'coverage'],
    });
    expect(wrongIn({ cleanLaps: '' })).toEqual({ wrong: ['cleanLaps'] });
    expect(wrongIn({ cleanLaps: '1e3' })).toEqual({ wrong: ['cleanLaps'] });
    expect(wrongIn({ tracks: Array.from({ length: 9 }, (_, k) => `t${k}`) })).toEqual({ wrong: ['tracks'] });
  });
});
