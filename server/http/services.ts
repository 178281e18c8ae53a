import type { Track } from '../../shared/track/track.ts';
import type { CloneRequest, DivergenceQuery, ExportQuery, OpenRace, PolicyRequest } from '../../shared/wire/api.ts';
import type { Comparison } from '../../shared/wire/comparison.ts';
import type { DatasetEntry, DatasetRequest } from '../../shared/wire/datasets.ts';
import type { EvaluationRequest } from '../../shared/wire/evaluations.ts';
import type { Sessions } from '../competition/sessions.ts';
import type { TakeawayDesk } from '../divergence/takeawaydesk.ts';
import type { EpisodeReader } from '../episode/reader.ts';
import type { Recorder } from '../episode/recorder.ts';
import type { ComparisonOrder } from '../evaluation/comparison.ts';
import type { ReportLanguage } from '../evaluation/report/words.ts';
import type { Authors } from '../race/authors.ts';
import type { AuthorTimes } from '../race/authortimes.ts';
import type { TrackShelf } from '../race/trackshelf.ts';
import type { Store } from '../store/tables.ts';
import type { Viewer } from '../store/viewer.ts';
import type { IntakeDesk } from '../training/intakedesk.ts';
import type { Job, JobQueue } from '../training/jobs.ts';

/**
 * What learning offers to HTTP. A method that cannot do what was asked, because of what was asked, rejects with an
 * Error whose message is for the person and whose `status` is the HTTP status (409: nothing to learn from).
 */
export interface Learning {
  /** `viewer` is who asks, and so whose laps may be taken; null may take everybody's. */
  makeDataset(request: DatasetRequest, askedBy: string, viewer?: Viewer | null): Promise<DatasetEntry>;
  /** The difference between two datasets (datasetDiffSchema), as JSON: it may be long. */
  diffDatasets(before: string, after: string): Promise<string>;
  /** The copy and the coached clone of a driver's own clean laps. */
  clone(request: CloneRequest, driverId: string): Promise<Job>;
  train(request: PolicyRequest, askedBy: string): Promise<Job>;
  /** On the track the policy learned on, or on `other`. */
  evaluate(request: EvaluationRequest, other: Track | null, askedBy: string): Promise<Job>;
  /** Any set of policies by what each last came to. */
  compare(order: ComparisonOrder): Promise<Comparison>;
  /** The same as a page of HTML. */
  report(order: ComparisonOrder, language: ReportLanguage): Promise<string>;
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
  /** Replays logs, and counts laps, off this thread. */
  reader: Pick<EpisodeReader, 'trajectory' | 'raceLog' | 'coverage'>;
  jobs: JobQueue;
  learning: Learning;
  /** Takes in policies that were trained elsewhere. */
  intake: Pick<IntakeDesk, 'look' | 'keep'>;
  /** Archives of what is kept of one person. */
  takeaways: Pick<TakeawayDesk, 'find' | 'make'>;
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
