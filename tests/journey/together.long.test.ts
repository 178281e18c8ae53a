import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseTrackFile } from '../../shared/track/file.ts';
import { buildTrack } from '../../shared/track/track.ts';
import { LAN_HOST, noBrowser, openBrowser } from './browser.ts';
import { type RunningServer, startServer } from './server.ts';
import { driveHome, expectUnharmed, until, type Visit, visit } from './visit.ts';

const RING = join(import.meta.dirname, '../tracks/ring150.json');
const ring = buildTrack(parseTrackFile(JSON.parse(readFileSync(RING, 'utf8'))));
/** Two pictures are painted by one processor. */
const SMALL = { width: 720, height: 560 };

if (noBrowser) console.log(`The journey is skipped: ${noBrowser}`);

describe.skipIf(noBrowser !== null)('racing with people', () => {
  let server: RunningServer;
  let browser: Browser;
  const dataDir = mkdtempSync(join(tmpdir(), 'mimic-together-'));

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

  const visitAs = async (name: string, host: string, path = '/'): Promise<Visit> => {
    const here = await visit(browser, `http://${host}:${server.port}${path}`);
    await here.page.setViewportSize(SMALL);
    await here.page.locator('#nickname').fill(name);
    return here;
  };

  /** From the lobby to the waiting grid, one lap of the ring without rivals; the code as the page shows it. */
  const open = async ({ page }: Visit): Promise<string> => {
    await page.locator('input[value=people]').check();
    await page.locator('input[type=radio][value="1"]').check(); // laps
    await page.locator(`input[name=track][value=${ring.id}]`).check();
    for (let rival = 0; rival < 2; rival++) await page.getByTestId('fewer-rivals').click();
    await page.getByTestId('race-unrecorded').click();
    await page.getByTestId('waiting-grid').waitFor({ timeout: 30_000 });
    return (await page.getByTestId('race-code').textContent())?.trim() ?? '';
  };

  const joinBy = async ({ page }: Visit, typed: string): Promise<void> => {
    await page.locator('input[value=code]').check();
    await page.getByTestId('code').fill(typed);
    await page.getByTestId('race-unrecorded').click();
  };

  test('a second browser joins by the code on the first one’s page; both drive, and both stand in the results', async () => {
    const mina = await visitAs('Mina', 'localhost');
    const code = await open(mina);
    expect(code).toMatch(/^[2-9A-Z]{6}$/);
    expect(await mina.page.getByTestId('race-link').inputValue()).toBe(`http://localhost:${server.port}/?code=${code}`);
    const junho = await visitAs('Junho', 'localhost');
    await joinBy(junho, code.toLowerCase());
    await junho.page.getByTestId('waiting-grid').waitFor({ timeout: 30_000 });
    for (const { page } of [mina, junho]) {
      await expect.poll(() => page.getByTestId('present').textContent(), { timeout: 5000 }).toMatch(/Mina.*Junho/s);
    }
    // Nobody starts before both are ready.
    await mina.page.getByTestId('ready').click();
    await mina.page.waitForTimeout(500);
    expect((await until(mina.page, () => true)).phase).toBe('waiting');
    await junho.page.getByTestId('ready').click();
    const [first, second] = await Promise.all([driveHome(mina, ring), driveHome(junho, ring)]);
    expect(Math.min(first.distance, second.distance)).toBeGreaterThan(ring.length);
    for (const { page } of [mina, junho]) {
      expect(await page.getByTestId('results').textContent()).toMatch(/Mina/);
      expect(await page.getByTestId('results').textContent()).toMatch(/Junho/);
    }
    for (const here of [mina, junho]) expectUnharmed(here, `localhost:${server.port}`);

    // Once more under the same code, whoever asks first.
    await junho.page.getByTestId('again').click();
    await mina.page.getByTestId('again').click();
    for (const { page } of [mina, junho]) {
      await page.getByTestId('waiting-grid').waitFor({ timeout: 30_000 });
      await expect.poll(() => page.getByTestId('present').textContent(), { timeout: 5000 }).toMatch(/Junho.*Mina/s);
      expect((await page.getByTestId('race-code').textContent())?.trim()).toBe(code);
      await page.context().close();
    }
  }, 90_000);

  test('a link opens the lobby with its code, without a clipboard says how to copy it, and tells why a code does not work', async () => {
    const mina = await visitAs('Mina', LAN_HOST);
    const code = await open(mina);
    await mina.page.getByTestId('copy-link').click();
    await expect.poll(() => mina.page.getByTestId('copy-told').textContent()).toMatch(/Ctrl\+C/);
    const link = await mina.page.getByTestId('race-link').inputValue();
    expect(await mina.page.evaluate(() => window.isSecureContext || String(getSelection()))).toBe(link);

    const guest = await visitAs('Junho', LAN_HOST, `/${new URL(link).search}`);
    expect(await guest.page.getByTestId('code').inputValue()).toBe(code);
    await expect.poll(() => guest.page.locator('#company-status').textContent()).toMatch(/waits for you/);
    await mina.page.getByTestId('ready').click();
    await until(mina.page, ({ phase }) => phase !== 'waiting');
    await guest.page.getByTestId('race-unrecorded').click();
    await guest.page.locator('[data-failure=begun]').waitFor({ timeout: 20_000 });
    await guest.page.getByTestId('failure-lobby').click();
    expect(await guest.page.getByTestId('code').inputValue()).toBe(code);
    await joinBy(guest, 'ZZZZZZ');
    await guest.page.locator('[data-failure=unknown]').waitFor({ timeout: 20_000 });
    expectUnharmed(mina, `${LAN_HOST}:${server.port}`);
    for (const { page } of [mina, guest]) await page.context().close();
  }, 60_000);
});
