import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { driveByKeys } from '../journey/autopilot.ts';
import { noBrowser, openBrowser } from '../journey/browser.ts';
import { startServer } from '../journey/server.ts';
import { startAlone, visit } from '../journey/visit.ts';
import { TRACKS } from '../server/race/raceserver.ts';
import { scriptFrames, type TraceEvent } from './frametrace.ts';
import { type BenchResult, percentileOf } from './result.ts';

const TRACK = 'technical';
const RIVALS = 15;
const SECONDS = 20;
/** From lights out to the first picture that counts: everybody has left the grid. */
const WARM_UP = 2;

/**
 * Script on the page's main thread in each picture of a race of 16 cars, by Chromium's own timeline: a person who drives
 * by key events (the driver's fingers are script as well), 15 scripted rivals, 1440 × 900, sound on, the real server.
 * Counted is the time on the processor: by the clock, other programs of a shared machine count as well. Beside it that, and
 * all that the main thread did, layout and painting included; where there is no graphics processor, it paints.
 */
export async function benchFrames(): Promise<BenchResult[]> {
  if (noBrowser) {
    console.error(`The frames are not measured: ${noBrowser}`);
    return [];
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'mimic-frames-'));
  const server = await startServer(dataDir);
  const browser = await openBrowser();
  try {
    return await measure(browser, server.port);
  } finally {
    await browser.close();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function measure(browser: Browser, port: number): Promise<BenchResult[]> {
  const here = await visit(browser, `http://localhost:${port}`);
  await fillGrid(here.page);
  await startAlone(here, TRACK);
  const from = WARM_UP * 60;
  const to = from + SECONDS * 60;
  let tracing: Promise<void> | undefined;
  await driveByKeys(here.page, TRACKS.get(TRACK)!, ({ tick }) => {
    if (tick >= from)
      tracing ??= browser.startTracing(here.page, { categories: ['devtools.timeline', 'v8', 'toplevel'] });
    return tick >= to;
  });
  await tracing;
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  if (here.errors.length > 0) throw new Error(`The page complained: ${here.errors.join('; ')}`);
  return figures(scriptFrames(trace.traceEvents));
}

/** The lobby asks for few rivals; here the road is full. */
async function fillGrid(page: Page): Promise<void> {
  await page.route('**/matchmake/**', async (route) => {
    const options = route.request().postDataJSON();
    const skills = ['fast', 'mid', 'sloppy'];
    const grid = Array.from({ length: RIVALS }, (_, i) => ({ kind: 'scripted', skill: skills[i % 3], hands: 'pad' }));
    await route.continue({ postData: JSON.stringify({ ...options, grid }) });
  });
}

function figures({ script, worked, everything, seconds }: ReturnType<typeof scriptFrames>): BenchResult[] {
  const shares = { median: 0.5, p95: 0.95, p99: 0.99 };
  const name = (what: string): string => `page, ${RIVALS + 1} cars, ${what}`;
  const work = Object.entries(shares).map(([label, share]) => ({
    name: name(`script in a frame, ${label}`),
    unit: 'ms',
    value: percentileOf(worked, share),
    runs: script.length,
    peers: {
      'by the clock': percentileOf(script, share),
      'whole main thread': percentileOf(everything, share),
    },
  }));
  return [
    ...work,
    { name: name('frames'), unit: '1/s', value: script.length / seconds, runs: script.length, peers: {} },
  ];
}
