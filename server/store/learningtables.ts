import type { ColumnType } from 'kysely';
import type { Fixed, Flag, Json, Time } from './columns.ts';

/** What is trained and judged, and the trainings under way. */

export interface PolicyTable {
  id: Fixed<string>;
  dataset_id: string | null;
  /** Whose laps it was trained on, when they are one person's. */
  driver_id: string | null;
  created_by: string | null;
  track_id: string;
  manifest: Json;
  created_at: Time;
}

export interface PolicyFileTable {
  policy_id: Fixed<string>;
  bytes: Uint8Array;
}

export interface EvaluationTable {
  id: Fixed<string>;
  policy_id: string;
  request: Json;
  result: Json;
  created_at: Time;
  /** What lists and rankings ask by; null in rows from before they were kept, which stand in neither. */
  track_id: string | null;
  track_hash: string | null;
  kicks: ColumnType<Flag, Flag | undefined, never>;
  traffic: ColumnType<Flag, Flag | undefined, never>;
  laps: ColumnType<number, number | undefined, never>;
  /** JSON: the result without its long lists. */
  summary: Json | null;
}

/** A job that outlives the server's process: it is begun again, or goes on, when the next one starts. */
export interface JobTable {
  id: Fixed<string>;
  kind: Fixed<string>;
  /** The driver or session that asked. */
  owner: Fixed<string>;
  /** JSON of what is to be done. */
  task: Fixed<Json>;
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  /** How often it was begun. */
  tries: ColumnType<number, number | undefined, number>;
  /** JSON of what of it is done already. */
  memo: ColumnType<Json, Json | undefined, Json>;
  /** Name of its file in DATA_DIR/checkpoints. */
  checkpoint: Fixed<string>;
  result: Json | null;
  error: string | null;
  created_at: Time;
  ended_at: Time | null;
}
