import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { parseTrackFile } from '../../shared/track/file.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import { noBrowser, openBrowser } from './browser.ts';
import { type RunningServer, startServer } from './server.ts';

const RING_FILE = join(import.meta.dirname, '../tracks/ring150.json');
/** A short road, since what takes time in a journey is driving; the stage's server has it. */
export const ring: Track = buildTrack(parseTrackFile(JSON.parse(readFileSync(RING_FILE, 'utf8'))));

if (noBrowser) console.log(`The journey is skipped: ${noBrowser}`);

/** The real server over a data folder of its own, and Chromium. */
export interface Stage {
  readonly server: RunningServer;
  readonly browser: Browser;
  /** Where the page is, at localhost. */
  readonly origin: string;
  /** The answer to GET under /api. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at whatever it is
  api(path: string): Promise<any>;
}

/**
 * A stage for all tests of the `describe` that it is opened in.
 *
 * @param seed fills the data folder before the server opens it
 */
export function openStage(seed: (dataDir: string) => Promise<void> = async () => {}): Stage {
  const dataDir = mkdtempSync(join(tmpdir(), 'mimic-journey-'));
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    mkdirSync(join(dataDir, 'tracks'));
    copyFileSync(RING_FILE, join(dataDir, 'tracks/ring150.json'));
    await seed(dataDir);
    server = await startServer(dataDir);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    get server() {
      return server;
    },
    get browser() {
      return browser;
    },
    get origin() {
      return `http://localhost:${server.port}`;
    },
    api: async (path) => await (await fetch(`http://localhost:${server.port}/api${path}`)).json(),
  };
}
