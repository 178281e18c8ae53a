import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../../server/store/database.ts';
import { createDriver, setConsent } from '../../../server/store/drivers.ts';
import { COPIES_STAY } from '../../../shared/wire/rights.ts';
import { everyByte, steering } from '../episode/bytes.ts';
import { type RunningHeat, runHeat, temporaryFolder, Watched } from '../episode/session.ts';
import { documentIn, expectRefusal, mimicIn } from './commandline.ts';

let folder: ReturnType<typeof temporaryFolder>;
let one: Watched;
let heat: RunningHeat;
let driverId: string;
beforeAll(async () => {
  folder = temporaryFolder();
  const store = await openStore(folder.dataDir);
  ({ driverId } = await createDriver(store));
  await setConsent(store, driverId, { version: 2, recorded: true, shared: false, exported: false });
  await store.destroy();
  // As an operator does it: beside a running server.
  one = new Watched(folder.dataDir);
  heat = runHeat(one.recorder, { raceId: 'r-1', ticks: 900, drivers: [driverId, 'd-other'] });
  await one.closing('r-1');
});
afterAll(async () => {
  await one.recorder.close();
  folder.remove();
});

test('an operator answers a written request: what is kept, as an archive, and no more', async () => {
  const { dataDir } = folder;
  expect(await documentIn(dataDir, 'driver', 'show', driverId)).toMatchObject({ driverId, episodes: 1, races: 1 });
  expectRefusal(await mimicIn(dataDir, 'driver', 'show', 'd-nobody'), /no driver "d-nobody"/);

  const out = join(dataDir, 'archive.zip');
  expect(await documentIn(dataDir, 'driver', 'takeaway', driverId, '--out', out)).toMatchObject({
    races: 1,
    episodes: 1,
  });
  expect(Object.keys(unzipSync(readFileSync(out)))).toContain('races/r-1.mimiclog');
  expectRefusal(await mimicIn(dataDir, 'driver', 'takeaway', driverId, '--out', out), /is there/);

  expectRefusal(await mimicIn(dataDir, 'driver', 'forget', driverId), /Say --yes/);
  const gone = await documentIn(dataDir, 'driver', 'forget', driverId, '--yes');
  expect(gone).toMatchObject({ driverId, episodes: 1, pending: [], copies: COPIES_STAY });
  // What was taken away is the person's now; only the store is ours to empty.
  const left = everyByte(dataDir);
  const archive = Buffer.concat([readFileSync(out), ...Object.values(unzipSync(readFileSync(out)))]);
  expect(archive.includes(driverId)).toBe(true);
  expect(count(left, driverId)).toBe(count(archive, driverId));
  expect(count(left, steering(heat, 1))).toBeGreaterThan(0);
  expectRefusal(await mimicIn(dataDir, 'driver', 'forget', driverId, '--yes'), /no driver/);
});

function count(bytes: Buffer, part: string | Buffer): number {
  let found = 0;
  for (let at = bytes.indexOf(part); at >= 0; at = bytes.indexOf(part, at + 1)) found++;
  return found;
}
