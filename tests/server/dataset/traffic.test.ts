import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { collect } from '../../../server/dataset/collection.ts';
import { type ExportReport, exportDataset } from '../../../server/dataset/export.ts';
import { openStore } from '../../../server/store/database.ts';
import { recipeSchema } from '../../../shared/dataset/recipe.ts';
import type { CameraName } from '../../../shared/observation/camera.ts';
import { RING } from '../../shared/episode/drives.ts';
import { runHeat, temporaryFolder, Watched } from '../episode/session.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

/** Two scripted drivers in contact, and perhaps a third car that is not recorded. */
async function exportOf(
  raceId: string,
  stranger: boolean,
  images: CameraName[],
): Promise<ExportReport & { text: string }> {
  const watched = new Watched(folder.dataDir, true);
  const drivers = [`scripted-a-${raceId}`, `scripted-b-${raceId}`, ...(stranger ? [null] : [])];
  const kinds = ['scripted', 'scripted'] as ('scripted' | 'human')[];
  runHeat(watched.recorder, { raceId, ticks: 2400, drivers, kinds, jostling: true });
  await watched.closing(raceId);
  await watched.recorder.close();
  const store = await openStore(folder.dataDir);
  try {
    const recipe = { trackId: RING.id, drivers: [drivers[0]!], clean: false, inTraffic: true };
    const { dataset } = await collect(store, raceId, recipeSchema.parse(recipe), null);
    const target = mkdtempSync(join(folder.dataDir, 'export-'));
    const format = images.length > 0 ? 'lerobot' : 'csv';
    const report = await exportDataset(store, dataset, target, { format, rate: 20, observation: 'traffic', images });
    return { ...report, text: format === 'csv' ? readFileSync(join(target, 'steps.csv'), 'utf8') : '' };
  } finally {
    await store.destroy();
  }
}

test('the other cars are seen, where all of them were recorded', async () => {
  const { text, laps, unseen } = await exportOf('r-known', false, []);
  expect(laps).toBeGreaterThan(0);
  expect(unseen).toBe(0);
  const [heading, ...rows] = text.trim().split('\n');
  const columns = heading!.split(',').flatMap((name, k) => (/observation\.(ahead|beside)Seen/.test(name) ? [k] : []));
  expect(columns).toHaveLength(2);
  expect(rows.some((row) => columns.some((k) => row.split(',')[k] === '1'))).toBe(true);
});

test('laps with somebody in sight who was not recorded stay, in numbers as in pictures', async () => {
  for (const images of [[], ['front']] as CameraName[][]) {
    const work = exportOf(`r-stranger-${images.length}`, true, images);
    await expect(work).rejects.toThrow(/Of \d+ laps none tells of all cars in sight/);
  }
});
