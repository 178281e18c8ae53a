import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseTrackFile } from '../../shared/track/file.ts';
import { buildTrack } from '../../shared/track/track.ts';
import { noBrowser, openBrowser } from './browser.ts';
import { startServer } from './server.ts';
import { driveHome, expectUnharmed, keptLaps, startAlone, until, visit } from './visit.ts';

const RING = join(import.meta.dirname, '../tracks/ring150.json');

if (noBrowser) console.log(`The journey is skipped: ${noBrowser}`);

test.skipIf(noBrowser !== null)(
  'one lap of the ring by keys, from the lobby to the results, recorded',
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'mimic-journey-'));
    mkdirSync(join(dataDir, 'tracks'));
    copyFileSync(RING, join(dataDir, 'tracks/ring150.json'));
    const track = buildTrack(parseTrackFile(JSON.parse(readFileSync(RING, 'utf8'))));
    const server = await startServer(dataDir);
    const browser = await openBrowser();
    try {
      const origin = `http://localhost:${server.port}`;
      const first = await visit(browser, origin);
      await first.page.locator('input[type=radio][value="1"]').check(); // laps
      await startAlone(first, track.id);
      // A real key first: the browser's own path from the keyboard to the wheel.
      await first.page.keyboard.down('ArrowUp');
      await until(first.page, (now) => now.speed > 3);
      await first.page.keyboard.up('ArrowUp');
      await driveHome(first, track);
      expect(await first.page.getByTestId('results').textContent()).toMatch(/\d:\d\d\.\d\d\d|\d\d\.\d/);
      expect(await keptLaps(server.port, 'track=ring150')).toHaveLength(1);
      expectUnharmed(first, `localhost:${server.port}`);
    } finally {
      await browser.close();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
  600_000,
);
