import type { Track } from '../../shared/track/track.ts';
import type {
  CloneRequest,
  DatasetRequest,
  DivergenceQuery,
  EvaluationRequest,
  ExportQuery,
  OpenRace,
  PolicyRequest,
} from '../../shared/wire/api.ts';
import type { Sessions } from '../competition/sessions.ts';
import type { EpisodeReader } from '../episode/reader.ts';
import type { Recorder } from '../episode/recorder.ts';
import type { Authors } from '../race/authors.ts';
import type { AuthorTimes } from '../race/authortimes.ts';
import type { TrackShelf } from '../race/trackshelf.ts';
import type { Dataset } from '../store/datasets.ts';
import type { Store } from '../store/tables.ts';
import type { Job, JobQueue } from '../training/jobs.ts';

/**
 * What learning offers to HTTP. A method that cannot do what was asked, because of what was asked, rejects with an
 * Error whose message is for the person and whose `status` is the HTTP status (409: nothing to learn from).
 */
export interface Learning {
  makeDataset(request: DatasetRequest, askedBy: string): Promise<Dataset>;
  /** The copy and the coached clone of a driver's own clean laps. */
  clone(request: CloneRequest, driverId: string): Promise<Job>;
  train(request: PolicyRequest, askedBy: string): Promise<Job>;
  evaluate(request: EvaluationRequest & { trackId: string }, askedBy: string): Promise<Job>;
  /** The public Divergence of DESIGN.md. */
  diverge(query: DivergenceQuery): Promise<unknown>;
  /** Where an archive of a dataset lies, if it has been made. */
  findExport(dataset: string, order: ExportQuery): string | null;
  makeExport(dataset: string, order: ExportQuery, askedBy: string): Promise<Job>;
  /** Somebody took laps back: nothing computed from laps may be remembered. */
  forget(): void;
}

/** Everything the routes are given. */
export interface ApiServices {
  store: Store;
  tracks: ReadonlyMap<string, Track>;
  /** Where `tracks` are from, and where people add to them. */
  shelf: Pick<TrackShelf, 'add' | 'isGiven' | 'forgetGiver'>;
  authorTimes: AuthorTimes;
  /** Measures tracks that people add. */
  authors: Pick<Authors, 'measure'>;
  recorder: Pick<Recorder, 'forgetDriver' | 'forgetEpisode'>;
  /** Replays logs off this thread. */
  reader: Pick<EpisodeReader, 'trajectory' | 'raceLog'>;
  jobs: JobQueue;
  learning: Learning;
  sessions: Pick<
    Sessions,
    'open' | 'view' | 'join' | 'own' | 'live' | 'follow' | 'setStatus' | 'tell' | 'remove' | 'freeze'
  >;
  /** Rooms open now. */
  rooms(): number;
  /** Races of these rooms that were made with a code. */
  racesByCode(code: string): Promise<OpenRace[]>;
  /** A fault of ours, with everything known about it. */
  complain(error: unknown): void;
}
