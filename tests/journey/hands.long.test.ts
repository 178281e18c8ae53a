import type { CDPSession, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { noBrowser } from './browser.ts';
import { openStage, ring } from './stage.ts';
import { expectUnharmed, startAlone, until, type Visit, visit } from './visit.ts';

const TICKS_A_SECOND = 60;

describe.skipIf(noBrowser !== null)('what hands can do', () => {
  const stage = openStage();

  const origin = (): string => `http://localhost:${stage.server.port}`;
  const done = async (here: Visit): Promise<void> => {
    expectUnharmed(here, `localhost:${stage.server.port}`);
    await here.page.context().close();
  };

  test('keys are given other work in the settings, conflicts are asked about, and the race obeys after a reload', async () => {
    const here = await visit(stage.browser, origin());
    const { page } = here;
    // By keyboard alone: open, choose the place, press the key.
    await page.getByTestId('settings').focus();
    await page.keyboard.press('Enter');
    await giveKey(page, 'key-throttle-0', 'KeyI');
    await giveKey(page, 'key-brake-0', 'KeyM');
    expect(await page.getByTestId('key-conflict').textContent()).toMatch(/M .*Sound off and on.*Brake/);
    await page.getByTestId('key-move').press('Enter');
    expect(await page.getByTestId('key-mute-0').textContent()).toBe('+');
    await giveKey(page, 'key-left-0', 'Escape');
    expect(await page.getByTestId('key-left-0').textContent()).toBe('←');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByTestId('settings-dialog').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('settings');
    await page.reload();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await page.evaluate(() => document.documentElement.dataset.motion)).toBe('reduced');

    await startAlone(here, ring.id);
    await page.keyboard.press('ArrowUp', { delay: 400 });
    expect((await until(page, () => true)).speed).toBeLessThan(0.5);
    await page.keyboard.down('KeyI');
    const fast = await until(page, (now) => now.speed > 5);
    await page.keyboard.up('KeyI');
    await page.keyboard.down('KeyM');
    await until(page, (now) => now.speed < fast.speed / 2);
    await page.keyboard.up('KeyM');
    // O opens the settings over the race; Escape closes them and does not leave.
    await page.keyboard.press('KeyO');
    await page.getByTestId('settings-dialog').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByTestId('settings-dialog').count()).toBe(0);
    expect(await page.getByTestId('leave').isVisible()).toBe(false);
    await done(here);
  });

  test('R puts the car back on the road within a second of the race, Backspace starts it again at once', async () => {
    const here = await visit(stage.browser, origin());
    const { page } = here;
    await startAlone(here, ring.id);
    await page.keyboard.down('ArrowUp');
    await until(page, (now) => now.speed > 4);
    await page.keyboard.up('ArrowUp');
    await page.keyboard.down('ArrowDown');
    await until(page, (now) => now.speed < 0.5);
    await page.keyboard.up('ArrowDown');
    const ticks = await ticksUntil(page, 'KeyR', ({ vx }) => Number(vx) > 7);
    // The rule: at 8 m/s again within a second.
    expect(ticks).toBeLessThan(TICKS_A_SECOND);

    const race = await page.evaluate(() => performance.now());
    await page.keyboard.press('Backspace');
    await until(page, (now) => now.phase === 'countdown');
    const onGrid = (await page.evaluate(() => performance.now())) - race;
    await page.keyboard.down('ArrowUp');
    const moving = await firstTick(page, ({ phase, speed }) => phase === 'racing' && Number(speed) > 0.5);
    await page.keyboard.up('ArrowUp');
    console.log(
      `back on the road ${ticks} ticks after the key; after Backspace on the grid in ${onGrid.toFixed(0)} ms, moving ${moving} ticks after the lights`,
    );
    expect(moving).toBeLessThan(TICKS_A_SECOND);
    await done(here);
  });

  test('a gamepad steers and drives, its middle is as wide as chosen, and its button leads back to the road', async () => {
    const here = await visit(stage.browser, origin(), {}, plugIn);
    const { page } = here;
    await startAlone(here, ring.id);
    await hold(page, { throttle: 1 });
    await until(page, (now) => now.speed > 5);
    const straight = await heading(page);
    await hold(page, { throttle: 0.3, stick: 0.06 });
    await page.waitForTimeout(500);
    expect(Math.abs((await heading(page)) - straight)).toBeLessThan(0.01);
    // To the left is a negative axis, and a growing heading.
    await hold(page, { throttle: 0.3, stick: -0.8 });
    await expect.poll(() => heading(page), { timeout: 90_000 }).toBeGreaterThan(straight + 0.2);
    await hold(page, { brake: 1 });
    await until(page, (now) => now.speed < 0.5);
    await hold(page, { respawn: true });
    await until(page, (now) => now.speed > 7);
    await hold(page, {});
    await done(here);
  });

  test('thumbs steer and drive on a phone', async () => {
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
    const here = await visit(stage.browser, origin(), phone);
    const { page } = here;
    await startAlone(here, ring.id);
    const touch = await page.context().newCDPSession(page);
    await press(touch, page, ['touch-throttle']);
    await until(page, (now) => now.speed > 5);
    const straight = await heading(page);
    await press(touch, page, ['touch-throttle', 'touch-steer']);
    await expect.poll(() => heading(page), { timeout: 90_000 }).toBeGreaterThan(straight + 0.15);
    await press(touch, page, ['touch-brake']);
    await until(page, (now) => now.speed < 0.5);
    await press(touch, page, []);
    await page.getByTestId('touch-respawn').tap();
    await until(page, (now) => now.speed > 5);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await done(here);
  });
});

async function giveKey(page: Page, slot: string, key: string): Promise<void> {
  await page.getByTestId(slot).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press(key);
}

const heading = (page: Page): Promise<number> =>
  page.evaluate(() => Number(document.querySelector<HTMLElement>('[data-testid=hud]')!.dataset.heading));

/** The race tick at which the HUD first tells something, as the page itself sees it. */
function firstTick(page: Page, reached: (data: DOMStringMap) => boolean): Promise<number> {
  return page.evaluate((source) => {
    const there = new Function(`return ${source}`)() as (data: DOMStringMap) => boolean;
    return new Promise<number>((resolve) => {
      const look = (): void => {
        const hud = document.querySelector<HTMLElement>('[data-testid=hud]');
        if (hud && there(hud.dataset)) resolve(Number(hud.dataset.tick));
        else requestAnimationFrame(look);
      };
      look();
    });
  }, reached.toString());
}

/** Race ticks from a key that goes down to what the HUD then tells, both seen by the page itself. */
async function ticksUntil(page: Page, key: string, reached: (data: DOMStringMap) => boolean): Promise<number> {
  await page.evaluate((source) => {
    const hud = document.querySelector<HTMLElement>('[data-testid=hud]')!;
    const there = new Function(`return ${source}`)() as (data: DOMStringMap) => boolean;
    const told = window as unknown as { ticks?: number };
    window.addEventListener(
      'keydown',
      () => {
        const from = Number(hud.dataset.tick);
        const look = (): void => {
          if (there(hud.dataset)) told.ticks = Number(hud.dataset.tick) - from;
          else requestAnimationFrame(look);
        };
        look();
      },
      { once: true },
    );
  }, reached.toString());
  await page.keyboard.press(key);
  await page.waitForFunction(() => (window as unknown as { ticks?: number }).ticks !== undefined, undefined, {
    timeout: 90_000,
  });
  return page.evaluate(() => (window as unknown as { ticks: number }).ticks);
}

interface Held {
  throttle?: number;
  brake?: number;
  /** + right. */
  stick?: number;
  respawn?: boolean;
}

/** Runs in the page: a standard gamepad whose axes and buttons a test holds; found before the race began. */
function plugIn(): void {
  const button = () => ({ pressed: false, touched: false, value: 0 });
  const pad = {
    id: 'Test pad',
    index: 0,
    connected: true,
    mapping: 'standard',
    axes: [0, 0, 0, 0],
    buttons: Array.from({ length: 17 }, button),
    timestamp: 0,
    vibrationActuator: null,
  };
  Object.defineProperty(navigator, 'getGamepads', { value: () => [pad], configurable: true });
  Object.assign(window, { testPad: pad });
}

async function hold(page: Page, held: Held): Promise<void> {
  await page.evaluate(({ throttle = 0, brake = 0, stick = 0, respawn = false }) => {
    const { testPad } = window as unknown as {
      testPad: { axes: number[]; buttons: { value: number; pressed: boolean }[] };
    };
    testPad.axes[0] = stick;
    testPad.buttons[7]!.value = throttle;
    testPad.buttons[6]!.value = brake;
    testPad.buttons[3]!.pressed = respawn;
  }, held);
}

/** Whether a finger is on the glass. */
let down = false;

/** Fingers on these controls and nowhere else: on the left half of the steering pad, in the middle of a pedal. */
async function press(touch: CDPSession, page: Page, controls: readonly string[]): Promise<void> {
  if (down) await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  down = controls.length > 0;
  if (!down) return;
  const touchPoints = [];
  for (const [id, control] of controls.entries()) {
    const box = (await page.getByTestId(control).boundingBox())!;
    const share = control === 'touch-steer' ? 0.15 : 0.5;
    touchPoints.push({ x: box.x + share * box.width, y: box.y + box.height / 2, id });
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
}
