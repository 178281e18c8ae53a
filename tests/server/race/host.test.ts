import { expect, test } from 'vitest';
import { hostAmong } from '../../../server/race/host.ts';

const guest = (id: string, connected = true, gone = false) => ({ id, connected, gone });

test('the first who comes is the host, and stays it while their connection is broken', () => {
  expect(hostAmong([guest('a'), guest('b')], '')).toBe('a');
  expect(hostAmong([guest('a', false), guest('b')], 'a')).toBe('a');
});

test('after the host comes who has been here longest and is connected, else who may still come back', () => {
  const people = [guest('a', false, true), guest('b', false), guest('c'), guest('d')];
  expect(hostAmong(people, 'a')).toBe('c');
  expect(hostAmong(people.slice(0, 2), 'a')).toBe('b');
  expect(hostAmong(people.slice(0, 1), 'a')).toBe('');
});
