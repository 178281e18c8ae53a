import { beforeEach, expect, test } from 'vitest';
import { raceRequest } from '../../../client/connection/request.ts';
import type { Entry } from '../../../client/connection/room.ts';
import { askAgain, type Over } from '../../../client/race/again.ts';
import { NO_CONSENT, type RaceRequest, raceOptionsSchema } from '../../../shared/wire/options.ts';
import { CarState, RaceState } from '../../../shared/wire/state.ts';

/** A race that is over, as the page of person `sessionId` has it; the host is a. */
function raced(code: string, sessionId = 'a'): Over {
  const state = new RaceState();
  Object.assign(state, { code, trackId: 'ring150', laps: 2, hostId: 'a', contact: false });
  const ownCar = Object.assign(new CarState(), { kind: 'human', vehicle: 'kart' });
  state.cars.set(sessionId, ownCar);
  state.cars.set('bot-1', Object.assign(new CarState(), { kind: 'scripted' }));
  return { ownCar, room: { sessionId, state } };
}

const order = (entry: Entry, request: RaceRequest): void => {
  raceRequest.value = { entry, request: { ...request, consent: NO_CONSENT } };
};

beforeEach(() => {
  raceRequest.value = { entry: { how: 'create' }, request: {} };
});

test('those who raced under a code meet again under it; whoever was its host brings what they chose', async () => {
  // A grid of clones that could not be seated: the road would not tell.
  const opened = { trackId: 'oval', laps: 5, grid: [], contact: true, name: 'Mina', code: 'K7M2QP' };
  order({ how: 'joinOrCreate' }, opened);
  await askAgain(raced('K7M2QP'));
  expect(raceRequest.value.entry).toEqual({ how: 'joinOrCreate' });
  // Track and laps may have been chosen by a host before.
  expect(raceRequest.value.request).toMatchObject({ ...opened, trackId: 'ring150', laps: 2 });
});

test('anybody else brings what was on the road, whatever they had once chosen themselves', async () => {
  order({ how: 'join', code: 'K7M2QP' }, { code: 'K7M2QP', name: 'Junho', grid: [] });
  await askAgain(raced('K7M2QP', 'b'));
  expect(raceRequest.value.entry).toEqual({ how: 'joinOrCreate' });
  const { trackId, laps, code, grid, contact, name } = raceOptionsSchema.parse(raceRequest.value.request);
  expect({ trackId, laps, code, name, contact }).toEqual({
    ...{ trackId: 'ring150', laps: 2, code: 'K7M2QP', name: 'Junho', contact: false },
  });
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
  expect(raceRequest.value.request).toMatchObject({ code: 'K7M2QP', trackId: 'ring150', laps: 2, car: 'kart' });
  raceRequest.value = { entry: { how: 'create' }, request: {} };
  await askAgain(raced(''));
  expect(raceRequest.value.entry).toEqual({ how: 'create' });
  expect(raceRequest.value.request).toMatchObject({ trackId: 'ring150', laps: 2 });
  expect(raceRequest.value.request.code).toBeUndefined();
});
