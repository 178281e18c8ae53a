import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { driveByKeys } from './autopilot.ts';
import { noBrowser } from './browser.ts';
import { openStage, ring } from './stage.ts';
import { expectUnharmed, until, type Visit, visit } from './visit.ts';

/** Three pictures are painted by few processors. */
const SMALL = { width: 720, height: 720 };
const SOON = { timeout: 90_000 };

/** Laps of one race; the first begins from a standstill. */
const LAPS = 2;

/** From the form to the organiser's page: a session on the short road. */
async function openSession({ page }: Visit): Promise<string> {
  await page.getByTestId('session-name').fill('Workshop');
  await page.getByTestId('session-clean-laps').fill('1');
  await page.locator('input[name=track][value=oval]').uncheck();
  await page.locator('.session-tracks summary').click();
  await page.locator(`input[name=track][value=${ring.id}]`).check();
  await page.locator('.session-more summary').click();
  await page.getByTestId('session-laps').fill(String(LAPS));
  await page.getByTestId('open-session').click();
  await page.getByTestId('session-code').waitFor(SOON);
  return (await page.getByTestId('session-code').textContent())?.trim() ?? '';
}

async function join(page: Page, name: string): Promise<void> {
  await page.getByTestId('join-name').fill(name);
  await page.getByTestId('consent-exported').check();
  await page.getByTestId('join-recorded').click();
  await page.getByTestId('joined').waitFor(SOON);
}

/** Race after race until the page says that a lap of one's own was clean; a busy machine may throw the car off. */
async function driveForCleanLap(page: Page): Promise<number> {
  for (let race = 1; race <= 3; race++) {
    await driveByKeys(page, ring, ({ phase }) => phase === 'finished');
    const thanks = page.getByTestId('session-thanks');
    const laps = String(race * LAPS);
    await expect.poll(() => thanks.getAttribute('data-own-laps'), SOON).toBe(laps);
    if (!/ 0 of them yours/.test((await thanks.textContent()) ?? '')) return race * LAPS;
    await page.getByTestId('again').click();
    await until(page, ({ phase }) => phase === 'racing');
  }
  throw new Error('Three races without a clean lap.');
}

const told = (page: Page, id: string): Promise<string | null> => page.getByTestId(id).first().textContent();

describe.skipIf(noBrowser !== null)('a collection session', () => {
  const stage = openStage();

  test('is opened, joined by its code and by its link, driven for, watched, and taken home', async () => {
    const organiser = await visit(stage.browser, `${stage.origin}/sessions`);
    const code = await openSession(organiser);
    expect(code).toMatch(/^[2-9A-Z]{6}$/);
    // The secret is not for the projector, and this browser finds its way back without it.
    expect(new URL(organiser.page.url()).hash).toBe('');
    const secret = await organiser.page.getByTestId('secret-link').inputValue();
    expect(secret).toMatch(new RegExp(`/session/${code}#[\\w-]{43}$`));
    const joinLink = await organiser.page.getByTestId('join-link').inputValue();

    const mina = await visit(stage.browser, stage.origin);
    const junho = await visit(stage.browser, joinLink);
    for (const { page } of [mina, junho]) await page.setViewportSize(SMALL);
    await mina.page.locator('input[value=code]').check();
    await mina.page.getByTestId('code').fill(code);
    await mina.page.getByTestId('to-session').click();
    await join(mina.page, 'Mina');
    await join(junho.page, 'Junho');
    await expect.poll(() => told(organiser.page, 'drivers'), SOON).toMatch(/Mina.*Junho/s);

    // While paused nobody starts; the button comes back by itself.
    await organiser.page.getByTestId('pause').click();
    await expect.poll(() => junho.page.getByTestId('drive').isDisabled(), SOON).toBe(true);
    await organiser.page.getByTestId('resume').click();
    await expect.poll(() => junho.page.getByTestId('drive').isEnabled(), SOON).toBe(true);

    await mina.page.getByTestId('drive').click();
    await until(mina.page, ({ phase }) => phase === 'racing');
    const driven = driveForCleanLap(mina.page);
    await junho.page.getByTestId('drive').click();
    await until(junho.page, ({ phase }) => phase !== 'waiting');
    await expect.poll(() => told(organiser.page, 'connected'), SOON).toMatch(/^2 /);
    await organiser.page.getByTestId('message').fill('One more lap each.');
    await organiser.page.getByTestId('send-message').click();
    await expect.poll(() => told(mina.page, 'organiser-line'), SOON).toMatch(/One more lap each\./);

    // Whoever is removed is off the road at once, and stays out.
    await organiser.page.getByTestId('driver').filter({ hasText: 'Junho' }).getByTestId('remove').click();
    await organiser.page.getByTestId('remove-now').click();
    await junho.page.locator('[data-failure=removed]').waitFor(SOON);
    await junho.page.getByTestId('failure-lobby').click();
    await expect.poll(() => junho.page.locator('#main').textContent(), SOON).toMatch(/has removed you/);

    await expect.poll(() => told(organiser.page, 'number-laps'), SOON).toBe(String(await driven));
    await organiser.page.getByTestId('coverage').waitFor(SOON);
    const lap = organiser.page.getByTestId('new-lap').filter({ hasText: 'Mina' }).first();
    await lap.getByTestId('flag-lap').click();
    await expect.poll(() => lap.getByTestId('flag-lap').getAttribute('aria-pressed'), SOON).toBe('true');

    await organiser.page.getByTestId('freeze').click();
    await organiser.page.getByTestId('dataset').waitFor(SOON);
    const download = organiser.page.waitForEvent('download', { timeout: 90_000 });
    await organiser.page.getByTestId('export-csv').click();
    const file = readFileSync(await (await download).path());
    expect(file.subarray(0, 2).toString()).toBe('PK');

    await organiser.page.getByTestId('close').click();
    await organiser.page.getByTestId('close-now').click();
    await mina.page.getByTestId('lobby').click();
    await expect.poll(() => told(mina.page, 'thanks'), SOON).toMatch(/Thank you/);
    for (const here of [organiser, mina, junho]) expectUnharmed(here, `localhost:${stage.server.port}`);
    for (const { page } of [organiser, mina, junho]) await page.context().close();
  });
});
