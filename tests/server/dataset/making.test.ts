import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demonstrate, scriptedName } from '../../../server/cli/demonstration.ts';
import { cardOf, collect, lapsOfDataset, livingDataset } from '../../../server/dataset/collection.ts';
import { combineDatasets } from '../../../server/dataset/combine.ts';
import { diffDatasets } from '../../../server/dataset/diff.ts';
import { type DatasetOrder, makeDataset } from '../../../server/dataset/making.ts';
import { forgetEpisode } from '../../../server/episode/deletion.ts';
import { openStore } from '../../../server/store/database.ts';
import { type Dataset, findDataset, findEntry, listDatasets } from '../../../server/store/datasets.ts';
import { episodesOfRace } from '../../../server/store/episodes.ts';
import { findPolicy, insertPolicy } from '../../../server/store/policies.ts';
import type { Store } from '../../../server/store/tables.ts';
import { noTraces } from '../../../server/store/traces.ts';
import { trainClone } from '../../../server/training/cloning.ts';
import { ticksOf } from '../../../shared/dataset/lap.ts';
import { type RecipeInput, recipeSchema } from '../../../shared/dataset/recipe.ts';
import { splitAs } from '../../../shared/dataset/split.ts';
import { CLONE_ORDER } from '../../../shared/training/cloneorder.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { combineSchema } from '../../../shared/wire/datasets.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { temporaryFolder } from '../episode/session.ts';

const ring = loadTrack('tests/tracks/ring150.json');
const other = loadTrack('assets/tracks/oval.json');
const people = [
  { hands: 'pad', skill: 'mid', seed: 1 },
  { hands: 'keyboard', skill: 'fast', seed: 2 },
  { hands: 'pad', skill: 'sloppy', seed: 3 },
] as const;
const [pad, keys, sloppy] = people.map(scriptedName);
const folder = temporaryFolder();
let store: Store;
/** Episodes of pad, keys and sloppy on the ring, and of pad on the oval. */
const episodes: string[] = [];

beforeAll(async () => {
  store = await openStore(folder.dataDir);
  const drives = people.map((person, i) => ({ ...person, track: ring, laps: 5 - i }));
  for (const drive of [...drives, { ...people[0], track: other, laps: 1 }]) {
    const raceId = await demonstrate(folder.dataDir, { ...drive, spec: CLUB_RACER, session: 0 }, () => {});
    episodes.push((await episodesOfRace(store, raceId))[0].id);
  }
});
afterAll(async () => {
  await store.destroy();
  folder.remove();
});

const order = (name: string): DatasetOrder => ({ name, createdBy: null, viewer: null });
/** Whole on purpose: clean or not, in traffic or not. */
const recipeOf = (fields: Partial<RecipeInput> = {}) =>
  recipeSchema.parse({ trackId: ring.id, clean: false, inTraffic: true, ...fields });
async function made(name: string, fields: Partial<RecipeInput> = {}): Promise<Dataset> {
  const { id } = await makeDataset(store, order(name), recipeOf(fields));
  return (await findDataset(store, id))!;
}
const lapsBy = ({ laps }: Dataset): Record<string, number[]> => {
  const by: Record<string, number[]> = {};
  for (const { driverId, lap } of laps) by[driverId] = [...(by[driverId] ?? []), lap];
  return by;
};
const combined = async (combination: Parameters<typeof combineSchema.parse>[0], name = 'made of others') => {
  const { id } = await combineDatasets(store, order(name), combineSchema.parse(combination));
  return (await findDataset(store, id))!;
};

describe('a dataset from a recipe', () => {
  test('its card tells what a replay of its laps finds', async () => {
    const dataset = await made('all');
    const card = cardOf(dataset);
    const { laps } = await lapsOfDataset(store, dataset.id);
    expect(laps.map((lap) => `${lap.driverId} ${lap.number}`)).toEqual(
      card.laps.map((lap) => `${lap.driverId} ${lap.number}`),
    );
    expect(card.counts.ticks).toBe(laps.reduce((sum, lap) => sum + ticksOf(lap), 0));
    for (const { id, ticks } of card.drivers) {
      const own = laps.filter((lap) => lap.driverId === id);
      expect(ticks).toBe(own.reduce((sum, lap) => sum + ticksOf(lap), 0));
    }
    expect(card.quality).toMatchObject({
      judged: laps.length,
      offTracks: laps.reduce((sum, lap) => sum + lap.quality.offTracks, 0),
      falls: laps.reduce((sum, lap) => sum + lap.quality.falls, 0),
    });
    expect(card.coverage!.laps).toBe(laps.length);
    expect(card.coverage!.seen).toBeGreaterThan(0.1);
    expect(card.how!.hands).toEqual({ keys: 4, stick: 8 });
    expect(card).toMatchObject({ licence: 'CC-BY-4.0', consent: { people: 0, exportedLaps: 12 }, madeOf: null });
    expect(card.limits.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['fewLaps', 'scripted']));
  });

  test('made again it is the next version with the same content, and tells what changed', async () => {
    const [one, two] = [await made('again'), await made('again', { except: [{ episodeId: episodes[0], number: 5 }] })];
    expect([one.version, two.version]).toEqual([1, 2]);
    expect(one.since).toBe(null);
    expect(two.since).toEqual({ version: 1, added: 0, removed: 1 });
    const three = await made('again');
    expect(three.since).toEqual({ version: 2, added: 1, removed: 0 });
    expect(cardOf(three).id).toBe(cardOf(one).id);
    expect(cardOf(two).id).not.toBe(cardOf(one).id);
    expect(cardOf(two).how!.leftOut).toContainEqual({ reason: 'except', laps: 1 });
    const listed = await listDatasets(store, { name: 'again' });
    expect(listed.items.map(({ version, lapCount }) => [version, lapCount])).toEqual(
      expect.arrayContaining([
        [3, 12],
        [2, 11],
        [1, 12],
      ]),
    );
    expect(listed.items).toHaveLength(3);
  });

  test('style, balance and caps', async () => {
    expect(lapsBy(await made('keys', { style: 'keys' }))).toEqual({ [keys]: [1, 2, 3, 4] });
    expect(lapsBy(await made('capped', { laps: 2 }))).toEqual({ [pad]: [4, 5], [keys]: [3, 4], [sloppy]: [2, 3] });
    // 5, 4 and 3 laps: the driver in the middle has 4.
    const alike = lapsBy(await made('alike', { balance: 'drivers' }));
    expect([alike[pad], alike[keys], alike[sloppy]].map((laps) => laps.length)).toEqual([4, 4, 3]);
    const even = lapsBy(await made('even', { balance: 'styles' }));
    expect([even[pad], even[keys], even[sloppy]].map((laps) => laps.length)).toEqual([2, 4, 2]);
  });

  test('laps that somebody marked stay out, unless the recipe says otherwise', async () => {
    const mark = (word: 'none' | 'left-out') =>
      store
        .updateTable('lap_quality')
        .set({ mark: word })
        .where('episode_id', '=', episodes[1])
        .where('number', '=', 2)
        .execute();
    await mark('left-out');
    expect(lapsBy(await made('marked', { drivers: [keys] }))).toEqual({ [keys]: [1, 3, 4] });
    expect(lapsBy(await made('marked', { drivers: [keys], marks: 'ignore' }))).toEqual({ [keys]: [1, 2, 3, 4] });
    await mark('none');
  });

  test('laps without numbers are judged on the way', async () => {
    await store.deleteFrom('lap_quality').where('episode_id', '=', episodes[1]).execute();
    expect(lapsBy(await made('judged', { style: 'keys' }))).toEqual({ [keys]: [1, 2, 3, 4] });
    const { count } = await store
      .selectFrom('lap_quality')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('episode_id', '=', episodes[1])
      .executeTakeFirstOrThrow();
    expect(count).toBe(4);
  });

  test('what a lap holds is the same from its log and from when it was judged', async () => {
    const known = cardOf(await made('known'));
    await store.updateTable('lap_quality').set({ content: null }).where('episode_id', '=', episodes[0]).execute();
    expect(cardOf(await made('read')).id).toBe(known.id);
  });

  test('laps held out by hand are, whatever chance would draw', async () => {
    const heldOut = [{ episodeId: episodes[0], number: 2 }];
    const dataset = await made('by hand', { drivers: [pad], heldOut });
    const { splits } = cardOf(dataset);
    expect(splits).toMatchObject({ kind: 'chosen', train: { length: 4 }, validation: [{ number: 2 }] });
    const { laps } = await lapsOfDataset(store, dataset.id);
    expect(splitAs(splits, laps).validation.map(({ number }) => number)).toEqual([2]);
    await expect(made('none of them', { heldOut: [{ episodeId: 'e-none', number: 1 }] })).rejects.toThrow(
      /Of 1 laps to hold out, either none is among the 12 chosen/,
    );
  });

  test('what fits nothing is refused with the reasons', async () => {
    await expect(made('slow', { quality: { slowest: 1, maxReversals: 0 } })).rejects.toThrow(
      /No lap on "ring150" fits the recipe \(laps\)\. Left out: 12 reversals/,
    );
    await expect(made('nowhere', { trackId: 'moon' })).rejects.toThrow(/No lap on "moon" fits/);
  });

  test('laps of two versions of a track are refused', async () => {
    const set = (hash: string) =>
      store.updateTable('lap').set({ track_hash: hash }).where('episode_id', '=', episodes[2]).execute();
    await set('a'.repeat(64));
    await expect(made('two roads')).rejects.toThrow(/2 versions of the track .* expected one/);
    await set(ring.hash);
  });
});

describe('a dataset from datasets', () => {
  test('merge, subtract and subset, with where they are from', async () => {
    const [left, right] = [
      await made('left', { drivers: [pad, keys] }),
      await made('right', { drivers: [keys, sloppy] }),
    ];
    const both = await combined({ operation: 'merge', of: [left.id, right.id] });
    expect(lapsBy(both)).toEqual({ [pad]: [1, 2, 3, 4, 5], [keys]: [1, 2, 3, 4], [sloppy]: [1, 2, 3] });
    const all = await made('all of them');
    expect(cardOf(both).id).toBe(cardOf(all).id); // Equal content, however it came about.
    expect(cardOf(both).madeOf).toEqual({
      operation: 'merge',
      of: [
        { id: left.id, version: 1, content: cardOf(left).id, laps: 9 },
        { id: right.id, version: 1, content: cardOf(right).id, laps: 7 },
      ],
    });
    const rest = await combined({ operation: 'subtract', of: [all.id, right.id] });
    expect(lapsBy(rest)).toEqual({ [pad]: [1, 2, 3, 4, 5] });
    const laps = [1, 3].map((number) => ({ episodeId: episodes[0], number }));
    expect(lapsBy(await combined({ operation: 'subset', of: [all.id], laps }))).toEqual({ [pad]: [1, 3] });
    const some = await combined({ operation: 'subset', of: [all.id], recipe: { style: 'keys', laps: 3 } });
    expect(lapsBy(some)).toEqual({ [keys]: [2, 3, 4] });
    await expect(combined({ operation: 'subtract', of: [left.id, all.id] })).rejects.toThrow(/leaves no lap/);
  });

  test('laps of another road do not go with them', async () => {
    const [here, there] = [await made('here'), await made('there', { trackId: other.id })];
    await expect(combined({ operation: 'merge', of: [here.id, there.id] })).rejects.toThrow(
      /are laps on ring150 and on oval, expected one track, car and physics/,
    );
  });

  test('the difference names laps, sides and recipe', async () => {
    const [before, after] = [await made('b', { drivers: [pad, keys] }), await made('a', { drivers: [pad, sloppy] })];
    const diff = await diffDatasets(store, before.id, after.id);
    expect(diff).toMatchObject({ kept: 5, counts: { before: 9, after: 8 } });
    expect([diff.added.length, diff.removed.length]).toEqual([3, 4]);
    expect(diff.recipe).toEqual([{ field: 'drivers', before: [pad, keys], after: [pad, sloppy] }]);
    const sides = [before, after].map(
      (dataset) => new Set(cardOf(dataset).splits.validation.map((lap) => `${lap.episodeId} ${lap.number}`)),
    );
    const moved = cardOf(after).laps.filter(
      (lap) =>
        lap.driverId === pad &&
        sides[0].has(`${lap.episodeId} ${lap.number}`) !== sides[1].has(`${lap.episodeId} ${lap.number}`),
    );
    expect(diff.moved).toHaveLength(moved.length);
  });
});

test('a split by frames shows its leak on real laps, and nothing is trained on it', async () => {
  const dataset = await made('by frames', { split: 'frames' });
  const { splits, limits } = cardOf(dataset);
  expect(splits).toMatchObject({ kind: 'frame', leaks: true, validation: [], train: { length: 12 } });
  // The nearest frame of the same lap knows; the nearest of other drivers does not.
  expect(splits.leak!.by).toBe('driver');
  expect(splits.leak!.whole).toBeGreaterThan(2 * splits.leak!.frames);
  expect(limits[0].kind).toBe('leaks');
  const { laps } = await lapsOfDataset(store, dataset.id);
  await expect(trainClone(store, dataset, laps, CLONE_ORDER, null)).rejects.toThrow(/split by frames, which leaks/);
});

test('laps that are taken back take every dataset with them that was made of theirs', async () => {
  const { dataset: all } = await collect(store, 'to be gone', recipeOf(), null);
  const part = await combined({ operation: 'subset', of: [all.id], laps: [{ episodeId: episodes[2], number: 1 }] });
  const more = await combined({ operation: 'merge', of: [part.id, (await made('rest', { drivers: [pad] })).id] });
  const without = await combined({ operation: 'subtract', of: [all.id, part.id] }, 'without');
  const kept = await combined({ operation: 'subset', of: [all.id], recipe: { drivers: [pad] } }, 'kept');
  const policy = await insertPolicy(store, {
    ...{ datasetId: more.id, driverId: null, createdBy: null, trackId: ring.id, manifest: {} },
    file: Buffer.from('weights'),
  });
  await forgetEpisode(store, episodes[2], noTraces());
  for (const { id, name, version } of [all, part, more, without]) {
    expect(await findEntry(store, id)).toMatchObject({ id, name, version, lapCount: 0, since: null });
    await expect(livingDataset(store, id)).rejects.toThrow(/is gone/);
  }
  expect(await findPolicy(store, policy.id)).toBe(null);
  expect((await livingDataset(store, kept.id)).laps).toHaveLength(5);
  const rows = await store.selectFrom('dataset_lap').select('dataset_id').where('dataset_id', '=', part.id).execute();
  expect(rows).toEqual([]);
});
