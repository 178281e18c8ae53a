import type { Browser } from 'playwright-core';
import { chooseTrack, type Visit, visit } from './visit.ts';

/** Several pictures are painted by one processor. */
const SMALL = { width: 720, height: 560 };

/** A visitor in a browser of their own, with a name. */
export async function visitAs(browser: Browser, name: string, origin: string, path = '/'): Promise<Visit> {
  const here = await visit(browser, origin + path);
  await here.page.setViewportSize(SMALL);
  await here.page.locator('#nickname').fill(name);
  return here;
}

/** From the lobby to the waiting grid, some laps of a track without rivals; the code as the page shows it. */
export async function openRace({ page }: Visit, trackId: string, laps = 1): Promise<string> {
  await page.locator('input[value=people]').check();
  await page.locator(`input[type=radio][value="${laps}"]`).check();
  await chooseTrack(page, trackId);
  for (let rival = 0; rival < 2; rival++) await page.getByTestId('fewer-rivals').click();
  await page.getByTestId('race-unrecorded').click();
  await page.getByTestId('waiting-grid').waitFor({ timeout: 90_000 });
  return (await page.getByTestId('race-code').textContent())?.trim() ?? '';
}

/** Type a code, or whatever somebody types for one, and ask to come in. */
export async function joinBy({ page }: Visit, typed: string): Promise<void> {
  await page.locator('input[value=code]').check();
  await page.getByTestId('code').fill(typed);
  await page.getByTestId('race-unrecorded').click();
}

export async function joinGrid(here: Visit, code: string): Promise<void> {
  await joinBy(here, code);
  await here.page.getByTestId('waiting-grid').waitFor({ timeout: 90_000 });
}
