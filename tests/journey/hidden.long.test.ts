import { describe, expect, test } from 'vitest';
import { noBrowser } from './browser.ts';
import { openStage } from './stage.ts';
import { expectUnharmed, startAlone, until, visit } from './visit.ts';

/** Runs in the page: what a browser does when another tab comes to the front. */
function hide(hidden: boolean): void {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

describe.skipIf(noBrowser !== null)('a tab that is hidden at full throttle', () => {
  const stage = openStage();

  test('lets go: the car comes to a stop, and drives on when the tab is back and asks it to', async () => {
    const driver = await visit(stage.browser, `http://localhost:${stage.server.port}`);
    const { page } = driver;
    await startAlone(driver, 'oval');
    await page.keyboard.down('ArrowUp');
    const before = await until(page, ({ speed }) => speed > 8);
    // Headless Chromium keeps every tab in front: the event is made here, and the page frozen as a hidden one is.
    await page.evaluate(hide, true);
    const chromium = await page.context().newCDPSession(page);
    await chromium.send('Page.setWebLifecycleState', { state: 'frozen' });
    await new Promise((resolve) => setTimeout(resolve, 4000));
    await chromium.send('Page.setWebLifecycleState', { state: 'active' });
    await page.evaluate(hide, false);
    const after = await until(page, ({ tick }) => tick > before.tick + 200);
    // At full throttle it would do over 20 m/s; whoever has stood for three seconds is put back with 8.
    expect(after.speed).toBeLessThan(9);
    expect(after.distance).toBeLessThan(before.distance + 60);
    await page.keyboard.up('ArrowUp');
    await page.keyboard.down('ArrowUp');
    await until(page, ({ speed }) => speed > 10);
    expectUnharmed(driver, `localhost:${stage.server.port}`);
  });
});
