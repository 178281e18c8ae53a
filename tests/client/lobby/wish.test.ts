import { expect, test } from 'vitest';
import { MAX_RIVALS } from '../../../client/connection/lineup.ts';
import { joining, letJoin, ordered, readWish, wishFor } from '../../../client/lobby/wish.ts';
import { raceOptionsSchema } from '../../../shared/wire/options.ts';

test('whatever storage holds becomes a race that the server takes', () => {
  for (const kept of [
    null,
    7,
    'oval',
    [],
    {},
    { trackId: 3, laps: 'many', rivals: -4, skill: 'best' },
    { trackId: 'technical', car: 'tank', laps: 5, rivals: 99, skill: 'fast' },
  ]) {
    const wish = readWish(kept);
    expect(wish.rivals).toBeLessThanOrEqual(MAX_RIVALS);
    wishFor(wish);
    expect(raceOptionsSchema.safeParse(ordered.value).success).toBe(true);
  }
});

test('clones stand before scripted rivals, whose hands take turns', () => {
  wishFor({ trackId: 'oval', car: 'kart', laps: 3, rivals: 3, skill: 'fast' });
  letJoin('p1', true);
  letJoin('p2', true);
  letJoin('p1', true);
  expect(ordered.value.grid).toEqual([
    { kind: 'policy', id: 'p2' },
    { kind: 'policy', id: 'p1' },
    { kind: 'scripted', skill: 'fast', hands: 'keyboard' },
    { kind: 'scripted', skill: 'fast', hands: 'pad' },
    { kind: 'scripted', skill: 'fast', hands: 'keyboard' },
  ]);
  expect(ordered.value.car).toBe('kart');
  letJoin('p1', false);
  expect(joining.value).toEqual(['p2']);
});
