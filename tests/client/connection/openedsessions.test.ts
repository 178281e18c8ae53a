import { expect, test } from 'vitest';
import {
  forgetSession,
  keepSession,
  openedSessions,
  organiserPath,
  organiserTokenOf,
  sessionIn,
} from '../../../client/connection/openedsessions.ts';

const TOKEN = 'x3YamdXlnGTgbPESVZe2aM5f8Pl23jFlsRZSKd_zy9g';
const opened = (code: string, openedAt = '2026-11-22T19:00:00Z') => ({
  code,
  token: TOKEN,
  name: `Of ${code}`,
  openedAt,
});

test('a session is kept once, the newest first, until it is forgotten', () => {
  keepSession(opened('K7M2QP'));
  keepSession(opened('ABCDEF'));
  keepSession({ ...opened('K7M2QP'), name: 'Renamed' });
  expect(openedSessions.value.map(({ code }) => code)).toEqual(['K7M2QP', 'ABCDEF']);
  expect(openedSessions.value[0]!.name).toBe('Renamed');
  expect(organiserTokenOf('ABCDEF')).toBe(TOKEN);
  forgetSession('ABCDEF');
  expect(organiserTokenOf('ABCDEF')).toBeNull();
});

test('finds the session in a link, in a sentence with one, and in a code it holds the secret of', () => {
  keepSession(opened('K7M2QP'));
  const link = `https://mimic.test${organiserPath('H4J5K6', TOKEN)}`;
  expect(sessionIn(link)).toEqual({ code: 'H4J5K6', token: TOKEN });
  expect(sessionIn(`Here: ${link} – keep it safe.`)).toEqual({ code: 'H4J5K6', token: TOKEN });
  expect(sessionIn(' k7m 2qp ')).toEqual({ code: 'K7M2QP', token: TOKEN });
  expect(sessionIn('ZZZZZZ')).toEqual({ code: 'ZZZZZZ', token: null });
});

test('what is no session is none: a link to join, a code too short, a token cut off', () => {
  expect(sessionIn('https://mimic.test/join/K7M2QP')).toBeNull();
  expect(sessionIn('K7M2Q')).toBeNull();
  expect(sessionIn(`https://mimic.test/session/K7M2QP#${TOKEN.slice(0, 20)}`)).toBeNull();
});
