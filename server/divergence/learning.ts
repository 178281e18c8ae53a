import type { Track } from '../../shared/track/track.ts';
import { lessonOf, orderOf } from '../../shared/training/cloneorder.ts';
import type { CloneRequest, DivergenceQuery, ExportQuery, PolicyRequest } from '../../shared/wire/api.ts';
import type { Comparison } from '../../shared/wire/comparison.ts';
import type { DatasetEntry, DatasetRequest } from '../../shared/wire/datasets.ts';
import type { EvaluationRequest } from '../../shared/wire/evaluations.ts';
import { ExportFiles } from '../dataset/exportfiles.ts';
import type { ComparisonOrder } from '../evaluation/comparison.ts';
import type { ReportLanguage } from '../evaluation/report/words.ts';
import { checkpointOf, keptJobs } from '../store/jobs.ts';
import type { Store } from '../store/tables.ts';
import type { Viewer } from '../store/viewer.ts';
import { removeOtherCheckpoints } from '../training/checkpointfile.ts';
import type { Job, JobQueue, JobReport } from '../training/jobs.ts';
import { jobShelf } from '../training/jobshelf.ts';
import { TaskThread } from '../training/taskthread.ts';
import { Turnstile } from '../training/turnstile.ts';
import type { TrainingTask } from '../training/worker.ts';
import type { ChoosingTask } from './choosingworker.ts';
import type { ExaminingTask } from './worker.ts';

/** Different partings remembered; one is about a hundred kilobytes. */
const REMEMBERED = 50;
/** Requests that may wait for a thread; one takes up to some seconds. */
const DATASETS_OF_OWNER = 4;
const DATASETS_WAITING = 100;
const PARTINGS_WAITING = 30;

/**
 * Everything that is learned from laps, done in worker threads: one trains, one examines, one chooses laps.
 *
 * Trainings and evaluations wait in the fair queue; datasets and partings are answered as soon as their thread is free.
 */
export class LearningDesk {
  private readonly jobs: JobQueue;
  private readonly dataDir: string;
  private readonly training: TaskThread;
  private readonly examining: TaskThread;
  private readonly choosing: TaskThread;
  private readonly partings = new Map<string, Promise<unknown>>();
  private readonly datasetQueue = new Turnstile(DATASETS_OF_OWNER, DATASETS_WAITING);
  /** Anybody may ask for a parting, or a comparison: there is no owner. */
  private readonly partingQueue = new Turnstile(Number.POSITIVE_INFINITY, PARTINGS_WAITING);

  private readonly exports: ExportFiles;

  constructor(jobs: JobQueue, dataDir: string) {
    this.jobs = jobs;
    this.dataDir = dataDir;
    this.exports = new ExportFiles(dataDir);
    this.training = new TaskThread(new URL('../training/worker.ts', import.meta.url), { dataDir });
    this.examining = new TaskThread(new URL('./worker.ts', import.meta.url), { dataDir });
    this.choosing = new TaskThread(new URL('./choosingworker.ts', import.meta.url), { dataDir });
  }

  /** Keep trainings in the store from now on, and go on with those that an earlier process did not end. */
  async keepTrainings(store: Store, complain: (error: unknown) => void): Promise<void> {
    const unended = (await keptJobs(store)).filter(({ state }) => state === 'queued' || state === 'running');
    removeOtherCheckpoints(this.dataDir, new Set(unended.map(({ id }) => checkpointOf(id))));
    await this.jobs.keepWith(
      jobShelf(store, complain),
      ({ task }) =>
        (report) =>
          this.onTraining(task as TrainingTask, report),
    );
  }

  makeDataset(request: DatasetRequest, askedBy: string, viewer: Viewer | null = null): Promise<DatasetEntry> {
    const task: ChoosingTask = { kind: 'make', request, createdBy: viewer?.sessionId ? null : askedBy, viewer };
    return this.datasetQueue.pass(askedBy, () => this.choosing.run(task)) as Promise<DatasetEntry>;
  }

  diffDatasets(before: string, after: string): Promise<string> {
    const task: ChoosingTask = { kind: 'diff', before, after };
    return this.partingQueue.pass('', () => this.choosing.run(task)) as Promise<string>;
  }

  async clone({ trackId, car, seeds, budget, corrections, ...asked }: CloneRequest, driverId: string): Promise<Job> {
    const order = {
      ...lessonOf({ ...asked, steps: budget.steps }),
      ...(corrections && { corrections }),
      seeds,
      seed: 1,
    };
    return this.submitTraining('clone', driverId, { kind: 'clone', trackId, car, order, driverId });
  }

  async train({ datasetId, ...asked }: PolicyRequest, askedBy: string): Promise<Job> {
    return this.submitTraining('train', askedBy, {
      ...{ kind: 'train', datasetId, order: orderOf(asked), createdBy: askedBy },
    });
  }

  async evaluate({ trackId: _, ...request }: EvaluationRequest, other: Track | null, askedBy: string): Promise<Job> {
    const order = { ...request, other };
    return this.jobs.submit('evaluation', askedBy, (report) => this.onExamining({ kind: 'evaluate', order }, report));
  }

  compare(order: ComparisonOrder): Promise<Comparison> {
    return this.partingQueue.pass('', () => this.onExamining({ kind: 'compare', order })) as Promise<Comparison>;
  }

  report(order: ComparisonOrder, language: ReportLanguage): Promise<string> {
    return this.partingQueue.pass('', () => this.onExamining({ kind: 'report', order, language })) as Promise<string>;
  }

  diverge(query: DivergenceQuery): Promise<unknown> {
    const key = JSON.stringify([query.policy, query.dataset, query.episode]);
    const known = this.partings.get(key);
    if (known) return known;
    const parting = this.partingQueue.pass('', () => this.onExamining({ kind: 'diverge', order: query }));
    this.partings.set(key, parting);
    parting.catch(() => this.partings.delete(key));
    if (this.partings.size > REMEMBERED) this.partings.delete(this.partings.keys().next().value!);
    return parting;
  }

  findExport(dataset: string, order: ExportQuery): string | null {
    return this.exports.find(dataset, order);
  }

  async makeExport(dataset: string, order: ExportQuery, askedBy: string): Promise<Job> {
    return this.jobs.submit('export', askedBy, ({ progress, signal }) =>
      this.exports.make(dataset, order, (share) => progress(share), signal),
    );
  }

  /** Somebody took laps back: nothing computed from laps may be remembered. */
  forget(): void {
    this.partings.clear();
    this.exports.forget();
  }

  async close(): Promise<void> {
    await Promise.all([this.training, this.examining, this.choosing].map((thread) => thread.close()));
  }

  /** Resolves when the job will outlive this process, see `keepTrainings`. */
  private async submitTraining(kind: string, owner: string, task: TrainingTask): Promise<Job> {
    const job = this.jobs.submit(kind, owner, (report) => this.onTraining(task, report), task);
    await this.jobs.written();
    return job;
  }

  private onTraining(task: TrainingTask, report: JobReport): Promise<unknown> {
    return this.training.run({ ...task, jobId: report.id }, report);
  }

  private onExamining(task: ExaminingTask, report?: JobReport): Promise<unknown> {
    return this.examining.run(task, report);
  }
}
