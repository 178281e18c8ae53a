import { expect, test } from 'vitest';
import { StartRule } from '../../../server/race/start.ts';

const person = (ready: boolean, connected = true) => ({ person: { ready, connected } });

test('a person alone starts with one click', () => {
  const rule = new StartRule();
  expect(rule.due([person(false)])).toBe(false);
  expect(rule.due([person(true)])).toBe(true);
});

test('nobody starts an empty room', () => {
  const rule = new StartRule();
  expect(rule.due([])).toBe(false);
  expect(rule.due([{ person: null }])).toBe(false);
  expect(rule.due([person(true, false)])).toBe(false);
});

test('a dropped person holds nobody up', () => {
  expect(new StartRule().due([person(true), person(false, false)])).toBe(true);
});

test('ten seconds after the first is ready the rest start too', () => {
  const rule = new StartRule();
  const people = [person(true), person(false)];
  const ticks = Array.from({ length: 700 }, () => rule.due(people)).indexOf(true) + 1;
  expect(ticks / 60).toBe(10);
});

test('strangers: one alone waits 3 s for another, two who are ready not at all, and 8 s for who is not', () => {
  const dueAfter = (people: ReturnType<typeof person>[]): number => {
    const rule = new StartRule(true);
    return Array.from({ length: 700 }, () => rule.due(people)).indexOf(true) + 1;
  };
  expect(dueAfter([person(true)]) / 60).toBe(3);
  expect(dueAfter([person(true), person(true)])).toBe(1);
  expect(dueAfter([person(true), person(false)]) / 60).toBe(8);
  expect(dueAfter([person(true), person(false, false)]) / 60).toBe(3);
  expect(dueAfter([person(false), person(false)])).toBe(0);
});
