import { readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../server/store/database.ts';
import type { LapQualityRow } from '../../server/store/lapquality.ts';
import type { Store } from '../../server/store/tables.ts';
import { PROFILE_WIDTH, placesOf } from '../../shared/dataset/profile.ts';
import { type Random, seededRandom } from '../../shared/exact/random.ts';
import { parseTrackFile } from '../../shared/track/file.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';

/**
 * A store with many laps that nobody drove: made rows, the same for the same seed, to measure queries on. A lap wanders
 * round its driver's line; a few fell, stood in traffic or are marked. All on one road in one car, the worst case of
 * everything that compares laps of one road.
 */
export interface MadeStore {
  store: Store;
  track: Track;
  laps: number;
}

const SESSIONS = 20;
const LAPS_PER_EPISODE = 3;
const CARS_PER_RACE = 8;
const LAPS_PER_DRIVER = 120;
const file = new URL('../../assets/tracks/technical.json', import.meta.url);

export async function makeLapStore(dataDir: string, laps: number, seed = 1): Promise<MadeStore> {
  const track = buildTrack(parseTrackFile(JSON.parse(readFileSync(file, 'utf8'))));
  const { store, database } = await openDatabase(dataDir);
  const random = seededRandom(seed);
  const drivers = Math.max(8, Math.round(laps / LAPS_PER_DRIVER));
  const lines = Array.from({ length: drivers }, () => lineOfDriver(random));
  const insert = inserters(database);
  database.exec('BEGIN');
  insert.track(track);
  for (let s = 0; s < SESSIONS; s++) insert.session(s);
  for (let made = 0, episode = 0; made < laps; episode++) {
    const race = Math.floor(episode / CARS_PER_RACE);
    const startedAt = new Date(Date.UTC(2026, 0, 1) + race * 60_000).toISOString();
    if (episode % CARS_PER_RACE === 0) insert.race(race, track, startedAt);
    const driver = random.integer(drivers);
    insert.episode(episode, race, driver, track, startedAt);
    for (let number = 1; number <= LAPS_PER_EPISODE && made < laps; number++, made++) {
      const place = { episode: `e-${episode}`, number, session: race % (SESSIONS + 4), driver, startedAt };
      insert.lap(madeLap(random, track, lines[driver], place));
    }
  }
  database.exec('COMMIT');
  return { store, track, laps };
}

interface Line {
  middle: number;
  waves: { height: number; count: number; phase: number }[];
  seconds: number;
  keys: boolean;
}

const lineOfDriver = (random: Random): Line => ({
  middle: random.gaussian() * 0.8,
  waves: Array.from({ length: 4 }, () => ({
    height: random.gaussian() * 0.7,
    count: 1 + random.integer(9),
    phase: random.uniform() * 2 * Math.PI,
  })),
  seconds: 42 + random.gaussian() * 3,
  keys: random.uniform() < 0.7,
});

function madeProfile(random: Random, track: Track, line: Line): Uint8Array {
  const places = placesOf(track.length);
  const profile = new Uint8Array(places * PROFILE_WIDTH);
  const shift = random.gaussian() * 0.4;
  for (let place = 0; place < places; place++) {
    const angle = (2 * Math.PI * place) / places;
    const waves = line.waves.reduce(
      (sum, { height, count, phase }) => sum + height * Math.sin(count * angle + phase),
      0,
    );
    const offset = Math.max(-6, Math.min(6, line.middle + shift + waves));
    const steer = Math.round(60 * Math.sin(angle * 7));
    profile.set([Math.round(offset * 10) & 255, 30 + random.integer(30), steer & 255, random.integer(127)], place * 4);
  }
  return profile;
}

function madeLap(
  random: Random,
  track: Track,
  line: Line,
  at: { episode: string; number: number; session: number; driver: number; startedAt: string },
): LapQualityRow {
  const unlucky = random.uniform() < 0.08;
  const starved = random.uniform() < 0.1 ? random.integer(60) : 0;
  const flags = unlucky ? [{ kind: 'offTracks', found: 1, limit: 0 }] : [];
  const timeMs = Math.round(1000 * (line.seconds + Math.abs(random.gaussian())));
  return {
    ...{ episode_id: at.episode, number: at.number, session_id: at.session < SESSIONS ? `s-${at.session}` : null },
    ...{ track_id: track.id, track_hash: track.hash, vehicle: 'club-racer', driver_id: `d-${at.driver}` },
    ...{ kind: 'human', policy_id: null, started_at: at.startedAt, time_ms: timeMs, clean: Number(!unlucky) },
    ...{
      in_traffic: Number(random.uniform() < 0.3),
      standing_start: Number(at.number === 1),
      ticks: Math.round(timeMs * 0.06),
    },
    ...{ falls: Number(unlucky), off_tracks: Number(unlucky), contacts: 0, wrong_way: 0, starved },
    ...{ latency_ms: 10 + random.integer(80), idle_share: random.uniform() * 0.3, full_share: line.keys ? 1 : 0.2 },
    ...{ hold_seconds: random.uniform(), reversals: random.uniform() * 60, activity: random.uniform() * 4 },
    ...{ style: line.keys ? 'keys' : 'stick', novelty: random.uniform() * 2, flags: JSON.stringify(flags) },
    ...{ flagged: Number(unlucky), mark: random.uniform() < 0.01 ? 'left-out' : 'none', reason: '' },
    profile: madeProfile(random, track, line),
  };
}

function inserters(database: DatabaseSync) {
  const into = (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row);
    const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    const statement = prepared.get(sql) ?? database.prepare(sql);
    prepared.set(sql, statement);
    statement.run(...(Object.values(row) as string[]));
  };
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  return {
    track: ({ hash, id, version, file }: Track) => into('track', { hash, id, version, file: JSON.stringify(file) }),
    session: (s: number) =>
      into('session', {
        ...{ id: `s-${s}`, code: `CODE${s}`, name: `Session ${s}`, token_hash: `hash-${s}`, settings: '{}' },
        ...{ status: 'open', private: Number(s % 5 === 0), opened_at: '2026-01-01T00:00:00.000Z' },
      }),
    race: (race: number, track: Track, startedAt: string) =>
      into('race', {
        ...{ id: `r-${race}`, status: 'complete', header: '{}', track_id: track.id, track_hash: track.hash, laps: 3 },
        ...{ physics: 1, started_at: startedAt, ticks: 7200, always: 0, recorder_id: 'made', recorder_pid: 1 },
        ...{ touched_at: startedAt, judged: 1 },
      }),
    episode: (episode: number, race: number, driver: number, track: Track, startedAt: string) =>
      into('episode', {
        ...{ id: `e-${episode}`, race_id: `r-${race}`, car: episode % CARS_PER_RACE, driver_id: `d-${driver}` },
        ...{ kind: 'human', status: 'complete', track_id: track.id, first_tick: 0, ticks: 7200, laps: '[]', falls: 0 },
        ...{ off_tracks: 0, contacts: 0, physics: 1, started_at: startedAt, vehicle: 'club-racer' },
      }),
    lap: (row: LapQualityRow) => into('lap_quality', { ...row }),
  };
}
