import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { PublicTrajectory } from '../../shared/episode/trajectory.ts';
import { driveByKeys } from './autopilot.ts';
import { noBrowser } from './browser.ts';
import { openStage, ring } from './stage.ts';
import { driveHome, expectUnharmed, keptLaps, startAlone, type Visit, visit } from './visit.ts';

/** Half a tick's way at 19 m/s, and the chords between the states of every third tick. */
const NEAR_METRES = 19 / 120 + 0.1;
/** So many ticks from the newest patch the drawn moment may be, before or after. */
const WINDOW_TICKS = 60;

/** x, y and heading of the ghost at a tick and as drawn then. */
interface Sighting {
  tick: number;
  at: number[];
  drawn: number[];
}

/** Look at the ghost every tenth of a second or so of the race. */
async function watchGhost(page: Page): Promise<() => Promise<Sighting[]>> {
  await page.evaluate(() => {
    const seen: Sighting[] = [];
    Object.assign(window, { seen });
    const hud = document.querySelector<HTMLElement>('[data-testid=hud]')!;
    const look = (): void => {
      const { phase, tick, ghostAt, ghostDrawn } = hud.dataset;
      if (phase === 'racing' && ghostAt && ghostDrawn) {
        const [at, drawn] = [ghostAt, ghostDrawn].map((pose) => pose.split(' ').map(Number));
        seen.push({ tick: Number(tick), at: at!, drawn: drawn! });
      }
      if (phase !== 'finished') setTimeout(look, 100);
    };
    look();
  });
  return () => page.evaluate(() => (window as unknown as { seen: Sighting[] }).seen);
}

/** Once more alone, with the track and without the rivals that the lobby still knows of. */
async function startAgain(page: Page): Promise<void> {
  await page.locator('input[value=alone]').check();
  await page.getByTestId('race-recorded').click();
  await page.getByTestId('hud').waitFor({ timeout: 90_000 });
}

/** At every tick in its state to the bit; drawn on the same way, near in time. */
function expectOnItsWay(seen: readonly Sighting[], { columns, rows }: PublicTrajectory): void {
  const poses = rows.map((row) => ['x', 'y', 'heading'].map((name) => row[columns.indexOf(name)] as number));
  const driving = seen.filter(({ tick }) => tick >= 0 && tick < poses.length);
  expect(driving.length).toBeGreaterThan(20);
  for (const { tick, at } of driving) expect(at).toEqual(poses[tick]);
  const away = driving.map(({ tick, drawn }) => {
    const near = poses.slice(Math.max(0, tick - WINDOW_TICKS), tick + WINDOW_TICKS);
    return Math.min(...near.map(([x, y]) => Math.hypot(x! - drawn[0]!, y! - drawn[1]!)));
  });
  away.sort((one, other) => one - other);
  // Not at its worst: where patches come late, as on a busy machine, a drawn car goes on along its arc and slides back.
  expect(away[Math.floor(away.length / 2)]).toBeLessThan(NEAR_METRES);
}

describe.skipIf(noBrowser !== null)('racing one’s own ghost', () => {
  const stage = openStage();

  /** A clean lap that is kept, if need be at a second or third try; the episode it is in. */
  async function driveCleanLap(here: Visit): Promise<string> {
    for (let race = 1; race <= 3; race++) {
      await here.page.locator('input[type=radio][value="1"]').check(); // laps
      if (race === 1) await startAlone(here, ring.id);
      else await startAgain(here.page);
      await driveHome(here, ring);
      await keptLaps(stage.server.port, `track=${ring.id}`, race);
      await here.page.goto(`http://localhost:${stage.server.port}`);
      const { track } = await stage.api(`/ghosts?track=${ring.id}`);
      if (track !== null) return track;
    }
    throw new Error('Three races without a clean lap.');
  }

  test('it is chosen in the lobby, drawn where its trajectory says, and stands in no order', async () => {
    const here = await visit(stage.browser, `http://localhost:${stage.server.port}`);
    const { page } = here;
    const episodeId = await driveCleanLap(here);
    await page.locator('input[value=alone]').check();
    await page.getByTestId('ghost-choice').locator('input[value=own]').check();
    await startAgain(page);
    const sightings = await watchGhost(page);
    await driveByKeys(page, ring, (now) => now.distance > 60);
    expect(await page.locator('.race-tower li').count()).toBe(1);
    if (process.env.JOURNEY_PICTURES) await page.screenshot({ path: join(process.env.JOURNEY_PICTURES, 'ghost.png') });
    await driveHome(here, ring);
    expectOnItsWay(await sightings(), await stage.api(`/episodes/${episodeId}/trajectory`));
    // The results tell how far it was; it has no row there.
    expect(await page.locator('.race-table tbody tr').count()).toBe(1);
    expect(Number(await page.locator('[data-ghost-ms]').getAttribute('data-ghost-ms'))).not.toBeNaN();
    expect(await page.getByTestId('result-medal').textContent()).toMatch(/(faster|slower) than Your ghost/);
    expectUnharmed(here, `localhost:${stage.server.port}`);
    await page.context().close();
  });

  test('it is in the records too, to be watched and to be raced', async () => {
    const here = await visit(stage.browser, `http://localhost:${stage.server.port}/records?track=${ring.id}`);
    const { page } = here;
    const row = page.getByTestId('board').locator('tbody tr').first();
    await row.waitFor({ timeout: 90_000 });
    expect(await row.locator('.time').textContent()).toMatch(/^\d:\d\d\.\d{3}$/);
    await row.getByRole('link').click();
    await page.getByTestId('equality').waitFor({ timeout: 90_000 });
    await page.goBack();
    await row.getByTestId('race-ghost').click();
    await page.getByTestId('hud').waitFor({ timeout: 90_000 });
    await expect.poll(() => page.getByTestId('hud').getAttribute('data-ghost-at'), { timeout: 90_000 }).not.toBeNull();
    expectUnharmed(here, `localhost:${stage.server.port}`);
    await page.context().close();
  });
});
