import { describe, expect, test } from 'vitest';
import { LAN_HOST, noBrowser } from './browser.ts';
import { openStage, ring } from './stage.ts';
import { driveHome, expectUnharmed, startAlone, until, visit } from './visit.ts';

/** What any browser may lack over plain http, whatever this one still gives; storage may be forbidden besides. */
function takeAway(): void {
  for (const name of [
    'getGamepads',
    'clipboard',
    'mediaDevices',
    'gpu',
    'keyboard',
    'share',
    'wakeLock',
    'serviceWorker',
  ])
    Object.defineProperty(Navigator.prototype, name, { get: () => undefined, configurable: true });
  for (const name of ['randomUUID', 'subtle'])
    Object.defineProperty(Crypto.prototype, name, { get: () => undefined, configurable: true });
}

function forbidStorage(): void {
  for (const name of ['localStorage', 'sessionStorage'])
    Object.defineProperty(window, name, {
      get: () => {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
      },
    });
}

describe.skipIf(noBrowser !== null)('over plain http on a LAN', () => {
  const stage = openStage();

  const origin = (): string => `http://${LAN_HOST}:${stage.server.port}`;

  test('lobby, settings, race, results and invitation work, and each missing feature is told of where it is looked for', async () => {
    const here = await visit(stage.browser, origin(), {}, takeAway);
    const { page } = here;
    expect(
      await page.evaluate(() => [window.isSecureContext, typeof navigator.getGamepads, typeof crypto.randomUUID]),
    ).toEqual([false, 'undefined', 'undefined']);
    await page.getByTestId('settings').click();
    const told = page.getByTestId('no-gamepad');
    expect(await told.textContent()).toMatch(/plain http.*gamepad only over https/);
    expect(await page.getByTestId('settings-dialog').textContent()).toMatch(/named by their place on a US keyboard/);
    await page.getByTestId('settings-done').click();

    await page.locator('label[lang=ko]').click();
    await page.getByTestId('settings').click();
    expect(await told.textContent()).toMatch(/http라서 .*게임패드/);
    await page.getByTestId('settings-done').click();
    await page.locator('label[lang=en]').click();

    await page.locator('input[value=alone]').check();
    await page.locator('input[type=radio][value="1"]').check(); // laps
    await startAlone(here, ring.id);
    await page.keyboard.press('KeyO');
    await told.waitFor();
    await page.keyboard.press('Escape');
    await driveHome(here, ring);
    expect(await page.getByTestId('results').textContent()).toMatch(/\d:\d\d\.\d\d\d|\d\d\.\d/);

    await page.goto(origin());
    await page.locator('input[value=people]').check();
    await page.getByTestId('race-recorded').click();
    await page.getByTestId('copy-link').click({ timeout: 90_000 });
    await expect.poll(() => page.getByTestId('copy-told').textContent()).toMatch(/Ctrl\+C/);
    expectUnharmed(here, `${LAN_HOST}:${stage.server.port}`);
    await page.context().close();
  });

  test('a browser that forbids storage still races; choices last as long as the page', async () => {
    const here = await visit(stage.browser, origin(), {}, forbidStorage);
    const { page } = here;
    await page.getByTestId('settings').click();
    await page.locator('input[value=tritanopia]').check();
    await page.getByTestId('settings-done').click();
    expect(await page.evaluate(() => document.documentElement.dataset.palette)).toBe('tritanopia');
    await startAlone(here, ring.id);
    await page.keyboard.down('ArrowUp');
    await until(page, (now) => now.speed > 3);
    await page.keyboard.up('ArrowUp');
    expectUnharmed(here, `${LAN_HOST}:${stage.server.port}`);
    await page.context().close();
  });
});
