import { expect, test } from 'vitest';
import { joinRace, quickRace, watchRace } from '../../../client/connection/raceorder.ts';
import { raceRequest } from '../../../client/connection/request.ts';
import { NO_CONSENT, parseRaceOptions } from '../../../shared/wire/options.ts';

const ordered = () => ({ entry: raceRequest.value.entry, options: parseRaceOptions(raceRequest.value.request) });

test('a quick race asks for track, laps and the own car, and leaves the grid to the server', async () => {
  await quickRace({ trackId: 'technical', car: 'kart', laps: 5, grid: [] });
  expect(ordered().entry).toEqual({ how: 'joinOrCreate' });
  expect(ordered().options).toMatchObject({ trackId: 'technical', car: 'kart', laps: 5, quick: true, spectate: false });
  expect(raceRequest.value.request.grid).toBeUndefined();
});

test('by a code one joins in the own car, or watches without any', async () => {
  await joinRace('K7M2QP', 'gt');
  expect(ordered().entry).toEqual({ how: 'join', code: 'K7M2QP' });
  expect(ordered().options).toMatchObject({ code: 'K7M2QP', car: 'gt', spectate: false, quick: false });
  await watchRace('K7M2QP');
  expect(ordered().entry).toEqual({ how: 'join', code: 'K7M2QP' });
  expect(ordered().options).toMatchObject({ code: 'K7M2QP', spectate: true, consent: NO_CONSENT });
});
