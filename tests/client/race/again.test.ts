import { beforeEach, expect, test } from 'vitest';
import { raceRequest } from '../../../client/connection/request.ts';
import type { Entry } from '../../../client/connection/room.ts';
import { askAgain } from '../../../client/race/again.ts';
import { NO_CONSENT, type RaceRequest, raceOptionsSchema } from '../../../shared/wire/options.ts';
import { CarState, RaceState } from '../../../shared/wire/state.ts';

function raced(code: string): RaceState {
  const state = new RaceState();
  Object.assign(state, { code, trackId: 'ring150', laps: 2 });
  state.cars.set('a', Object.assign(new CarState(), { kind: 'human' }));
  state.cars.set('bot-1', Object.assign(new CarState(), { kind: 'scripted' }));
  return state;
}

const order = (entry: Entry, request: RaceRequest): void => {
  raceRequest.value = { entry, request: { ...request, consent: NO_CONSENT } };
};

beforeEach(() => {
  raceRequest.value = { entry: { how: 'create' }, request: {} };
});

test('those who raced under a code meet again under it, on the same track, whoever comes first', async () => {
  const opened = { trackId: 'ring150', laps: 2, grid: [], name: 'Mina', code: 'K7M2QP' };
  order({ how: 'joinOrCreate' }, opened);
  await askAgain(raced('K7M2QP'));
  expect(raceRequest.value.entry).toEqual({ how: 'joinOrCreate' });
  expect(raceRequest.value.request).toMatchObject(opened);

  order({ how: 'join', code: 'K7M2QP' }, { code: 'K7M2QP', name: 'Junho' });
  await askAgain(raced('K7M2QP'));
  expect(raceRequest.value.entry).toEqual({ how: 'joinOrCreate' });
  const { trackId, laps, code, grid, name } = raceOptionsSchema.parse(raceRequest.value.request);
  expect({ trackId, laps, code, name }).toEqual({ trackId: 'ring150', laps: 2, code: 'K7M2QP', name: 'Junho' });
  expect(grid.map(({ kind }) => kind)).toEqual(['scripted']);
});

test('a race of one’s own is asked for as it was', async () => {
  order({ how: 'create' }, { trackId: 'oval', laps: 3 });
  const before = raceRequest.value;
  await askAgain(raced(''));
  expect(raceRequest.value).toEqual(before);
});

test('after a reload, what was on the road is asked for', async () => {
  await askAgain(raced('K7M2QP'));
  expect(raceRequest.value.entry).toEqual({ how: 'joinOrCreate' });
  expect(raceRequest.value.request).toMatchObject({ code: 'K7M2QP', trackId: 'ring150', laps: 2, consent: NO_CONSENT });
  raceRequest.value = { entry: { how: 'create' }, request: {} };
  await askAgain(raced(''));
  expect(raceRequest.value.entry).toEqual({ how: 'create' });
  expect(raceRequest.value.request).toMatchObject({ trackId: 'ring150', laps: 2 });
  expect(raceRequest.value.request.code).toBeUndefined();
});
