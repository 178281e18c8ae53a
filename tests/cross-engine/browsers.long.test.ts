import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHROMIUM, openBrowser } from '../journey/browser.ts';
import { runScenario, SCENARIO_TICKS } from './scenario.ts';

const FIREFOX = '/usr/bin/firefox-esr';
const PATIENCE_MS = 600_000;

const here = new URL('.', import.meta.url).pathname;
const trackText = readFileSync(new URL('../../assets/tracks/technical.json', import.meta.url), 'utf8');
const expected = runScenario(JSON.parse(trackText));

let server: Server;
let url = '';
let reported: (body: string) => void = () => {};

/** The page as one script, all of shared/ that the scenario needs in it. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    root: here,
    logLevel: 'error',
    build: { write: false, target: 'esnext', lib: { entry: join(here, 'page.ts'), formats: ['es'] } },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!('output' in output)) throw new Error('Vite watched instead of building; expected one bundle.');
  return output.output[0].code;
}

beforeAll(async () => {
  const script = await bundle();
  const answers: Record<string, [type: string, body: string]> = {
    '/': ['text/html', '<!doctype html><script type="module" src="/page.js"></script>'],
    '/page.js': ['text/javascript', script],
    '/track.json': ['application/json', trackText],
  };
  server = createServer((request, response) => {
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        response.end();
        reported(body);
      });
      return;
    }
    const [type, body] = answers[request.url ?? '/'] ?? ['text/plain', ''];
    response.setHeader('content-type', type);
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(() => {
  server.close();
});

/** The hashes the page posts, once. */
function nextReport(browser: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${browser} posted nothing in ${PATIENCE_MS} ms.`)), PATIENCE_MS);
    reported = (body) => {
      clearTimeout(timer);
      const report: { hashes?: string[]; error?: string } = JSON.parse(body);
      if (report.hashes) resolve(report.hashes);
      else reject(new Error(`${browser} could not drive the scenario: ${report.error}`));
    };
  });
}

/** One hash a second of each of two races, and one of pictures: the first difference tells where the engines part. */
function compare(hashes: string[]): void {
  expect(hashes.length).toBe(2 * Math.ceil(SCENARIO_TICKS / 60) + 1);
  expect(hashes.findIndex((hash, second) => hash !== expected[second])).toBe(-1);
}

function present(path: string): boolean {
  if (existsSync(path)) return true;
  console.log(`Skipped: there is no ${path}. Install it ("apt-get install chromium firefox-esr") to compare engines.`);
  return false;
}

test.skipIf(!present(CHROMIUM))(
  'Chromium drives the same race as Node, at every second',
  async () => {
    const browser = await openBrowser();
    try {
      const report = nextReport('Chromium');
      const page = await browser.newPage();
      await page.goto(url);
      compare(await report);
    } finally {
      await browser.close();
    }
  },
  PATIENCE_MS,
);

test.skipIf(!present(FIREFOX))(
  'Firefox drives the same race as Node, at every second',
  async () => {
    const profile = mkdtempSync(join(tmpdir(), 'mimic-firefox-'));
    const report = nextReport('Firefox');
    const browser = spawn(FIREFOX, ['--headless', '--no-remote', '--profile', profile, url], {
      stdio: 'ignore',
      env: { ...process.env, HOME: profile, MOZ_DISABLE_AUTO_SAFE_MODE: '1' },
    });
    try {
      compare(await report);
    } finally {
      await end(browser);
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  },
  PATIENCE_MS,
);

/** Ask the browser to go; it has five seconds. */
function end(browser: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (browser.exitCode !== null || browser.pid === undefined) return resolve();
    const force = setTimeout(() => browser.kill('SIGKILL'), 5000);
    browser.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    browser.kill('SIGTERM');
  });
}
