import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../server/store/database.ts';
import { createDriver, setConsent } from '../../server/store/drivers.ts';
import { insertPolicy } from '../../server/store/policies.ts';
import { CONSENT_VERSION } from '../../shared/wire/consent.ts';
import { runHeat, Watched } from '../server/episode/session.ts';
import { linearPolicy } from '../server/race/linearpolicy.ts';
import { noBrowser } from './browser.ts';
import { openStage, ring } from './stage.ts';
import { expectUnharmed, until, visit } from './visit.ts';

const consent = { version: CONSENT_VERSION, recorded: true, shared: false, exported: false };

/** Somebody with laps on the ring and a coached clone of them, and whose browser knows who they are. */
async function riderIn(dataDir: string): Promise<{ driverId: string; driverToken: string; policyId: string }> {
  const store = await openStore(dataDir);
  const driver = await createDriver(store);
  await setConsent(store, driver.driverId, consent);
  const one = new Watched(dataDir);
  runHeat(one.recorder, { raceId: 'r-own', ticks: 2400, drivers: [driver.driverId], contact: false });
  await one.closing('r-own');
  await one.recorder.close();
  const { manifest, bytes } = linearPolicy();
  const of = { datasetId: null, driverId: driver.driverId, createdBy: driver.driverId, trackId: ring.id };
  const { id } = await insertPolicy(store, { ...of, manifest, file: bytes });
  await store.destroy();
  return { ...driver, policyId: id };
}

const whose = (page: Page) => page.getByTestId('ride').getByRole('status').textContent();

describe.skipIf(noBrowser !== null)('riding along with one’s clone', () => {
  let rider: Awaited<ReturnType<typeof riderIn>>;
  const stage = openStage(async (dataDir) => {
    rider = await riderIn(dataDir);
  });

  test('it drives, a held key or button takes the wheel, and the turns are kept apart', async () => {
    const { driverId, driverToken, policyId } = rider;
    const { origin } = stage;
    const here = await visit(stage.browser, origin);
    const { page } = here;
    const current = { driverId, driverToken, name: 'Ada', consent, under14: false };
    await page.evaluate((kept) => localStorage.setItem('mimic-gp-drivers', JSON.stringify(kept)), {
      ...{ current, earlier: [] },
    });
    await page.goto(`${origin}/clone`);
    await page.getByTestId('ride-coached').click();
    await page.getByTestId('ride').waitFor({ timeout: 90_000 });
    // Nobody touches anything, and the car goes round.
    const led = await until(page, ({ phase, distance }) => phase === 'racing' && distance > 40);
    expect(led.speed).toBeGreaterThan(5);
    expect(await whose(page)).toMatch(/Your clone drives/);

    await page.keyboard.down('KeyE');
    await page.keyboard.down('ArrowDown');
    await expect.poll(() => whose(page), { timeout: 90_000 }).toMatch(/You drive/);
    const slow = await until(page, ({ speed }) => speed < 4);
    await page.keyboard.up('ArrowDown');
    await page.keyboard.up('KeyE');
    await expect.poll(() => whose(page), { timeout: 90_000 }).toMatch(/Your clone drives/);
    await until(page, ({ speed, distance }) => speed > 8 && distance > slow.distance + 10);

    const button = (await page.getByTestId('take-wheel').boundingBox())!;
    expect(button.height).toBeGreaterThanOrEqual(44);
    await page.mouse.move(button.x + 20, button.y + 20);
    await page.mouse.down();
    await expect.poll(() => whose(page), { timeout: 90_000 }).toMatch(/You drive/);
    await page.mouse.up();
    await expect.poll(() => whose(page), { timeout: 90_000 }).toMatch(/Your clone drives/);
    // It brings its person home.
    await page.getByTestId('results').waitFor({ timeout: 90_000 });
    expectUnharmed(here, `localhost:${stage.server.port}`);
    await page.context().close();

    const turns = async () => {
      const { items } = await stage.api(`/episodes?track=${ring.id}`);
      const ridden = items.filter(({ raceId }: { raceId: string }) => raceId !== 'r-own');
      return ridden.map(({ driver }: { driver: { id: string } }) => driver.id).sort();
    };
    await expect.poll(turns, { timeout: 90_000 }).toEqual([driverId, driverId, policyId, policyId, policyId].sort());
  });
});
