import { type Selectable, sql } from 'kysely';
import { checkOrder } from '../../shared/episode/codec.ts';
import { parseHeader } from '../../shared/episode/header.ts';
import {
  gapsOf,
  LogError,
  logTicks,
  type RaceLog,
  type RaceLogChunk,
  type RaceLogHeader,
} from '../../shared/episode/log.ts';
import { Resimulation } from '../../shared/episode/resimulate.ts';
import { EpisodeCounter, type EpisodeSummary } from '../../shared/episode/summary.ts';
import { contentHash } from '../../shared/exact/content.ts';
import { PHYSICS } from '../../shared/race/constants.ts';
import { parseTrackFile } from '../../shared/track/file.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import { unpackChunk } from '../store/chunks.ts';
import { episodesOfRace } from '../store/episodes.ts';
import { quarantineEpisode, quarantineRace } from '../store/quarantine.ts';
import { headerHash } from '../store/races.ts';
import type { RaceTable, Store } from '../store/tables.ts';
import { otherWork } from './closing.ts';
import { compareRows } from './verifyrows.ts';

/** What can be wrong with a race's record. `rows` is about an episode whose log is sound, the rest about the log. */
export type DamageKind = 'header' | 'track' | 'missing' | 'chunk' | 'counts' | 'hash' | 'rows' | 'database';

export interface Damage {
  kind: DamageKind;
  /** What, got, expected. */
  reason: string;
  /** The first tick that cannot be trusted, where that is known. */
  tick: number | null;
  /** Whom it concerns. */
  episodes: string[];
}

export interface Verdict {
  raceId: string;
  /** `later` cannot be judged by this build or not yet, and says why; it is not damaged. */
  outcome: 'verified' | 'damaged' | 'later';
  verified: boolean;
  ticks: number;
  gapTicks: number;
  /** Null when verified. */
  reason: string | null;
  damage: Damage[];
  episodes: string[];
}

/** Found in a log: the first thing that is wrong with it. */
class Spoilt extends Error {
  readonly kind: DamageKind;
  readonly tick: number | null;

  constructor(kind: DamageKind, reason: string, tick: number | null = null) {
    super(reason);
    this.kind = kind;
    this.tick = tick;
  }
}

/** What this build cannot judge; it says nothing about the bytes. */
class NotNow extends Error {}

const PAGE = 200;

type Race = Selectable<RaceTable>;

/**
 * Drive a race's log again and compare everything that is kept of it: header, track, every chunk, every hash, the
 * counters beside them and the rows that were derived. Reads only.
 */
export async function verifyRace(store: Store, raceId: string): Promise<Verdict> {
  const race = await store.selectFrom('race').selectAll().where('id', '=', raceId).executeTakeFirst();
  const episodes = race ? await episodesOfRace(store, raceId) : [];
  const verdict: Verdict = {
    ...{ raceId, outcome: 'verified', verified: true, ticks: race?.ticks ?? 0, gapTicks: race?.gap_ticks ?? 0 },
    ...{ reason: null, damage: [], episodes: episodes.map(({ id }) => id) },
  };
  try {
    if (!race) throw new NotNow(`There is no race ${raceId}. List episodes to see what is kept.`);
    if (race.status === 'running')
      throw new NotNow('It is running, or its server was killed: start that, then verify again.');
    const log = await readAll(store, race);
    const summaries = await drive(log.log, log.track);
    for (const damage of await compareRows(store, race, episodes, summaries)) verdict.damage.push(damage);
  } catch (error) {
    if (error instanceof NotNow) return { ...verdict, outcome: 'later', verified: false, reason: error.message };
    verdict.damage.push({ ...damageOf(error), episodes: verdict.episodes });
  }
  const [first] = verdict.damage;
  return first ? { ...verdict, outcome: 'damaged', verified: false, reason: first.reason } : verdict;
}

function damageOf(error: unknown): Omit<Damage, 'episodes'> {
  if (error instanceof Spoilt) return { kind: error.kind, reason: error.message, tick: error.tick };
  if (error instanceof LogError) return { kind: 'chunk', reason: error.message, tick: null };
  const { errcode, message } = error as { errcode?: number; message: string };
  // SQLITE_CORRUPT, SQLITE_NOTADB: pages of the file itself.
  if (errcode !== undefined && [11, 26].includes(errcode & 0xff))
    return { kind: 'database', reason: message, tick: null };
  throw error;
}

async function readAll(store: Store, race: Race): Promise<{ log: RaceLog; track: Track }> {
  const header = headerOf(race);
  if (header.physics !== PHYSICS && header.replay !== 'states') {
    throw new NotNow(
      `It was driven under physics ${header.physics}, this build has ${PHYSICS}: verify it with the build that wrote it.`,
    );
  }
  const track = await trackOf(store, race);
  const chunks = await chunksOf(store, race, header.cars.length);
  const log = { header, chunks };
  const gapTicks = gapsOf(log).reduce((sum, { ticks }) => sum + ticks, 0);
  if (logTicks(log) !== race.ticks)
    throw new Spoilt('counts', `race.ticks: got ${race.ticks}, expected ${logTicks(log)}, where its log ends`);
  if (gapTicks !== race.gap_ticks)
    throw new Spoilt('counts', `race.gap_ticks: got ${race.gap_ticks}, expected ${gapTicks}, as its log tells`);
  return { log, track };
}

function headerOf(race: Race): RaceLogHeader {
  const got = headerHash(race.header);
  if (race.header_hash !== null && got !== race.header_hash) {
    throw new Spoilt('header', `header: got SHA-256 ${got}, expected ${race.header_hash}`);
  }
  try {
    const header = parseHeader(race.header);
    const pairs: [string, unknown, unknown][] = [
      ['raceId', header.raceId, race.id],
      ['trackHash', header.trackHash, race.track_hash],
      ['trackId', header.trackId, race.track_id],
      ['laps', header.laps, race.laps],
      ['physics', header.physics, race.physics],
      ['startedAt', header.startedAt, race.started_at],
    ];
    for (const [name, inHeader, inRow] of pairs) {
      if (inHeader !== inRow)
        throw new Spoilt('header', `header, ${name}: got ${inHeader}, expected ${inRow} of its row`);
    }
    return header;
  } catch (error) {
    if (error instanceof LogError) throw new Spoilt('header', error.message);
    throw error;
  }
}

async function trackOf(store: Store, race: Race): Promise<Track> {
  const row = await store.selectFrom('track').select('file').where('hash', '=', race.track_hash).executeTakeFirst();
  if (!row) throw new Spoilt('track', `track ${race.track_id}: got none, expected version ${race.track_hash}`);
  let file: unknown;
  try {
    file = JSON.parse(row.file);
  } catch (error) {
    throw new Spoilt('track', `track ${race.track_id}: ${(error as Error).message}`);
  }
  const got = contentHash(file);
  if (got !== race.track_hash)
    throw new Spoilt('track', `track ${race.track_id}: got ${got}, expected ${race.track_hash}`);
  try {
    return buildTrack(parseTrackFile(file));
  } catch (error) {
    throw new NotNow(`This build cannot read its track: ${(error as Error).message}`);
  }
}

async function chunksOf(store: Store, race: Race, cars: number): Promise<RaceLogChunk[]> {
  const query = store.selectFrom('race_chunk').select(['sequence', 'ticks', 'bytes']).where('race_id', '=', race.id);
  const chunks: RaceLogChunk[] = [];
  let tick = 0;
  for (const { sequence, ticks, bytes } of await query.orderBy('sequence').execute()) {
    if (sequence !== chunks.length) {
      const reason = `chunk ${chunks.length}, from tick ${tick} on: got none, expected one of ${race.ticks} ticks in all`;
      throw new Spoilt('missing', reason, tick);
    }
    const chunk = unpacked(bytes, cars, sequence, tick);
    if (ticks !== chunk.ticks)
      throw new Spoilt('counts', `chunk ${sequence}, ticks: got ${ticks}, expected ${chunk.ticks}`, tick);
    chunks.push(chunk);
    tick = chunk.firstTick + chunk.ticks;
  }
  if (tick < race.ticks) {
    throw new Spoilt('missing', `the log ends at tick ${tick}: got none after it, expected ${race.ticks} ticks`, tick);
  }
  try {
    checkOrder(chunks);
  } catch (error) {
    throw new Spoilt('missing', (error as Error).message);
  }
  return chunks;
}

function unpacked(bytes: Uint8Array, cars: number, sequence: number, tick: number): RaceLogChunk {
  try {
    return unpackChunk(bytes, cars);
  } catch (error) {
    throw new Spoilt('chunk', `chunk ${sequence}, from tick ${tick} on: ${(error as Error).message}`, tick);
  }
}

async function drive(log: RaceLog, track: Track): Promise<EpisodeSummary[]> {
  const simulation = new Resimulation(log, track);
  const counter = new EpisodeCounter(log);
  while (simulation.advance(counter.visit)) await otherWork();
  const [first] = simulation.mismatches;
  if (first) {
    const { tick, got, expected } = first;
    throw new Spoilt('hash', `replay at tick ${tick}: got ${got}, expected ${expected}`, tick);
  }
  return counter.summaries();
}

/** Take out of every list what is damaged: the race, or where its log is sound, the episodes that differ from it. */
export async function setAside(store: Store, { raceId, damage }: Verdict): Promise<void> {
  const log = damage.find(({ kind }) => kind !== 'rows');
  if (log) await quarantineRace(store, raceId, `${log.kind}: ${log.reason}`);
  else for (const { episodes } of damage) for (const id of episodes) await quarantineEpisode(store, id);
}

/** Ids of all races, the oldest first, a page at a time. */
export async function* allRaces(store: Store): AsyncGenerator<string> {
  let last = { started_at: '', id: '' };
  for (;;) {
    const page = await store
      .selectFrom('race')
      .select(['id', 'started_at'])
      .where(({ or, eb, and }) =>
        or([
          eb('started_at', '>', last.started_at),
          and([eb('started_at', '=', last.started_at), eb('id', '>', last.id)]),
        ]),
      )
      .orderBy('started_at')
      .orderBy('id')
      .limit(PAGE)
      .execute();
    for (const { id } of page) yield id;
    if (page.length < PAGE) return;
    last = page.at(-1)!;
  }
}

/** Is the file itself sound, and does nothing in it point at what is not there? */
export async function checkFile(store: Store): Promise<string[]> {
  const integrity = await sql<{ integrity_check: string }>`PRAGMA integrity_check`.execute(store);
  const orphans = await sql<{ table: string; rowid: number; parent: string }>`PRAGMA foreign_key_check`.execute(store);
  return [
    ...integrity.rows.map((row) => row.integrity_check).filter((words) => words !== 'ok'),
    ...orphans.rows.map(
      ({ table, rowid, parent }) => `row ${rowid} of ${table} points at a row of ${parent} that is not there`,
    ),
  ];
}
