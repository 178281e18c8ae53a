import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { noBrowser } from './browser.ts';
import { openStage, ring } from './stage.ts';
import { expectUnharmed, startAlone, until, visit } from './visit.ts';

describe.skipIf(noBrowser !== null)('the cars', () => {
  const stage = openStage();

  test.each(['kart', 'gt', 'drifter'])(
    'a %s from the lobby: off the grid, left, right, and to a stop',
    async (car) => {
      const here = await visit(stage.browser, `http://localhost:${stage.server.port}`);
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
      expectUnharmed(here, `localhost:${stage.server.port}`);
      await page.context().close();
    },
    900_000,
  );
});

const heading = (page: Page): Promise<number> =>
  page.evaluate(() => Number(document.querySelector<HTMLElement>('[data-testid=hud]')!.dataset.heading));

/** Hold a key until the car points where it should. */
async function turn(page: Page, key: string, there: (heading: number) => boolean): Promise<void> {
  await page.keyboard.down(key);
  try {
    await expect.poll(async () => there(await heading(page)), { timeout: 90_000, interval: 30 }).toBe(true);
  } finally {
    await page.keyboard.up(key);
  }
}
