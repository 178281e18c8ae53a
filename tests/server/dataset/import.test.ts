import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demonstrate, scriptedName } from '../../../server/cli/demonstration.ts';
import { zipFolder } from '../../../server/dataset/archive.ts';
import { collect } from '../../../server/dataset/collection.ts';
import { exportDataset } from '../../../server/dataset/export.ts';
import { importFrom } from '../../../server/dataset/importer.ts';
import { importInProcess } from '../../../server/dataset/importprocess.ts';
import type { LogVerdict } from '../../../server/dataset/importraw.ts';
import { openStore } from '../../../server/store/database.ts';
import type { Dataset } from '../../../server/store/datasets.ts';
import { episodesOfRace } from '../../../server/store/episodes.ts';
import { episodesOfImport, type ImportedSet, listImports } from '../../../server/store/imported.ts';
import { readLog } from '../../../server/store/races.ts';
import type { Store } from '../../../server/store/tables.ts';
import type { RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import type { ForeignEpisode } from '../../../shared/dataset/foreign.ts';
import { recipeSchema } from '../../../shared/dataset/recipe.ts';
import { type ExportFormat, transitionsOf } from '../../../shared/dataset/transitions.ts';
import { verifyLog } from '../../../shared/episode/resimulate.ts';
import { observationNames, RANGE_FINDER } from '../../../shared/observation/spec.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { temporaryFolder } from '../episode/session.ts';

const track = loadTrack('tests/tracks/ring150.json');
const person = { hands: 'pad', skill: 'mid', seed: 4 } as const;
const here = temporaryFolder();
/** Another server, which gets the files. */
const there = temporaryFolder();
let store: Store;
let other: Store;
let dataset: Dataset;
let laps: RecordedLap[];

beforeAll(async () => {
  for (const session of [1, 2]) {
    await demonstrate(here.dataDir, { ...person, track, spec: CLUB_RACER, laps: 2, session }, () => {});
  }
  store = await openStore(here.dataDir);
  other = await openStore(there.dataDir);
  const recipe = recipeSchema.parse({ trackId: track.id, drivers: [scriptedName(person)], clean: false });
  ({ dataset, laps } = await collect(store, 'Ring', recipe, null));
});
afterAll(async () => {
  await store.destroy();
  await other.destroy();
  here.remove();
  there.remove();
});

async function exported(format: ExportFormat, observation = 'range-finder'): Promise<string> {
  const target = mkdtempSync(join(here.dataDir, 'export-'));
  await exportDataset(store, dataset, target, { format, rate: 20, observation, images: [] });
  return target;
}

const imported = (path: string) => importFrom(other, { path, format: null }, there.dataDir);

async function episodesOf(set: ImportedSet): Promise<ForeignEpisode[]> {
  const episodes: ForeignEpisode[] = [];
  for await (const episode of episodesOfImport(other, set)) episodes.push(episode);
  return episodes;
}

describe('sets of demonstrations', () => {
  test('LeRobot and Minari, as folder and as archive, come in with every number that went out', async () => {
    const lerobot = await imported(await exported('lerobot'));
    const zip = join(here.dataDir, 'minari.zip');
    const folder = await exported('minari');
    expect(() => zipFolder(folder, zip, 50_000)).toThrow(/got more than 50000 bytes/);
    zipFolder(folder, zip);
    const minari = await importInProcess({ dataDir: there.dataDir, order: { path: zip, format: null } });
    for (const { set } of [lerobot, minari]) {
      expect(set).toMatchObject({ fps: 20, episodes: 4, observationNames: observationNames(RANGE_FINDER) });
      for (const [k, episode] of (await episodesOf(set!)).entries()) {
        const { steps, width, observations, actions } = transitionsOf(laps[k]!, RANGE_FINDER, 20);
        expect(episode).toMatchObject({ steps, driver: laps[k]!.driverId, group: laps[k]!.episodeId });
        expect(episode.observations).toEqual(observations.slice(0, steps * width));
        expect(episode.actions).toEqual(actions);
      }
    }
    expect([lerobot.format, minari.format]).toEqual(['lerobot', 'minari']);
    // Equal content is one set, whichever file it came in.
    expect(minari.set!.id).toBe(lerobot.set!.id);
    expect(await listImports(other)).toHaveLength(1);
    expect(readdirSync(there.dataDir).filter((name) => name.startsWith('import'))).toEqual([]);
  });
});

describe('race logs', () => {
  test('come in under other names, driven again, and on no board; a second time they are known', async () => {
    const folder = await exported('raw');
    const { logs } = await imported(folder);
    expect(logs).toHaveLength(2);
    for (const { raceId, reason, imported, laps } of logs!) {
      expect({ reason, imported, laps }).toEqual({ reason: null, imported: true, laps: 2 });
      const { log, track: own } = await readLog(other, raceId!);
      expect(verifyLog(log, own).verified).toBe(true);
      const [episode] = await episodesOfRace(other, raceId!);
      expect(episode!.driver).toMatchObject({ id: `imported-${scriptedName(person)}`, kind: 'scripted' });
      const race = await other
        .selectFrom('race')
        .select(['origin', 'status'])
        .where('id', '=', raceId!)
        .executeTakeFirst();
      expect(JSON.parse(race!.origin!)).toMatchObject({ raceId: expect.stringMatching(/^r/) });
      expect(race!.status).toBe('complete');
    }
    expect(await other.selectFrom('lap').selectAll().execute()).toEqual([]);
    const again = (await imported(folder)).logs!;
    expect(again.map(({ imported, raceId }) => [imported, raceId])).toEqual(logs!.map(({ raceId }) => [false, raceId]));
    // A data set of them has the frames of the laps that were driven there.
    const recipe = recipeSchema.parse({
      trackId: track.id,
      drivers: [`imported-${scriptedName(person)}`],
      clean: false,
    });
    const brought = await collect(other, 'Brought', recipe, null);
    const frames = (lap: RecordedLap) => lap.frames.join();
    expect(brought.laps.map(frames).sort()).toEqual(laps.map(frames).sort());
  });

  test('that were changed, and logs of people who did not agree, stay out with the reason; the others come in', async () => {
    const folder = await exported('raw');
    const path = join(folder, 'logs/race-00001.mimiclog');
    const bytes = readFileSync(path);
    const changed = (edit: (copy: Buffer) => void): Promise<LogVerdict> => {
      const copy = Buffer.from(bytes);
      edit(copy);
      const alone = join(mkdtempSync(join(here.dataDir, 'log-')), 'a.mimiclog');
      writeFileSync(alone, copy);
      return imported(alone).then(({ logs }) => logs![0]!);
    };
    // The last bytes are a state hash.
    expect((await changed((copy) => copy.writeUInt8(copy.at(-1)! ^ 1, copy.length - 1))).reason).toMatch(
      /Driving it again, tick \d+/,
    );
    const text = bytes.toString('latin1').replaceAll('"scripted","policyId"', '"human"   ,"policyId"');
    expect((await changed((copy) => copy.write(text, 'latin1'))).reason).toMatch(/did not agree to an export/);
    writeFileSync(path, bytes.subarray(0, bytes.length - 7));
    const { logs } = await imported(folder);
    expect(logs![0]!.reason).toMatch(/^SHA-256 of the log: got/);
    expect(logs![1]!.reason).toBeNull();
  });

  test('a manifest cannot name other files', async () => {
    const folder = await exported('raw');
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    for (const file of ['../../mimic.sqlite', '/etc/passwd', 'logs/../../x', 'C:\\x']) {
      const copy = mkdtempSync(join(here.dataDir, 'raw-'));
      cpSync(folder, copy, { recursive: true });
      mkdirSync(join(copy, 'logs'), { recursive: true });
      const named = { ...manifest, logs: [{ ...manifest.logs[0], file }] };
      writeFileSync(join(copy, 'manifest.json'), JSON.stringify(named));
      await expect(imported(copy)).rejects.toThrow(/must be a log of this export/);
    }
  });
});
