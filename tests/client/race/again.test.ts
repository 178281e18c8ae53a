import { expect, test } from 'vitest';
import { orderAgain } from '../../../client/race/again.ts';
import { raceOptionsSchema } from '../../../shared/wire/options.ts';
import { CarState, RaceState } from '../../../shared/wire/state.ts';

function raced(code: string): RaceState {
  const state = new RaceState();
  Object.assign(state, { code, trackId: 'ring150', laps: 2 });
  state.cars.set('a', Object.assign(new CarState(), { kind: 'human' }));
  state.cars.set('bot-1', Object.assign(new CarState(), { kind: 'scripted' }));
  return state;
}

test('those who raced under a code meet again under it, on the same track, whoever comes first', () => {
  const opened = { trackId: 'ring150', laps: 2, grid: [], name: 'Mina' };
  const host = orderAgain({ entry: { how: 'joinOrCreate' }, request: { ...opened, code: 'K7M2QP' } }, raced('K7M2QP'));
  expect(host).toEqual({ entry: { how: 'joinOrCreate' }, request: { ...opened, code: 'K7M2QP' } });
  const guest = orderAgain(
    { entry: { how: 'join', code: 'K7M2QP' }, request: { code: 'K7M2QP', name: 'Junho' } },
    raced('K7M2QP'),
  );
  expect(guest.entry).toEqual({ how: 'joinOrCreate' });
  const { trackId, laps, code, grid, name } = raceOptionsSchema.parse(guest.request);
  expect({ trackId, laps, code, name }).toEqual({ trackId: 'ring150', laps: 2, code: 'K7M2QP', name: 'Junho' });
  expect(grid.map(({ kind }) => kind)).toEqual(['scripted']);
});

test('a race of one’s own is ordered as it was', () => {
  const order = { entry: { how: 'create' as const }, request: { trackId: 'oval', laps: 3 } };
  expect(orderAgain(order, raced(''))).toEqual(order);
});
