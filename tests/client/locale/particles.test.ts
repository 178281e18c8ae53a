import { expect, test } from 'vitest';
import { endsClosed, type Particle, withParticle } from '../../../client/locale/particles.ts';

test.each<[string, Particle, string]>([
  ['미나', '이가', '미나가'],
  ['준', '이가', '준이'],
  ['서연', '을를', '서연을'],
  ['준호', '을를', '준호를'],
  ['클론', '은는', '클론은'],
  ['카이', '은는', '카이는'],
  ['민준', '과와', '민준과'],
  ['하나', '과와', '하나와'],
  // Digits as they are read: 일, 이, 삼.
  ['드라이버 1', '이가', '드라이버 1이'],
  ['드라이버 2', '이가', '드라이버 2가'],
  ['드라이버 3', '을를', '드라이버 3을'],
])('%s with %s is %s', (word, particle, expected) => {
  expect(withParticle(word, particle)).toBe(expected);
});

test('words that nobody can read as Korean take the open form', () => {
  expect(['Mina', 'Sam', '', '🚗', '   '].filter(endsClosed)).toEqual([]);
});
