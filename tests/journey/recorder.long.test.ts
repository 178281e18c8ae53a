import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { DATABASE_FILE } from '../../server/store/database.ts';
import { noBrowser } from './browser.ts';
import { openStage } from './stage.ts';
import { expectUnharmed, startAlone, until, visit } from './visit.ts';

describe.skipIf(noBrowser !== null)('a disk that refuses while somebody races', () => {
  let dataDir = '';
  const stage = openStage(async (folder) => {
    dataDir = folder;
  });

  test('racing goes on, the page and the log say so, and say no more when it works again', async () => {
    const driver = await visit(stage.browser, stage.origin);
    const { page } = driver;
    await startAlone(driver, 'ring150');
    await page.keyboard.down('ArrowUp');
    await page.waitForFunction(
      () => Number(document.querySelector<HTMLElement>('[data-recorded-tick]')?.dataset.recordedTick) > 0,
    );
    const other = new DatabaseSync(join(dataDir, DATABASE_FILE), { timeout: 10_000 });
    other.exec('BEGIN EXCLUSIVE');
    const notice = page.getByTestId('recorder');
    await notice.waitFor();
    const words = await notice.innerText();
    const { tick } = await until(page, () => true);
    if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, 'recorder.png') });
    await until(page, (now) => now.tick > tick + 120);
    const held = Number(await page.locator('[data-recorded-tick]').getAttribute('data-recorded-tick'));
    expect(held).toBeLessThan(tick);
    other.exec('ROLLBACK');
    other.close();
    await notice.waitFor({ state: 'detached' });
    await page.waitForFunction(
      (before) => Number(document.querySelector<HTMLElement>('[data-recorded-tick]')?.dataset.recordedTick) > before,
      tick,
    );
    expect(words).toMatch(/The server’s disk is busy\. Your laps wait/);
    const told = stage.server.output();
    expect(told).toMatch(/"kind":"retrying","message":"database is locked"/);
    expect(told).toMatch(/"kind":"recording","message":"Logs are being written again\."/);
    expectUnharmed(driver, `localhost:${stage.server.port}`);
  });
});
