import { describe, expect, test } from 'vitest';
import { driveByKeys } from './autopilot.ts';
import { noBrowser } from './browser.ts';
import { joinGrid, openRace, visitAs } from './company.ts';
import { openStage, ring } from './stage.ts';
import { driveHome, expectUnharmed, until, type Visit } from './visit.ts';

describe.skipIf(noBrowser !== null)('coming back into a race', () => {
  const stage = openStage();
  let mina: Visit;
  let junho: Visit;
  const origin = (): string => `http://localhost:${stage.server.port}`;

  /** Two people on the road, so many laps of the ring. */
  const raceTogether = async (laps: number): Promise<void> => {
    mina = await visitAs(stage.browser, 'Mina', origin());
    junho = await visitAs(stage.browser, 'Junho', origin());
    const code = await openRace(mina, ring.id, laps);
    await joinGrid(junho, code);
    for (const { page } of [mina, junho]) await page.getByTestId('ready').click();
    for (const { page } of [mina, junho]) await until(page, ({ phase }) => phase === 'racing');
  };
  const leaveBoth = async (): Promise<void> => {
    for (const here of [mina, junho]) expectUnharmed(here, `localhost:${stage.server.port}`);
    for (const { page } of [mina, junho]) await page.context().close();
  };

  test('a reload in the middle of a lap leads back into the same car', async () => {
    await raceTogether(1);
    const { page } = junho;
    expect(await page.getByTestId('guide').getAttribute('data-step')).toBe('steer');
    const before = await driveByKeys(page, ring, ({ distance }) => distance > 30);
    await page.reload();
    const after = await until(page, ({ phase, distance }) => phase === 'racing' && distance > 0);
    expect(after.distance).toBeGreaterThanOrEqual(before.distance - 1);
    expect(await page.getByTestId('hud').textContent()).toMatch(/Mina/);
    const [home] = await Promise.all([driveHome(junho, ring), driveHome(mina, ring)]);
    expect(home.distance).toBeGreaterThan(ring.length);
    // What was really done in the first race is not taught again.
    expect(await page.evaluate(() => localStorage.getItem('mimic-gp-guide'))).toMatch(/steer.*lap/);
    await leaveBoth();
  });

  test('somebody drives for a person who is gone, everybody sees it, and the wheel is theirs again on return', async () => {
    await raceTogether(3);
    const { page } = junho;
    // Whoever stood before the other's car would hold up its substitute; until her page is closed.
    void driveByKeys(mina.page, ring, () => false).catch(() => undefined);
    const before = await driveByKeys(page, ring, ({ distance }) => distance > 20);
    // The last frame is held on for a while: whoever goes with the wheel turned ends at the wall.
    await page.waitForTimeout(150);
    await page.goto('about:blank');
    const hud = mina.page.getByTestId('hud');
    await expect.poll(() => hud.textContent(), { timeout: 90_000 }).toMatch(/Junho.*Script drives/s);
    await mina.page.waitForTimeout(2500);

    await page.goto(`${origin()}/race`);
    await page.getByTestId('stood-in').waitFor({ timeout: 90_000 });
    expect(await page.getByTestId('stood-in').textContent()).toMatch(/scripted driver drove/);
    const after = await until(page, ({ distance }) => distance > 0);
    // A car that nobody drives brakes within ten metres.
    expect(after.distance).toBeGreaterThan(before.distance + 12);
    await expect.poll(() => hud.textContent(), { timeout: 90_000 }).not.toMatch(/Script drives/);
    const lap = Math.max(1, after.lap);
    const driven = await driveByKeys(page, ring, (now) => now.lap > lap || now.phase === 'finished');
    expect(driven.distance).toBeGreaterThan(after.distance + 20);
    await leaveBoth();
  });
});
