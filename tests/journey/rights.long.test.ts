import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { openStore } from '../../server/store/database.ts';
import { createDriver, setConsent } from '../../server/store/drivers.ts';
import { CONSENT_VERSION } from '../../shared/wire/consent.ts';
import { pseudonym } from '../../shared/wire/pseudonym.ts';
import { runHeat, Watched } from '../server/episode/session.ts';
import { noBrowser } from './browser.ts';
import { openStage } from './stage.ts';

/** Others use this machine, too. */
const SOON = { timeout: 90_000 };

type Person = { driverId: string; driverToken: string };
let ada: Person;
let bo: Person;

/** Two people who raced twice; one agreed to an older text. */
async function seed(dataDir: string): Promise<void> {
  const store = await openStore(dataDir);
  [ada, bo] = [await createDriver(store), await createDriver(store)];
  const consent = { recorded: true, shared: false, exported: false };
  await setConsent(store, ada.driverId, { ...consent, version: CONSENT_VERSION - 1 }, 'en');
  await setConsent(store, bo.driverId, { ...consent, version: CONSENT_VERSION }, 'ko');
  await store.destroy();
  const watched = new Watched(dataDir);
  for (const [k, raceId] of ['r-1', 'r-2'].entries()) {
    runHeat(watched.recorder, { raceId, ticks: 1800, drivers: [ada.driverId, bo.driverId], seed: k + 1 });
    await watched.closing(raceId);
  }
  await watched.recorder.close();
}

describe.skipIf(noBrowser !== null)('the rights of a person', () => {
  const stage = openStage(seed);
  const contexts: BrowserContext[] = [];
  afterAll(() => Promise.all(contexts.map((context) => context.close())));

  /** A device of its own; `own` is who drives on it. */
  async function device(own: Person | null, width = 1280): Promise<{ page: Page; faults: string[] }> {
    const context = await stage.browser.newContext({ viewport: { width, height: 900 }, acceptDownloads: true });
    contexts.push(context);
    const consent = { version: CONSENT_VERSION - 1, recorded: true, shared: false, exported: false };
    const kept = { current: { ...own, name: 'Ada', consent, under14: false }, earlier: [] };
    if (own) await context.addInitScript((text) => (localStorage['mimic-gp-drivers'] ??= text), JSON.stringify(kept));
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    return { page, faults };
  }

  const heading = (page: Page) => page.locator('.page-head h1').textContent();

  test('the secret link opens the page elsewhere, leaves the address bar, and changes nobody there', async () => {
    const own = await device(ada);
    await own.page.goto(`${stage.origin}/me`);
    await own.page.getByTestId('show-link').click();
    const link = await own.page.getByTestId('secret-link').inputValue();
    expect(link).toBe(`${stage.origin}/me#${ada.driverToken}`);

    const other = await device(bo, 390);
    const asked: string[] = [];
    other.page.on('request', (request) => asked.push(request.url()));
    await other.page.goto(link);
    await other.page.getByTestId('visit').waitFor();
    expect(other.page.url()).toBe(`${stage.origin}/me`);
    expect(await other.page.evaluate(() => location.hash)).toBe('');
    expect(asked.filter((url) => url.includes(ada.driverToken)).every((url) => url === link)).toBe(true);
    expect(await heading(other.page)).toBe(pseudonym(ada.driverId, 'en'));
    expect(await other.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    const stored = await other.page.evaluate(() => localStorage['mimic-gp-drivers']);
    expect(stored).toContain(bo.driverId);
    expect(stored).not.toContain(ada.driverToken);
    await other.page.getByTestId('to-own').click();
    await expect.poll(() => heading(other.page), SOON).toBe(pseudonym(bo.driverId, 'en'));
    expect([...own.faults, ...other.faults]).toEqual([]);
  });

  test('whoever agreed to an older text is asked again, and every choice is shown', async () => {
    const { page, faults } = await device(ada);
    await page.goto(stage.origin);
    await page.getByText('The text has changed').waitFor();
    await page.goto(`${stage.origin}/me`);
    await page.getByTestId('consent-shared').check();
    await page.getByTestId('save-choices').click();
    await page.getByTestId('choices').locator('summary', { hasText: '2' }).click();
    expect(await page.getByTestId('choices').locator('li').first().textContent()).toMatch(/recorded, others may race/);
    expect(await page.getByText('The text has changed').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test('everything can be taken away, one drive deleted, and then all of it', async () => {
    const { page, faults } = await device(ada);
    await page.goto(`${stage.origin}/me`);
    const downloading = page.waitForEvent('download');
    await page.getByTestId('take-away').click();
    const files = unzipSync(readFileSync(await (await downloading).path()));
    expect(Object.keys(files).filter((name) => name.endsWith('.mimiclog'))).toHaveLength(2);

    const drives = page.getByTestId('drives').locator('li');
    await expect.poll(() => drives.count(), SOON).toBe(2);
    await drives.first().getByTestId('delete-drive').click();
    expect(await page.locator('dialog[open]').textContent()).toContain('cannot be called back');
    await page.locator('dialog[open]').getByTestId('delete-drive-now').click();
    await page.getByTestId('went').waitFor();
    expect(await page.getByTestId('went').textContent()).toMatch(/Drives1.*cannot be called back/);
    await page.getByRole('button', { name: 'Understood' }).click();
    await expect.poll(() => drives.count(), SOON).toBe(1);

    await page.getByTestId('withdraw').click();
    await page.locator('dialog[open]').getByTestId('withdraw-now').click();
    await page.getByTestId('went').waitFor();
    await page.getByRole('button', { name: 'Understood' }).click();
    await page.getByText('Nothing of yours is kept yet').waitFor();
    expect((await stage.api(`/episodes?driver=${ada.driverId}`)).items).toEqual([]);
    await page.goto(`${stage.origin}/me#${ada.driverToken}`);
    await page.getByText('This link opens nothing any more').waitFor();
    expect(faults).toEqual([]);
  });
});
