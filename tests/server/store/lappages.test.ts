import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newestLaps } from '../../../server/store/lapcoverage.ts';
import { conditionsOf, type LapFilter, PAGES } from '../../../server/store/lapfilter.ts';
import { countLaps, driversOfLaps, pageOfLaps } from '../../../server/store/lappages.ts';
import { STRANGER, type Viewer } from '../../../server/store/viewer.ts';
import { type MadeStore, makeLapStore } from '../../bench/lapstore.ts';
import { temporaryFolder } from '../episode/session.ts';

const LAPS = 900;
let folder: ReturnType<typeof temporaryFolder>;
let made: MadeStore;

beforeAll(async () => {
  folder = temporaryFolder();
  made = await makeLapStore(folder.dataDir, LAPS, 5);
});
afterAll(async () => {
  await made.store.destroy();
  folder.remove();
});

test('whatever laps are filtered by stands in the index they are looked for in', async () => {
  const filter: LapFilter = {
    ...{ track: 'technical', car: 'club-racer', driver: 'd-1', session: 's-1', clean: true },
    ...{ kind: 'human' as const, mark: 'none' as const, style: 'keys' as const },
    ...{ traffic: false, flagged: false, min: 0, max: 60_000, dataset: 'ds-1' },
  };
  const orders = sql`started_at, time_ms, novelty, reversals, idle_share, starved`;
  const plan = await sql<{ detail: string }>`explain query plan
    select episode_id, number, rowid, ${orders} from ${PAGES}
    where ${conditionsOf(filter, { driverId: 'd-2', sessionId: 's-2' })}`.execute(made.store);
  const laps = plan.rows.map(({ detail }) => detail).filter((detail) => detail.includes('lap_quality'));
  expect(laps).toHaveLength(1);
  expect(laps[0]).toContain('USING COVERING INDEX lap_quality_page');
});

describe('the newest laps', () => {
  const newest = (viewer: Viewer, filter: { clean?: boolean }, most: number, of: number) =>
    newestLaps(made.store, { track: 'technical', ...filter }, viewer, { trackHash: made.track.hash, most, of });

  test('are the same whether many fit or few', async () => {
    for (const filter of [{}, { clean: false }]) {
      const { total } = await countLaps(made.store, filter, STRANGER);
      // All there are: laps of one moment may be cut off anywhere.
      const walked = await newest(STRANGER, filter, total, 5 * total);
      const fetched = await newest(STRANGER, filter, total, 0);
      expect(walked).toHaveLength(total);
      const bytes = (laps: typeof walked) => laps.map(({ profile }) => Buffer.from(profile).toString('base64')).sort();
      expect(bytes(walked)).toEqual(bytes(fetched));
    }
  });

  test('end with the last that was driven', async () => {
    const rows = await made.store.selectFrom('lap_quality').select(['profile', 'started_at', 'session_id']).execute();
    const open = rows.filter(({ session_id }) => session_id === null || Number(session_id.slice(2)) % 5 !== 0);
    const last = open
      .map(({ started_at }) => started_at)
      .sort()
      .at(-1);
    const lasts = open.filter(({ started_at }) => started_at === last).map(({ profile }) => profile);
    for (const of of [0, LAPS]) {
      const laps = await newest(STRANGER, {}, 30, of);
      expect(laps).toHaveLength(30);
      expect(lasts).toContainEqual(laps[29].profile);
    }
  });

  test('on another version of the track are none', async () => {
    for (const of of [0, LAPS]) {
      expect(await newestLaps(made.store, {}, STRANGER, { trackHash: 'another', most: 10, of })).toEqual([]);
    }
  });
});

test('drivers are counted over all that fits, the most laps first', async () => {
  const drivers = await driversOfLaps(made.store, { clean: true }, STRANGER, 100);
  const { total } = await countLaps(made.store, { clean: true }, STRANGER);
  expect(drivers.reduce((sum, { laps }) => sum + laps, 0)).toBe(total);
  expect(drivers.map(({ laps }) => laps)).toEqual(drivers.map(({ laps }) => laps).sort((a, b) => b - a));
});

test('a page that was deleted to its last lap still leads on', async () => {
  const query = { order: 'fastest', limit: 20 } as const;
  const first = await pageOfLaps(made.store, query, STRANGER);
  const second = await pageOfLaps(made.store, { ...query, after: first.next! }, STRANGER);
  for (const { episode_id } of first.rows)
    await made.store.deleteFrom('episode').where('id', '=', episode_id).execute();
  const left = second.rows.filter(({ episode_id }) => first.rows.every((row) => row.episode_id !== episode_id));
  const again = await pageOfLaps(made.store, { ...query, after: first.next! }, STRANGER);
  expect(again.rows.slice(0, left.length).map(({ episode_id, number }) => [episode_id, number])).toEqual(
    left.map(({ episode_id, number }) => [episode_id, number]),
  );
});
