import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../../server/store/database.ts';
import { consentOf, createDriver, driverOfToken, setConsent } from '../../../server/store/drivers.ts';
import type { Store } from '../../../server/store/tables.ts';
import { temporaryFolder } from '../episode/session.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openStore(folder.dataDir);
});
afterEach(async () => {
  await store.destroy();
  folder.remove();
});

test('a token is 256 bits, and the store knows only its hash', async () => {
  const { driverId, driverToken } = await createDriver(store);
  expect(Buffer.from(driverToken, 'base64url').length).toBe(32);
  expect(await driverOfToken(store, driverToken)).toBe(driverId);
  const row = await store.selectFrom('driver').selectAll().executeTakeFirstOrThrow();
  expect(row.token_hash).toBe(createHash('sha256').update(driverToken).digest('hex'));
  expect(JSON.stringify(row)).not.toContain(driverToken);
});

test.each(['', 'x', 'A'.repeat(43), '%'.repeat(43), "' OR 1=1 --"])('%j is nobody’s token', async (token) => {
  await createDriver(store);
  expect(await driverOfToken(store, token)).toBe(null);
  expect(await driverOfToken(store, undefined)).toBe(null);
});

test('consent is what was last chosen, and none before a choice', async () => {
  const { driverId } = await createDriver(store);
  expect(await consentOf(store, driverId)).toBe(null);
  const consent = { version: 2, recorded: true, shared: true, exported: false };
  expect(await setConsent(store, driverId, consent)).toBe(true);
  expect(await consentOf(store, driverId)).toEqual(consent);
  await setConsent(store, driverId, { ...consent, shared: false });
  expect((await consentOf(store, driverId))!.shared).toBe(false);
  expect(await setConsent(store, 'd-nobody', consent)).toBe(false);
});
