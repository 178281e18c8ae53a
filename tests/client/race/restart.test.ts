import { expect, test } from 'vitest';
import { raceRequest } from '../../../client/connection/request.ts';
import { askSameRace, isSolo, wishOf } from '../../../client/race/restart.ts';
import { NO_CONSENT, parseRaceOptions } from '../../../shared/wire/options.ts';

const me = { kind: 'human', policyId: '' } as const;
const script = { kind: 'scripted', policyId: '' } as const;
const clone = { kind: 'policy', policyId: 'p1' } as const;

test('a race is solo with any number of clones and scripts, not with a second person', () => {
  const here = { connected: true };
  const gone = { connected: false };
  const alone = [me, script, clone].map((car) => ({ ...car, ...here }));
  expect(isSolo(alone)).toBe(true);
  expect(isSolo([...alone, { ...me, ...here }])).toBe(false);
  expect(isSolo([...alone, { ...me, ...gone }])).toBe(true);
});

test('what is on the road can be ordered again', () => {
  const wish = wishOf({ trackId: 'technical', laps: 5, car: 'gt', cars: [clone, me, script] });
  const { trackId, laps, car, grid } = parseRaceOptions(wish);
  expect([trackId, laps, car]).toEqual(['technical', 5, 'gt']);
  expect(grid.map(({ kind }) => kind)).toEqual(['policy', 'scripted']);
});

test('an order that is known is asked for as it was, as a race that waits for nobody', async () => {
  const request = { trackId: 'oval', laps: 2, grid: [{ kind: 'scripted', skill: 'fast' } as const] };
  raceRequest.value = { entry: { how: 'joinById', roomId: 'r' }, request: { ...request, code: 'KART' } };
  await askSameRace({ trackId: 'oval', laps: 2, car: 'kart', cars: [me, script] });
  expect(raceRequest.value).toEqual({ entry: { how: 'create' }, request });
});

test('after a reload, which forgets the order, the same track, laps and rivals are asked for', async () => {
  raceRequest.value = { entry: { how: 'create' }, request: {} };
  await askSameRace({ trackId: 'obstacle', laps: 4, car: 'kart', cars: [me, script] });
  expect(raceRequest.value.request).toMatchObject({
    trackId: 'obstacle',
    laps: 4,
    car: 'kart',
    grid: [{ kind: 'scripted' }],
  });
});

test('a quick race is asked for by what stood on its grid, which nobody ordered', async () => {
  raceRequest.value = {
    entry: { how: 'joinOrCreate' },
    request: { trackId: 'oval', laps: 3, quick: true, consent: NO_CONSENT },
  };
  await askSameRace({ trackId: 'oval', laps: 3, car: 'gt', cars: [me, clone] });
  expect(raceRequest.value.entry).toEqual({ how: 'create' });
  expect(raceRequest.value.request.quick).toBeUndefined();
  expect(raceRequest.value.request).toMatchObject({ car: 'gt', grid: [{ kind: 'policy', id: 'p1' }] });
});
