import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../../server/store/database.ts';
import { episodesOfRace } from '../../../server/store/episodes.ts';
import { runHeat, temporaryFolder, Watched } from '../episode/session.ts';
import { documentIn, mimicIn } from './commandline.ts';

let folder: ReturnType<typeof temporaryFolder>;

beforeEach(async () => {
  folder = temporaryFolder();
  const one = new Watched(folder.dataDir);
  for (const raceId of ['r-1', 'r-2']) runHeat(one.recorder, { raceId, ticks: 600, drivers: ['d-a'] });
  for (const raceId of ['r-1', 'r-2']) await one.closing(raceId);
  await one.recorder.close();
});
afterEach(() => folder.remove());

test('a damaged episode is named, quarantined and an error, in words and as a document', async () => {
  const { dataDir } = folder;
  expect(await documentIn(dataDir, 'episode', 'verify')).toMatchObject({ verified: 2, damaged: 0, later: 0, file: [] });
  const store = await openStore(dataDir);
  const [{ id }] = await episodesOfRace(store, 'r-2');
  const second = store.selectFrom('race_chunk').select('bytes').where('race_id', '=', 'r-2').where('sequence', '=', 4);
  const { bytes } = await second.executeTakeFirstOrThrow();
  bytes[bytes.length >> 1] ^= 16;
  await store.updateTable('race_chunk').set({ bytes }).where('race_id', '=', 'r-2').where('sequence', '=', 4).execute();

  const report = await mimicIn(dataDir, 'episode', 'verify', '--report-only');
  expect(report.code).toBe(1);
  expect(report.out).toMatch(new RegExp(`^Race r-2: chunk\\. chunk 4, from tick 240 on: .* Concerns ${id}\\.\n`));
  expect(report.out).toMatch(/\n1 of 2 races replay to their own hashes\.\n$/);
  expect((await episodesOfRace(store, 'r-2'))[0].status).toBe('complete');

  const { code, out } = await mimicIn(dataDir, 'episode', 'verify', '--json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    ...{ verified: 1, damaged: 1, later: 0 },
    items: [
      { raceId: 'r-1', outcome: 'verified' },
      { raceId: 'r-2', damage: [{ kind: 'chunk', episodes: [id] }] },
    ],
  });
  expect((await episodesOfRace(store, 'r-2'))[0].status).toBe('quarantined');
  await store.destroy();
});

test('the list of episodes tells how many ticks are missing', async () => {
  const store = await openStore(folder.dataDir);
  await store.updateTable('episode').set({ gap_ticks: 120 }).where('race_id', '=', 'r-2').execute();
  await store.destroy();
  const { items } = await documentIn(folder.dataDir, 'episode', 'list');
  expect(items.map(({ raceId, gapTicks }: { raceId: string; gapTicks: number }) => [raceId, gapTicks]).sort()).toEqual([
    ['r-1', 0],
    ['r-2', 120],
  ]);
  const { out } = await mimicIn(folder.dataDir, 'episode', 'list');
  expect(out).toMatch(/ticks +missing +status\n/);
  expect(out).toMatch(/ 600 +120 +complete\n/);
});
