import type { ColumnType, Kysely } from 'kysely';
import type { Fixed, Flag, Json, Time } from './columns.ts';
import type { ImportedEpisodeTable, ImportedSetTable, OpenLoopTable } from './importtables.ts';
import type { EvaluationTable, JobTable, PolicyFileTable, PolicyTable } from './learningtables.ts';

/** A person: a pseudonym, the hash of their token, and what they allowed. There is no name, age or address. */
export interface DriverTable {
  id: Fixed<string>;
  token_hash: string;
  created_at: Time;
  consent_version: number | null;
  consent_recorded: Flag;
  consent_shared: Flag;
  consent_exported: Flag;
  consent_at: Time | null;
  /** Set while races with this driver still run; the row goes with the last of them. */
  withdrawn_at: Time | null;
}

/** A version of a track; logs name it by its content hash. */
export interface TrackTable {
  hash: Fixed<string>;
  id: string;
  version: number;
  file: Json;
}

export interface RaceTable {
  id: Fixed<string>;
  status: 'running' | 'complete' | 'interrupted' | 'quarantined';
  /** The log's header without the track file. */
  header: Json;
  track_id: string;
  track_hash: string;
  laps: number;
  physics: number;
  started_at: Time;
  /** Committed ticks, from lights out to the log's end; `gap_ticks` of them could not be kept. */
  ticks: number;
  gap_ticks: ColumnType<number, number | undefined, number>;
  /** SHA-256 of `header`; null for races from before it was kept. */
  header_hash: string | null;
  /** Why it is quarantined, as `mimic episode verify` found it. */
  damage: string | null;
  /** Kept although no person is in it. */
  always: Flag;
  /** The version of judging (server/episode/lapquality.ts) its laps were put into lap_quality by; 0 for not yet. */
  judged: ColumnType<number, number | undefined, number>;
  /** The session it was driven for. */
  session_id: string | null;
  /** JSON of where a file says it is from; null when it was driven here. */
  origin: string | null;
  /** Which recorder writes it, and when it last did: an unfinished race of a dead recorder is closed by the next. */
  recorder_id: string;
  recorder_pid: number;
  touched_at: Time;
}

export interface RaceChunkTable {
  race_id: Fixed<string>;
  sequence: number;
  ticks: number;
  /** A chunk of the log (shared/episode/codec.ts), zstd. */
  bytes: Uint8Array;
}

export interface EpisodeTable {
  id: Fixed<string>;
  race_id: Fixed<string>;
  /** Index into the log's cars; changes when a car before it is deleted. */
  car: number;
  driver_id: string;
  kind: 'human' | 'scripted' | 'policy';
  policy_id: string | null;
  status: 'complete' | 'interrupted' | 'quarantined';
  track_id: string;
  /** Id of the car's specification, which stands whole in the log. */
  vehicle: string;
  first_tick: number;
  ticks: number;
  /** How many of them the log does not hold. */
  gap_ticks: ColumnType<number, number | undefined, number>;
  laps: Json;
  falls: number;
  off_tracks: number;
  contacts: number;
  physics: number;
  started_at: Time;
  consent: Json | null;
}

/**
 * The time of a lap, or of a sector of one, for leaderboards and records: open episodes only (people who agreed to be
 * recorded, and bots), derived from `episode.laps` and gone with the episode.
 */
export interface LapTable {
  episode_id: Fixed<string>;
  /** Of the lap in its episode, from 1. */
  number: number;
  /** 0 is the whole lap; sectors count from 1 and are kept of clean laps. */
  sector: number;
  time_ms: number;
  /** Clean and whole, from a standing start too: the way from the grid only costs time. */
  clean: Flag;
  track_id: string;
  /** The version of the track, of the car and of the physics: times under others are not compared. */
  track_hash: string;
  vehicle: string;
  vehicle_hash: string;
  physics: number;
  driver_id: string;
  kind: EpisodeTable['kind'];
  policy_id: string | null;
  started_at: Time;
}

/**
 * A whole lap of an open episode, as it was driven: derived by playing its log again, and gone with the episode. Laps of
 * every kind of driver; what each number means stands with lapRowSchema in shared/wire/laps.ts.
 */
export interface LapQualityTable {
  episode_id: Fixed<string>;
  number: Fixed<number>;
  session_id: string | null;
  track_id: string;
  track_hash: string;
  vehicle: string;
  driver_id: string;
  kind: EpisodeTable['kind'];
  policy_id: string | null;
  started_at: Time;
  time_ms: number;
  clean: Flag;
  in_traffic: Flag;
  standing_start: Flag;
  ticks: number;
  falls: number;
  off_tracks: number;
  contacts: number;
  wrong_way: Flag;
  starved: number;
  latency_ms: number | null;
  idle_share: number;
  full_share: number;
  hold_seconds: number;
  reversals: number;
  activity: number;
  style: 'keys' | 'stick';
  novelty: number | null;
  /** JSON of LapFlag[]; `flagged` is 1 with any, or with a mark. */
  flags: Json;
  flagged: Flag;
  mark: 'none' | 'flagged' | 'left-out';
  reason: string;
  /** Offset, speed and controls along the road (shared/dataset/profile.ts). */
  profile: Uint8Array;
  /** Hash of what it holds (shared/dataset/lapcontent.ts); null where it was not told when the lap was judged. */
  content: string | null;
}

/** A collection session. Its secret is kept as a hash; its settings are a NewSession of shared/wire/sessions.ts. */
export interface SessionTable {
  id: Fixed<string>;
  code: Fixed<string>;
  name: string;
  token_hash: string;
  settings: Json;
  status: 'open' | 'paused' | 'closed';
  private: Flag;
  opened_at: Time;
  opened_by: string | null;
  closed_at: Time | null;
  erase_at: Time | null;
  message: Json | null;
}

/** A driver in a session: the nickname it shows there, and what they agreed to, in which language and when. */
export interface ParticipantTable {
  session_id: Fixed<string>;
  driver_id: Fixed<string>;
  nickname: string;
  joined_at: Time;
  removed_at: Time | null;
  /** JSON of Consent with `at` and `language`. */
  consent: Json;
}

/** What somebody chose, when, and under which text: one row for each change of mind, never changed. */
export interface ConsentChoiceTable {
  driver_id: Fixed<string>;
  at: Fixed<Time>;
  /** Of the text they read (shared/wire/consent.ts). */
  version: Fixed<number>;
  language: Fixed<'en' | 'ko' | null>;
  recorded: Fixed<Flag>;
  shared: Fixed<Flag>;
  exported: Fixed<Flag>;
  /** Null for a choice outside any session. */
  session_id: Fixed<string | null>;
}

/** An immutable choice of laps. A tombstone keeps its place and name's version, nothing of its people. */
export interface DatasetTable {
  id: Fixed<string>;
  name: string;
  version: number;
  recipe: Json | null;
  laps: Json | null;
  card: Json | null;
  created_at: Time;
  created_by: string | null;
  /** The session it was frozen from. */
  session_id: string | null;
  /** A few numbers for lists (server/store/datasets.ts), since laps and card of a large one take a megabyte each. */
  summary: Json | null;
  tombstoned_at: Time | null;
}

/** The laps of a dataset as rows: what `dataset.laps` holds, for joins and differences. */
export interface DatasetLapTable {
  dataset_id: Fixed<string>;
  episode_id: Fixed<string>;
  number: Fixed<number>;
  held_out: Flag;
}

/** Which sessions' laps a dataset holds. */
export interface DatasetSessionTable {
  dataset_id: Fixed<string>;
  session_id: Fixed<string>;
}

/** Which episodes, and so whose, a dataset holds. */
export interface DatasetEpisodeTable {
  dataset_id: Fixed<string>;
  episode_id: Fixed<string>;
  driver_id: string;
}

export interface Tables {
  job: JobTable;
  driver: DriverTable;
  track: TrackTable;
  race: RaceTable;
  race_chunk: RaceChunkTable;
  episode: EpisodeTable;
  lap: LapTable;
  lap_quality: LapQualityTable;
  session: SessionTable;
  participant: ParticipantTable;
  consent_choice: ConsentChoiceTable;
  dataset: DatasetTable;
  dataset_episode: DatasetEpisodeTable;
  dataset_lap: DatasetLapTable;
  dataset_session: DatasetSessionTable;
  policy: PolicyTable;
  policy_file: PolicyFileTable;
  evaluation: EvaluationTable;
  imported_set: ImportedSetTable;
  imported_episode: ImportedEpisodeTable;
  open_loop: OpenLoopTable;
}

/** The database, or a transaction in it. */
export type Store = Kysely<Tables>;
