import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { documentIn } from '../server/cli/commandline.ts';
import { noBrowser } from './browser.ts';
import { openStage, ring } from './stage.ts';
import { driveHome, expectUnharmed, startAlone, type Visit, visit } from './visit.ts';

/** Scripted drivers, some of whom leave the road, so that there is something to find. */
const DRIVES = [
  ['--skill', 'mid', '--hands', 'pad', '--seed', '2', '--laps', '4'],
  ['--skill', 'sloppy', '--hands', 'keyboard', '--seed', '5', '--laps', '6'],
];

async function seed(dataDir: string): Promise<void> {
  for (const words of DRIVES) await documentIn(dataDir, 'demonstrate', '--track', ring.id, ...words);
}

const rowsOf = (page: Page) => page.locator('.lap-line');
const timesOf = (page: Page): Promise<string[]> => page.locator('.lap-line .time').allTextContents();

describe.skipIf(noBrowser !== null)('the data pages', () => {
  const stage = openStage(seed);
  let here: Visit;
  let page: Page;
  let laps: number;

  test('lists a lap that was just driven among those of scripts', async () => {
    here = await visit(stage.browser, stage.origin);
    page = here.page;
    await page.locator('input[type=radio][value="1"]').check(); // laps
    await startAlone(here, ring.id);
    await driveHome(here, ring);
    await expect.poll(async () => (await stage.api(`/laps?kind=human`)).total, { timeout: 90_000 }).toBe(1);
    laps = (await stage.api('/laps')).total;
    await page.goto(`${stage.origin}/data?track=${ring.id}`);
    await expect.poll(() => rowsOf(page).count()).toBe(laps);
    expect(await page.locator('.lap-line', { hasText: 'You' }).count()).toBe(1);
  });

  test('filters by chips and by driver, and says how many each chip has', async () => {
    const flagged = (await stage.api('/laps?flagged=true')).total;
    expect(flagged).toBeGreaterThan(0);
    expect(flagged).toBeLessThan(laps);
    await expect.poll(() => page.getByTestId('chip-all').textContent()).toContain(String(laps));
    await expect.poll(() => page.getByTestId('chip-flagged').textContent()).toContain(String(flagged));
    await page.getByTestId('chip-flagged').click();
    await expect.poll(() => rowsOf(page).count()).toBe(flagged);
    expect(page.url()).toContain('flagged=true');
    await page.getByTestId('chip-all').click();
    await page.getByTestId('driver-search').fill('sloppy');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => rowsOf(page).count())
      .toBe((await stage.api('/laps?driver=scripted-sloppy-keyboard-5')).total);
    await page.getByTestId('driver-search').fill('');
    await expect.poll(() => rowsOf(page).count()).toBe(laps);
  });

  test('sorts by lap time both ways', async () => {
    const byTime = page.locator('th.time button');
    await byTime.click();
    const sorted = (times: string[]) => [...times].sort();
    await expect.poll(async () => (await timesOf(page)).join()).toBe(sorted(await timesOf(page)).join());
    const fastest = await timesOf(page);
    await byTime.click();
    await expect.poll(async () => (await timesOf(page)).join()).toBe([...fastest].reverse().join());
    expect(await page.locator('th.time').getAttribute('aria-sort')).toBe('descending');
    await page.locator('th.when button').click();
  });

  test('says of a flag what was found, by keyboard alone', async () => {
    await page.getByTestId('chip-flagged').click();
    await expect.poll(() => page.url()).toContain('flagged=true');
    const { items } = await stage.api('/laps?flagged=true');
    await expect.poll(() => rowsOf(page).count()).toBe(items.length);
    await rowsOf(page).first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const reasons = page.locator('.lap-reasons li');
    await expect.poll(() => reasons.count()).toBe(items[0].flags.length);
    await page.keyboard.press(' ');
    expect(await page.getByTestId('bulk-bar').textContent()).toMatch(/1 picked/);
    await page.keyboard.press(' ');
    await page.getByTestId('chip-all').click();
    await expect.poll(() => rowsOf(page).count()).toBe(laps);
  });

  test("marks one's own lap with a reason, and nobody else's", async () => {
    const others = page.locator('.lap-line', { hasText: 'Script' }).first();
    await others.getByTestId('details').click();
    expect(await page.getByTestId('lap-detail').textContent()).toMatch(/Only its driver/);
    expect(await page.getByTestId('flag').count()).toBe(0);
    await page.locator('.lap-line', { hasText: 'You' }).getByTestId('details').click();
    await page.getByTestId('flag').click();
    await page.getByTestId('reason').fill('Cuts turn 4');
    await page.getByTestId('confirm').click();
    await expect.poll(() => page.getByTestId('told').textContent()).toMatch(/Flagged 1 lap/);
    expect((await stage.api('/laps?kind=human')).items[0]).toMatchObject({ mark: 'flagged', reason: 'Cuts turn 4' });
    expect(await page.locator('.lap-line[data-mark=flagged]').count()).toBe(1);
  });

  test('shows where laps have been, as a picture and as a table', async () => {
    const card = page.getByTestId('coverage');
    await card.waitFor({ timeout: 90_000 });
    const painted = await card.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      const colours = new Set<number>();
      for (let k = 0; k < data.length; k += 4)
        if (data[k + 3]! === 255) colours.add(data[k]! * 65536 + data[k + 1]! * 256);
      return colours.size;
    });
    expect(painted).toBeGreaterThan(5);
    await card.getByRole('button', { name: /table/ }).click();
    expect(await card.locator('tbody tr').count()).toBeGreaterThan(20);
    await card.getByRole('button', { name: /table/ }).click();
  });

  test('makes a data set, another version, and compares them', async () => {
    const make = async (name: string, alter: () => Promise<void>): Promise<void> => {
      await page.goto(`${stage.origin}/data?track=${ring.id}`);
      await rowsOf(page).first().waitFor();
      await page.getByTestId('open-recipe').click();
      await page.getByTestId('dataset-name').fill(name);
      await alter();
      await page.getByTestId('make-dataset').click();
      await page.getByTestId('dataset-title').waitFor({ timeout: 90_000 });
    };
    await make('Ring', async () => {
      await page.getByTestId('whose').selectOption('scripted');
    });
    const first = (await stage.api('/datasets')).items[0];
    await make('Ring', async () => {
      await page.getByTestId('whose').selectOption('scripted');
      await page.getByLabel('Laps of each driver, at most').fill('2');
    });
    const second = (await stage.api('/datasets')).items[0];
    expect([first.version, second.version]).toEqual([1, 2]);
    expect(second.lapCount).toBe(4);
    expect(first.lapCount).toBeGreaterThan(4);
    expect(await page.getByTestId('dataset-version').textContent()).toBe('v2');
    await page.getByTestId('diff').waitFor({ timeout: 90_000 });
    const count = (name: string) => page.locator(`[data-diff=${name}]`).getAttribute('data-count');
    expect([await count('added'), await count('kept')]).toEqual(['0', '4']);
    expect(await count('removed')).toBe(String(first.lapCount - 4));
    expect(await page.getByTestId('diff').textContent()).toMatch(/laps502/);
    expect(await page.getByTestId('limits').textContent()).toMatch(/scripted drivers/);
    await expect.poll(() => page.locator('.lap-line .split').count()).toBe(second.lapCount);
  });

  test('makes the next version of it without a picked lap', async () => {
    const before = (await stage.api('/datasets')).items[0];
    await rowsOf(page).first().locator('input').click();
    await page.getByTestId('bulk-without').click();
    await expect.poll(() => page.getByTestId('dataset-version').textContent(), { timeout: 90_000 }).toBe('v3');
    expect((await stage.api('/datasets')).items[0].lapCount).toBe(before.lapCount - 1);
  });

  test('exports it, with its progress and then the file', async () => {
    await page.getByTestId('export-csv').click();
    const link = page.getByTestId('download-csv');
    await link.waitFor({ timeout: 90_000 });
    expect(await link.textContent()).toMatch(/\d+(\.\d)? [kM]B/);
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toMatch(/\.zip$/);
    expect(await download.failure()).toBeNull();
  });

  test('deletes a drive for good after asking, and nothing went wrong on the way', async () => {
    await page.goto(`${stage.origin}/data?track=${ring.id}&kind=human`);
    await rowsOf(page).first().getByTestId('details').click();
    await page.getByTestId('delete').click();
    expect(await page.locator('dialog[open]').textContent()).toMatch(/whole drive/);
    await page.getByTestId('confirm').click();
    await expect.poll(async () => (await stage.api('/laps?kind=human')).total, { timeout: 90_000 }).toBe(0);
    await expect.poll(() => rowsOf(page).count()).toBe(0);
    expectUnharmed(here, `localhost:${stage.server.port}`);
  });

  test('fits a phone in Korean, without a sideways scroll', async () => {
    const phone = await visit(stage.browser, `${stage.origin}/data`, {
      viewport: { width: 390, height: 844 },
      locale: 'ko-KR',
      hasTouch: true,
    });
    await rowsOf(phone.page).first().waitFor({ timeout: 90_000 });
    expect(await phone.page.locator('h1').textContent()).toBe('랩');
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    const { id } = (await stage.api('/datasets')).items[0];
    await phone.page.goto(`${stage.origin}/data/${id}`);
    await phone.page.getByTestId('dataset-title').waitFor({ timeout: 90_000 });
    await rowsOf(phone.page).first().waitFor({ timeout: 90_000 });
    expect(await phone.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expectUnharmed(phone, `localhost:${stage.server.port}`);
    await phone.page.context().close();
  });
});
