import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { backfillDatasets } from './datasetbackfill.ts';
import { createImports } from './importtables.ts';
import { backfillLaps } from './lapbackfill.ts';

/** The schema's history: append a migration, never change one that was released. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001 the record': {
    async up(db: Kysely<unknown>) {
      await createPeopleAndRaces(db);
      await createLearned(db);
    },
  },
  '0002 several cars': {
    async up(db: Kysely<unknown>) {
      // Until now there was one car.
      await sql`ALTER TABLE episode ADD COLUMN vehicle TEXT NOT NULL DEFAULT 'club-racer'`.execute(db);
    },
  },
  '0003 lap times': {
    async up(db: Kysely<unknown>) {
      await createLaps(db);
      await backfillLaps(db);
    },
  },
  '0004 recent races': {
    async up(db: Kysely<unknown>) {
      await sql`CREATE INDEX race_by_time ON race (started_at DESC, id)`.execute(db);
    },
  },
  '0005 lap physics': {
    async up(db: Kysely<unknown>) {
      // Until now there was one physics.
      await sql`ALTER TABLE lap ADD COLUMN physics INTEGER NOT NULL DEFAULT 1`.execute(db);
      await sql`DROP INDEX lap_by_time`.execute(db);
      await sql`CREATE INDEX lap_by_time ON lap (
        track_hash, vehicle_hash, physics, sector, clean, driver_id, time_ms, started_at)`.execute(db);
    },
  },
  '0006 sessions and quality': {
    async up(db: Kysely<unknown>) {
      await createSessions(db);
      await createImports(db);
      await createQuality(db);
      await createDatasetLaps(db);
      await backfillDatasets(db);
    },
  },
  '0007 gaps and damage': {
    async up(db: Kysely<unknown>) {
      await sql`ALTER TABLE race ADD COLUMN gap_ticks INTEGER NOT NULL DEFAULT 0`.execute(db);
      await sql`ALTER TABLE race ADD COLUMN header_hash TEXT`.execute(db);
      await sql`ALTER TABLE race ADD COLUMN damage TEXT`.execute(db);
      await sql`ALTER TABLE episode ADD COLUMN gap_ticks INTEGER NOT NULL DEFAULT 0`.execute(db);
    },
  },
  '0008 jobs': {
    async up(db: Kysely<unknown>) {
      await sql`CREATE TABLE job (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, owner TEXT NOT NULL, task TEXT NOT NULL, state TEXT NOT NULL,
        tries INTEGER NOT NULL DEFAULT 0, memo TEXT NOT NULL DEFAULT '{}', checkpoint TEXT NOT NULL, result TEXT,
        error TEXT, created_at TEXT NOT NULL, ended_at TEXT)`.execute(db);
      await sql`CREATE INDEX job_by_state ON job (state)`.execute(db);
    },
  },
  '0009 evaluations in lists': {
    async up(db: Kysely<unknown>) {
      await sql`ALTER TABLE evaluation ADD COLUMN track_id TEXT`.execute(db);
      await sql`ALTER TABLE evaluation ADD COLUMN track_hash TEXT`.execute(db);
      await sql`ALTER TABLE evaluation ADD COLUMN kicks INTEGER NOT NULL DEFAULT 0`.execute(db);
      await sql`ALTER TABLE evaluation ADD COLUMN traffic INTEGER NOT NULL DEFAULT 0`.execute(db);
      await sql`ALTER TABLE evaluation ADD COLUMN laps INTEGER NOT NULL DEFAULT 0`.execute(db);
      await sql`ALTER TABLE evaluation ADD COLUMN summary TEXT`.execute(db);
      await sql`CREATE INDEX evaluation_by_policy ON evaluation (policy_id, created_at DESC)`.execute(db);
      await sql`CREATE INDEX evaluation_by_track ON evaluation (track_id, track_hash, created_at DESC)`.execute(db);
      await sql`CREATE INDEX evaluation_by_time ON evaluation (created_at DESC, id)`.execute(db);
    },
  },
};

async function createPeopleAndRaces(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE driver (
    id TEXT PRIMARY KEY, token_hash TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL,
    consent_version INTEGER, consent_recorded INTEGER NOT NULL DEFAULT 0, consent_shared INTEGER NOT NULL DEFAULT 0,
    consent_exported INTEGER NOT NULL DEFAULT 0, consent_at TEXT, withdrawn_at TEXT)`.execute(db);
  await sql`CREATE TABLE track (
    hash TEXT PRIMARY KEY, id TEXT NOT NULL, version INTEGER NOT NULL, file TEXT NOT NULL)`.execute(db);
  await sql`CREATE TABLE race (
    id TEXT PRIMARY KEY, status TEXT NOT NULL, header TEXT NOT NULL, track_id TEXT NOT NULL,
    track_hash TEXT NOT NULL REFERENCES track (hash), laps INTEGER NOT NULL, physics INTEGER NOT NULL,
    started_at TEXT NOT NULL, ticks INTEGER NOT NULL, always INTEGER NOT NULL,
    recorder_id TEXT NOT NULL, recorder_pid INTEGER NOT NULL, touched_at TEXT NOT NULL)`.execute(db);
  await sql`CREATE INDEX race_by_status ON race (status)`.execute(db);
  await sql`CREATE TABLE race_chunk (
    race_id TEXT NOT NULL REFERENCES race (id) ON DELETE CASCADE, sequence INTEGER NOT NULL, ticks INTEGER NOT NULL,
    bytes BLOB NOT NULL, PRIMARY KEY (race_id, sequence))`.execute(db);
  await sql`CREATE TABLE episode (
    id TEXT PRIMARY KEY, race_id TEXT NOT NULL REFERENCES race (id) ON DELETE CASCADE, car INTEGER NOT NULL,
    driver_id TEXT NOT NULL, kind TEXT NOT NULL, policy_id TEXT, status TEXT NOT NULL, track_id TEXT NOT NULL,
    first_tick INTEGER NOT NULL, ticks INTEGER NOT NULL, laps TEXT NOT NULL, falls INTEGER NOT NULL,
    off_tracks INTEGER NOT NULL, contacts INTEGER NOT NULL, physics INTEGER NOT NULL, started_at TEXT NOT NULL,
    consent TEXT)`.execute(db);
  await sql`CREATE INDEX episode_by_time ON episode (started_at DESC, id)`.execute(db);
  await sql`CREATE INDEX episode_by_driver ON episode (driver_id, track_id)`.execute(db);
  await sql`CREATE INDEX episode_by_race ON episode (race_id, car)`.execute(db);
}

async function createLaps(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE lap (
    episode_id TEXT NOT NULL REFERENCES episode (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    sector INTEGER NOT NULL, time_ms INTEGER NOT NULL, clean INTEGER NOT NULL, track_id TEXT NOT NULL,
    track_hash TEXT NOT NULL, vehicle TEXT NOT NULL, vehicle_hash TEXT NOT NULL, driver_id TEXT NOT NULL,
    kind TEXT NOT NULL, policy_id TEXT, started_at TEXT NOT NULL, PRIMARY KEY (episode_id, number, sector))`.execute(
    db,
  );
  await sql`CREATE INDEX lap_by_time ON lap (
    track_hash, vehicle_hash, sector, clean, driver_id, time_ms, started_at)`.execute(db);
  await sql`CREATE INDEX lap_by_driver ON lap (driver_id, sector, track_id, vehicle)`.execute(db);
}

async function createSessions(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE session (
    id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, token_hash TEXT NOT NULL UNIQUE,
    settings TEXT NOT NULL, status TEXT NOT NULL, private INTEGER NOT NULL, opened_at TEXT NOT NULL, opened_by TEXT,
    closed_at TEXT, erase_at TEXT, message TEXT)`.execute(db);
  await sql`CREATE TABLE participant (
    session_id TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE, driver_id TEXT NOT NULL,
    nickname TEXT NOT NULL, joined_at TEXT NOT NULL, removed_at TEXT, consent TEXT NOT NULL,
    PRIMARY KEY (session_id, driver_id))`.execute(db);
  await sql`CREATE INDEX participant_by_driver ON participant (driver_id)`.execute(db);
  await sql`CREATE TABLE consent_choice (
    driver_id TEXT NOT NULL REFERENCES driver (id) ON DELETE CASCADE, at TEXT NOT NULL, version INTEGER NOT NULL,
    language TEXT, recorded INTEGER NOT NULL, shared INTEGER NOT NULL, exported INTEGER NOT NULL,
    session_id TEXT)`.execute(db);
  await sql`CREATE INDEX consent_choice_by_driver ON consent_choice (driver_id)`.execute(db);
  await sql`INSERT INTO consent_choice (driver_id, at, version, recorded, shared, exported)
    SELECT id, consent_at, consent_version, consent_recorded, consent_shared, consent_exported
    FROM driver WHERE consent_version IS NOT NULL AND consent_at IS NOT NULL`.execute(db);
  await sql`ALTER TABLE race ADD COLUMN session_id TEXT`.execute(db);
  await sql`CREATE INDEX race_by_session ON race (session_id) WHERE session_id IS NOT NULL`.execute(db);
  await sql`ALTER TABLE dataset ADD COLUMN session_id TEXT`.execute(db);
}

async function createQuality(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE lap_quality (
    episode_id TEXT NOT NULL REFERENCES episode (id) ON DELETE CASCADE, number INTEGER NOT NULL, session_id TEXT,
    track_id TEXT NOT NULL, track_hash TEXT NOT NULL, vehicle TEXT NOT NULL, driver_id TEXT NOT NULL,
    kind TEXT NOT NULL, policy_id TEXT, started_at TEXT NOT NULL, time_ms INTEGER NOT NULL, clean INTEGER NOT NULL,
    in_traffic INTEGER NOT NULL, standing_start INTEGER NOT NULL, ticks INTEGER NOT NULL, falls INTEGER NOT NULL,
    off_tracks INTEGER NOT NULL, contacts INTEGER NOT NULL, wrong_way INTEGER NOT NULL, starved INTEGER NOT NULL,
    latency_ms INTEGER, idle_share REAL NOT NULL, full_share REAL NOT NULL, hold_seconds REAL NOT NULL,
    reversals REAL NOT NULL, activity REAL NOT NULL, style TEXT NOT NULL, novelty REAL, flags TEXT NOT NULL,
    flagged INTEGER NOT NULL, mark TEXT NOT NULL, reason TEXT NOT NULL, profile BLOB NOT NULL, content TEXT,
    PRIMARY KEY (episode_id, number))`.execute(db);
  // All that laps are filtered and ordered by, so that a page is found in a scan of this, a tenth of the table.
  await sql`CREATE INDEX lap_quality_page ON lap_quality (
    track_id, vehicle, session_id, driver_id, kind, clean, in_traffic, flagged, mark, style, time_ms, started_at,
    novelty, reversals, idle_share, starved, episode_id, number)`.execute(db);
  await sql`CREATE INDEX lap_quality_newest ON lap_quality (track_hash, started_at, vehicle)`.execute(db);
  await sql`CREATE INDEX lap_quality_pace ON lap_quality (track_hash, vehicle, time_ms)`.execute(db);
  await sql`CREATE INDEX lap_quality_by_session ON lap_quality (session_id, driver_id, clean)
    WHERE session_id IS NOT NULL`.execute(db);
  await sql`ALTER TABLE race ADD COLUMN judged INTEGER NOT NULL DEFAULT 0`.execute(db);
  await sql`CREATE TRIGGER quarantine_takes_laps AFTER UPDATE OF status ON race WHEN NEW.status = 'quarantined'
    BEGIN
      DELETE FROM lap_quality WHERE episode_id IN (SELECT id FROM episode WHERE race_id = NEW.id);
    END`.execute(db);
}

async function createDatasetLaps(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE dataset ADD COLUMN summary TEXT`.execute(db);
  await sql`CREATE TABLE dataset_lap (
    dataset_id TEXT NOT NULL REFERENCES dataset (id) ON DELETE CASCADE, episode_id TEXT NOT NULL,
    number INTEGER NOT NULL, held_out INTEGER NOT NULL, PRIMARY KEY (dataset_id, episode_id, number))`.execute(db);
  await sql`CREATE TABLE dataset_session (
    dataset_id TEXT NOT NULL REFERENCES dataset (id) ON DELETE CASCADE, session_id TEXT NOT NULL,
    PRIMARY KEY (dataset_id, session_id))`.execute(db);
  await sql`CREATE INDEX dataset_session_by_session ON dataset_session (session_id)`.execute(db);
  await sql`CREATE INDEX dataset_by_time ON dataset (created_at DESC, id)`.execute(db);
}

async function createLearned(db: Kysely<unknown>): Promise<void> {
  await sql`CREATE TABLE dataset (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, version INTEGER NOT NULL, recipe TEXT, laps TEXT, card TEXT,
    created_at TEXT NOT NULL, created_by TEXT, tombstoned_at TEXT, UNIQUE (name, version))`.execute(db);
  await sql`CREATE TABLE dataset_episode (
    dataset_id TEXT NOT NULL REFERENCES dataset (id) ON DELETE CASCADE, episode_id TEXT NOT NULL,
    driver_id TEXT NOT NULL, PRIMARY KEY (dataset_id, episode_id))`.execute(db);
  await sql`CREATE INDEX dataset_episode_by_episode ON dataset_episode (episode_id)`.execute(db);
  await sql`CREATE INDEX dataset_episode_by_driver ON dataset_episode (driver_id)`.execute(db);
  await sql`CREATE TABLE policy (
    id TEXT PRIMARY KEY, dataset_id TEXT REFERENCES dataset (id), driver_id TEXT, created_by TEXT,
    track_id TEXT NOT NULL, manifest TEXT NOT NULL, created_at TEXT NOT NULL)`.execute(db);
  await sql`CREATE INDEX policy_by_dataset ON policy (dataset_id)`.execute(db);
  await sql`CREATE TABLE policy_file (
    policy_id TEXT PRIMARY KEY REFERENCES policy (id) ON DELETE CASCADE, bytes BLOB NOT NULL)`.execute(db);
  await sql`CREATE TABLE evaluation (
    id TEXT PRIMARY KEY, policy_id TEXT NOT NULL REFERENCES policy (id) ON DELETE CASCADE, request TEXT NOT NULL,
    result TEXT NOT NULL, created_at TEXT NOT NULL)`.execute(db);
}
