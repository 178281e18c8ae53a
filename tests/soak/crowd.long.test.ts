import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { raceCrowd } from './crowd.ts';

/** Times are told, not judged: what else the machine does is not known here. */
test('32 people for 20 seconds: every tick is kept, acknowledged and replays', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'mimic-crowd-'));
  const result = await raceCrowd(dataDir, 32, 20).finally(() => rmSync(dataDir, { recursive: true, force: true }));
  const { gap, work, cores, ticks, due } = result;
  const told = `gap p99 ${gap.p99.toFixed(1)} ms, work p99 ${work.p99.toFixed(2)} ms, ${cores.toFixed(2)} cores`;
  process.stdout.write(`32 people: ${ticks} of ${due} ticks, ${told}\n`);
  expect(result.faults).toEqual([]);
  expect(result.complaints).toEqual([]);
  expect(result.states).toEqual([]);
  expect(result.closed).toBe(4);
  // What was measured, and some seconds before it.
  expect(ticks).toBeGreaterThan(0);
  expect(result.keptTicks).toBeGreaterThan(ticks);
});
