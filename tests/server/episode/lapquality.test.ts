import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { JUDGING, judgeOne } from '../../../server/episode/lapquality.ts';
import { openStore } from '../../../server/store/database.ts';
import { episodesOfRace } from '../../../server/store/episodes.ts';
import { readLog } from '../../../server/store/races.ts';
import type { Store } from '../../../server/store/tables.ts';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { judgeLaps } from '../../../shared/dataset/flags.ts';
import { styleOf } from '../../../shared/dataset/manner.ts';
import { profileOf } from '../../../shared/dataset/profile.ts';
import { RunningHeat, temporaryFolder, until, Watched } from './session.ts';

let folder: ReturnType<typeof temporaryFolder>;
let store: Store;
let open: Watched[] = [];

beforeEach(async () => {
  folder = temporaryFolder();
  store = await openStore(folder.dataDir);
});
afterEach(async () => {
  for (const { recorder } of open) await recorder.close();
  open = [];
  await store.destroy();
  folder.remove();
});

function watched(): Watched {
  const one = new Watched(folder.dataDir, false);
  open.push(one);
  return one;
}

/** A race of a person, one who refused to be recorded, and a scripted driver; its rows. */
async function raced(raceId: string, sessionId: string | null = null) {
  const one = open[0] ?? watched();
  const kinds = ['human', 'human', 'scripted'] as const;
  const heat = new RunningHeat(one.recorder, { raceId, ticks: 0, drivers: ['d-a', null, 'bot'], kinds: [...kinds] });
  heat.run(1500);
  await until(() => (one.recorded.get(raceId) ?? 0) > 0);
  await store.updateTable('race').set({ session_id: sessionId }).where('id', '=', raceId).execute();
  heat.finish();
  expect(await one.closing(raceId)).toBe('complete');
  return await rowsOf(raceId);
}

const rowsOf = (raceId: string) =>
  store
    .selectFrom('lap_quality')
    .innerJoin('episode', 'episode.id', 'lap_quality.episode_id')
    .selectAll('lap_quality')
    .where('race_id', '=', raceId)
    .orderBy('lap_quality.driver_id')
    .orderBy('number')
    .execute();

describe('a race that closes', () => {
  test('leaves every whole lap as it was driven, by a replay of its own', async () => {
    const rows = await raced('r-1', 's-1');
    const episodes = await episodesOfRace(store, 'r-1');
    const { log, track } = await readLog(store, 'r-1');
    const judged = judgeLaps(lapsOfLog(log, track, episodes));
    expect(rows.length).toBe(judged.length);
    expect(new Set(rows.map(({ driver_id }) => driver_id))).toEqual(new Set(['d-a', 'bot']));
    for (const { lap, manner, novelty, flags } of judged) {
      const row = rows.find(({ episode_id, number }) => episode_id === lap.episodeId && number === lap.number)!;
      expect(row).toMatchObject({
        ...{ session_id: 's-1', track_id: track.id, track_hash: track.hash, driver_id: lap.driverId },
        ...{ time_ms: lap.timeMs, clean: Number(lap.clean), in_traffic: Number(lap.inTraffic), mark: 'none' },
        ...{ falls: lap.quality.falls, off_tracks: lap.quality.offTracks, contacts: lap.quality.contacts },
        ...{ starved: 0, latency_ms: null, ticks: lap.frames.length / 2, standing_start: Number(lap.number === 1) },
        ...{ idle_share: manner.idleShare, reversals: manner.reversals, style: styleOf(manner) },
        ...{ novelty, flags: JSON.stringify(flags), flagged: Number(flags.length > 0) },
      });
      expect(new Uint8Array(row.profile)).toEqual(profileOf(lap));
    }
  });

  test('holds its laps against those of the races before', async () => {
    const [first] = await raced('r-1');
    const again = await raced('r-2');
    // The same drivers with the same seeds drive the same lines: nothing is new about the second race.
    expect(first.novelty).toBeGreaterThan(0);
    expect(again.map(({ novelty }) => novelty)).toEqual(again.map(() => 0));
  });
});

describe('judging again', () => {
  const unjudge = () => store.updateTable('race').set({ judged: 0 }).execute();

  test('keeps what people marked, and comes to an end', async () => {
    const [{ episode_id, number, novelty }] = await raced('r-1');
    const mark = { mark: 'left-out', reason: 'leaned on the wheel' } as const;
    const marked = store.updateTable('lap_quality').set({ ...mark, novelty: 99, wrong_way: 1 });
    await marked.where('episode_id', '=', episode_id).where('number', '=', number).execute();
    await unjudge();
    expect(await judgeOne(store)).toBe(true);
    expect((await rowsOf('r-1'))[0]).toMatchObject({ ...mark, novelty, wrong_way: 0 });
    expect(await judgeOne(store)).toBe(false);
  });

  test('fills in, at the start of a recorder, what an older build left out', async () => {
    const rows = await raced('r-1');
    await open.pop()!.recorder.close();
    await store.deleteFrom('lap_quality').execute();
    await unjudge();
    watched();
    let judged = 0;
    const look = setInterval(async () => {
      judged = (await store.selectFrom('race').select('judged').executeTakeFirstOrThrow()).judged;
    }, 20);
    await until(() => judged === JUDGING).finally(() => clearInterval(look));
    expect(await rowsOf('r-1')).toEqual(rows);
  });

  test('leaves a log that cannot be replayed without rows, and does not try it again', async () => {
    await raced('r-1');
    await store.deleteFrom('lap_quality').execute();
    await store
      .updateTable('race_chunk')
      .set({ bytes: new Uint8Array(9) })
      .where('sequence', '=', 3)
      .execute();
    await unjudge();
    expect(await judgeOne(store)).toBe(true);
    expect(await judgeOne(store)).toBe(false);
    expect(await rowsOf('r-1')).toEqual([]);
  });
});

describe('rows go', () => {
  test('with their episode', async () => {
    const rows = await raced('r-1');
    const own = rows.find(({ driver_id }) => driver_id === 'd-a')!;
    await open[0].recorder.forgetEpisode(own.episode_id);
    expect(await store.selectFrom('lap_quality').select('number').where('driver_id', '=', 'd-a').execute()).toEqual([]);
  });

  test('when their race is quarantined', async () => {
    expect((await raced('r-1')).length).toBeGreaterThan(0);
    await store.updateTable('race').set({ status: 'quarantined' }).execute();
    expect(await rowsOf('r-1')).toEqual([]);
  });
});
