import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PublicTrajectory } from '../../shared/episode/trajectory.ts';
import { LAN_HOST, noBrowser } from './browser.ts';
import { openStage, ring } from './stage.ts';
import { driveHome, expectUnharmed, keptLaps, startAlone, type Visit, visit } from './visit.ts';

/** What the stage says it draws. */
interface Drawn {
  tick: number;
  car: string;
  pose: number[];
}

async function drawn(page: Page): Promise<Drawn> {
  const data = await page.getByTestId('stage').evaluate((element) => ({ ...(element as HTMLElement).dataset }));
  return { tick: Number(data.tick), car: data.car ?? '', pose: [data.x, data.y, data.heading].map(Number) };
}

const atTick = (page: Page, tick: number): Promise<void> =>
  expect.poll(async () => (await drawn(page)).tick, { timeout: 5000 }).toBe(tick);

/** Every second of the race ended in the race's own state. */
async function expectEqual(page: Page): Promise<void> {
  const told = page.getByTestId('equality');
  await told.waitFor({ timeout: 90_000 });
  const { equal, all } = await told.evaluate((element) => ({ ...(element as HTMLElement).dataset }));
  expect(Number(all)).toBeGreaterThan(5);
  expect(equal).toBe(all);
}

/** A browser notes every refusal of a log that is not closed yet; nothing else may have gone wrong. */
function expectUnharmedButRefused(here: Visit, host: string): void {
  const errors = here.errors.filter((error) => !/status of 409/.test(error));
  expectUnharmed({ ...here, errors }, host);
}

describe.skipIf(noBrowser !== null)('the replay theatre', () => {
  const stage = openStage();
  let trajectory: PublicTrajectory;
  let raceId: string;

  beforeAll(async () => {
    const here = await visit(stage.browser, `http://localhost:${stage.server.port}`);
    await here.page.locator('input[type=radio][value="1"]').check(); // laps
    await startAlone(here, ring.id);
    await driveHome(here, ring);
    // Straight from the results, while the server is still closing the log.
    await here.page.getByTestId('watch-again').click();
    await expectEqual(here.page);
    expectUnharmedButRefused(here, `localhost:${stage.server.port}`);
    expect(await keptLaps(stage.server.port, `track=${ring.id}`)).toHaveLength(1);
    await here.page.context().close();
    const [episode] = (await stage.api(`/episodes?track=${ring.id}`)).items;
    raceId = episode.raceId;
    trajectory = await stage.api(`/episodes/${episode.id}/trajectory`);
  });

  const poseAt = (tick: number): number[] =>
    ['x', 'y', 'heading'].map((name) => trajectory.rows[tick]![trajectory.columns.indexOf(name)] as number);

  test('from the list to any tick: the car is drawn where its trajectory has it, and the race is proved equal', async () => {
    const here = await visit(stage.browser, `http://localhost:${stage.server.port}/theatre`);
    const { page } = here;
    await page.locator(`[data-race="${raceId}"]`).click();
    await expectEqual(page);
    const last = trajectory.rows.length - 1;
    for (const tick of [last, 0, 1, Math.floor(last / 2), last - 61]) {
      await page.getByTestId('scrub').fill(String(tick));
      await atTick(page, tick);
      expect((await drawn(page)).pose).toEqual(poseAt(tick));
    }
    expectUnharmed(here, `localhost:${stage.server.port}`);
    await page.context().close();
  });

  test('keys play, pause, step by frames and by seconds, and show the whole track', async () => {
    const here = await visit(stage.browser, `http://localhost:${stage.server.port}/theatre?race=${raceId}&t=2`);
    const { page } = here;
    await expectEqual(page);
    await atTick(page, 120);
    await page.keyboard.press('ArrowRight');
    await atTick(page, 121);
    await page.keyboard.press('Shift+ArrowLeft');
    await atTick(page, 61);
    expect((await drawn(page)).pose).toEqual(poseAt(61));
    await page.keyboard.press('End');
    await atTick(page, trajectory.rows.length - 1);
    // At the end it plays from the beginning.
    await page.keyboard.press(' ');
    await expect.poll(async () => (await drawn(page)).tick).toBeLessThan(trajectory.rows.length - 1);
    const before = (await drawn(page)).tick;
    await expect.poll(async () => (await drawn(page)).tick).toBeGreaterThan(before + 10);
    await page.keyboard.press(' ');
    const stopped = (await drawn(page)).tick;
    await page.waitForTimeout(300);
    expect((await drawn(page)).tick).toBe(stopped);
    await page.keyboard.press('0');
    await expect.poll(() => page.getByTestId('stage').getAttribute('data-whole')).toBe('true');
    await page.keyboard.press('1');
    await expect.poll(() => page.getByTestId('stage').getAttribute('data-whole')).toBe('false');
    expectUnharmed(here, `localhost:${stage.server.port}`);
    await page.context().close();
  });

  // Plain http has no clipboard: there the address stands selected.
  test.each([
    ['localhost', /Copied|Selected/],
    [LAN_HOST, /Selected/],
  ])(
    'at %s a shared link brings another browser to the same moment, car and speed',
    async (host, told) => {
      const origin = `http://${host}:${stage.server.port}`;
      const here = await visit(stage.browser, `${origin}/theatre?race=${raceId}&t=3.25&speed=0.5`);
      await expectEqual(here.page);
      await here.page.keyboard.press('ArrowRight');
      await atTick(here.page, 196);
      await here.page.getByTestId('share').click();
      await expect.poll(() => here.page.getByTestId('share-told').textContent()).toMatch(told);
      const link = await here.page.getByTestId('share-link').inputValue();
      if (host === LAN_HOST) expect(await here.page.evaluate(() => String(getSelection()))).toBe(link);
      const there = await visit(stage.browser, link, { locale: 'ko-KR' });
      await expectEqual(there.page);
      await atTick(there.page, 196);
      expect(await drawn(there.page)).toEqual(await drawn(here.page));
      expect((await drawn(there.page)).pose).toEqual(poseAt(196));
      expect(await there.page.locator('input[type=radio][value="0.5"]').isChecked()).toBe(true);
      // The other browser reads Korean.
      expect(await there.page.locator('h1').textContent()).toMatch(/다시 보기$/);
      expect(await there.page.getByTestId('equality').textContent()).toMatch(/재현이 레이스와 같아요/);
      expect(await there.page.locator('.theatre-tower').textContent()).toMatch(/순위.*선두|순위.*완주/s);
      for (const visited of [here, there]) {
        expectUnharmed(visited, `${host}:${stage.server.port}`);
        await visited.page.context().close();
      }
    },
    900_000,
  );

  test('a race that is not kept says so and leads back to the list', async () => {
    const { page } = await visit(stage.browser, `http://localhost:${stage.server.port}/theatre?race=r-nowhere`);
    await page.getByRole('alert').waitFor({ timeout: 90_000 });
    expect(await page.getByRole('alert').textContent()).toMatch(/r-nowhere/);
    await page.locator('main a[href="/theatre"]').click();
    await page.locator(`[data-race="${raceId}"]`).waitFor({ timeout: 90_000 });
    await page.context().close();
  });
});
