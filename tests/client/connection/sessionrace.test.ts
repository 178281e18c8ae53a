import { afterEach, expect, test, vi } from 'vitest';
import { driver } from '../../../client/connection/driver.ts';
import { driveForSession, quickRace } from '../../../client/connection/raceorder.ts';
import { raceRequest } from '../../../client/connection/request.ts';
import { recallSessionRace } from '../../../client/connection/sessionrace.ts';
import { parseRaceOptions } from '../../../shared/wire/options.ts';
import { participantSchema, sessionSchema } from '../../../shared/wire/sessions.ts';

const progress = { laps: 0, cleanLaps: 0, drivers: 0, styles: { keys: 0, stick: 0 }, coverage: 0, reached: false };
const session = sessionSchema.parse({
  ...{ id: 's-1', code: 'K7M2QP', name: 'Workshop', tracks: ['oval', 'kart'], car: 'kart', laps: 4, contact: false },
  ...{ goal: { cleanLaps: 10 }, consentText: { en: '', ko: '' }, consentVersion: 2, template: 'open' },
  ...{ nicknames: 'own', private: false, status: 'open', openedAt: '2026-11-22T19:00:00Z', eraseAt: null },
  ...{ message: null, progress },
});
const part = participantSchema.parse({
  ...{ driverId: 'd-1', nickname: 'Mina', joinedAt: '2026-11-22T19:01:00Z', removed: false, bestLapMs: null, progress },
  consent: { version: 2, recorded: true, shared: false, exported: true, at: '2026-11-22T19:01:00Z', language: 'ko' },
});

/** What a tab keeps over a reload; there is no tab here. */
function openTab(): void {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
    removeItem: (key: string) => kept.delete(key),
  });
}

const reload = (): void => {
  raceRequest.value = { entry: { how: 'create' }, request: {} };
  recallSessionRace();
};

afterEach(() => vi.unstubAllGlobals());

test('a race for a session has its road, laps and car, nobody else on the grid, and what was agreed to in it', async () => {
  driver.value = { ...driver.value, driverId: 'd-1', driverToken: 'token-of-mina' };
  await driveForSession(session, part, 'kart');
  expect(raceRequest.value.entry).toEqual({ how: 'create' });
  expect(parseRaceOptions(raceRequest.value.request)).toMatchObject({
    ...{ session: 'K7M2QP', trackId: 'kart', car: 'kart', laps: 4, contact: false, grid: [], name: 'Mina' },
    ...{ driverToken: 'token-of-mina', consent: { version: 2, recorded: true, shared: false, exported: true } },
  });
});

test('a reload in the middle of it does not lose what it is for; a race of one’s own is for nothing', async () => {
  openTab();
  driver.value = { ...driver.value, driverId: 'd-1', driverToken: 'token-of-mina' };
  await driveForSession(session, part, 'oval');
  reload();
  expect(raceRequest.value.request.session).toBe('K7M2QP');
  await quickRace({ trackId: 'oval', laps: 3 });
  reload();
  expect(raceRequest.value.request.session).toBeUndefined();
});
