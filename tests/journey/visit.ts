import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Track } from '../../shared/track/track.ts';
import { driveByKeys, readTelemetry, type Telemetry } from './autopilot.ts';

/** A limit against what hangs: a machine that is busy with other things is not waited for in vain. */
const PATIENCE_MS = 180_000;

/** A visitor's page, with everything that went wrong on it and every host it asked. */
export interface Visit {
  page: Page;
  errors: string[];
  hosts: Set<string>;
  /** Milliseconds from a click to the grid and to the car being driven. */
  waits: { gridMs: number; drivingMs: number };
}

/** @param prepare runs in the page before anything of ours: what a browser lacks or has */
export async function visit(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
  prepare?: () => void,
): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-US', ...options });
  page.setDefaultTimeout(PATIENCE_MS);
  if (prepare) await page.addInitScript(prepare);
  const errors: string[] = [];
  const hosts = new Set<string>();
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') || url.protocol.startsWith('ws')) hosts.add(url.host);
  });
  await page.goto(origin);
  return { page, errors, hosts, waits: { gridMs: 0, drivingMs: 0 } };
}

/** From the lobby to the grid by one click, recorded, without rivals. */
export async function startAlone({ page, waits }: Visit, trackId: string): Promise<void> {
  await page.locator('input[value=alone]').check();
  await chooseTrack(page, trackId);
  for (let rival = 0; rival < 2; rival++) await page.getByTestId('fewer-rivals').click();
  const clicked = performance.now();
  await page.getByTestId('race-recorded').click();
  await page.getByTestId('hud').waitFor({ timeout: 90_000 });
  waits.gridMs = performance.now() - clicked;
  await until(page, (now) => now.phase === 'racing');
  waits.drivingMs = performance.now() - clicked;
}

/** Among the game's own tracks, or those that were added, which the lobby folds away. */
export async function chooseTrack(page: Page, trackId: string): Promise<void> {
  const card = page.locator(`input[name=track][value=${trackId}]`);
  await page.locator('input[name=track]').first().waitFor();
  if ((await card.count()) === 0) await page.locator('.track-row summary').click();
  await card.check();
}

/** Wait for something the HUD tells. */
export async function until(page: Page, reached: (now: Telemetry) => boolean): Promise<Telemetry> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; ) {
    const now = await readTelemetry(page);
    if (now && reached(now)) return now;
    await page.waitForTimeout(50);
  }
  throw new Error('The race did not come so far within three minutes.');
}

/** Drive to the end of the race by keys; the results are then on the page. */
export async function driveHome({ page }: Visit, track: Track): Promise<Telemetry> {
  const home = await driveByKeys(page, track, (now) => now.phase === 'finished');
  await page.getByTestId('results').waitFor({ timeout: 90_000 });
  return home;
}

/** Nothing broke, and the page asked no other host for anything. */
export function expectUnharmed({ errors, hosts }: Visit, host: string): void {
  expect(errors).toEqual([]);
  expect([...hosts]).toEqual([host]);
}

interface KeptLap {
  clean: boolean;
}

/** The laps that the server has kept for a query; waits until so many races' logs have been closed and replayed. */
export async function keptLaps(port: number, query: string, races = 1): Promise<KeptLap[]> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; ) {
    const { items } = await (await fetch(`http://localhost:${port}/api/episodes?${query}`)).json();
    if (items.length >= races) return items.flatMap(({ laps }: { laps: KeptLap[] }) => laps);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return [];
}
