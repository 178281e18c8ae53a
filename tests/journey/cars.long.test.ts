import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseTrackFile } from '../../shared/track/file.ts';
import { buildTrack } from '../../shared/track/track.ts';
import { noBrowser, openBrowser } from './browser.ts';
import { type RunningServer, startServer } from './server.ts';
import { expectUnharmed, startAlone, until, visit } from './visit.ts';

const RING = join(import.meta.dirname, '../tracks/ring150.json');
const ring = buildTrack(parseTrackFile(JSON.parse(readFileSync(RING, 'utf8'))));

if (noBrowser) console.log(`The journey is skipped: ${noBrowser}`);

describe.skipIf(noBrowser !== null)('the cars', () => {
  let server: RunningServer;
  let browser: Browser;
  const dataDir = mkdtempSync(join(tmpdir(), 'mimic-cars-'));

  beforeAll(async () => {
    mkdirSync(join(dataDir, 'tracks'));
    copyFileSync(RING, join(dataDir, 'tracks/ring150.json'));
    server = await startServer(dataDir);
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test.each(['kart', 'gt', 'drifter'])(
    'a %s from the lobby: off the grid, left, right, and to a stop',
    async (car) => {
      const here = await visit(browser, `http://localhost:${server.port}`);
      const { page } = here;
      await page.locator(`input[name=car][value=${car}]`).check();
      await startAlone(here, ring.id);
      const from = await until(page, () => true);
      await page.keyboard.down('ArrowUp');
      await until(page, (now) => now.speed > 7);
      await page.keyboard.up('ArrowUp');
      const straight = await heading(page);
      await turn(page, 'ArrowLeft', (now) => now > straight + 0.2);
      const left = await heading(page);
      await turn(page, 'ArrowRight', (now) => now < left - 0.2);
      await page.keyboard.down('ArrowDown');
      const stopped = await until(page, (now) => now.speed < 0.2);
      await page.keyboard.up('ArrowDown');
      expect(stopped.distance).toBeGreaterThan(from.distance + 5);
      expectUnharmed(here, `localhost:${server.port}`);
      await page.context().close();
    },
    60_000,
  );
});

const heading = (page: Page): Promise<number> =>
  page.evaluate(() => Number(document.querySelector<HTMLElement>('[data-testid=hud]')!.dataset.heading));

/** Hold a key until the car points where it should. */
async function turn(page: Page, key: string, there: (heading: number) => boolean): Promise<void> {
  await page.keyboard.down(key);
  try {
    await expect.poll(async () => there(await heading(page)), { timeout: 10_000, interval: 30 }).toBe(true);
  } finally {
    await page.keyboard.up(key);
  }
}
