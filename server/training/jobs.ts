import { randomBytes } from 'node:crypto';
import type { KeptJob } from '../store/jobs.ts';
import { type Entry, newEntry, over } from './jobentry.ts';

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** Work that takes longer than an answer may: a training, an evaluation, a parting. */
export interface Job {
  id: string;
  kind: string;
  state: JobState;
  /** 0 to 1. */
  progress: number;
  /** What is known while it runs: loss, laps driven, seconds left; its shape is the kind's own. */
  detail: Record<string, unknown>;
  /** Jobs that will run before this one; 0 once it runs. */
  ahead: number;
  result: unknown;
  error: string | null;
}

/** What a running job may tell and must watch. */
export interface JobReport {
  /** Of the job. */
  id: string;
  progress(share: number, detail?: Record<string, unknown>): void;
  /** Aborts when the job is cancelled. */
  signal: AbortSignal;
}

export type JobWork = (report: JobReport) => Promise<unknown>;

/** Where jobs are kept that are to outlive this process (server/training/jobshelf.ts). */
export interface JobKeeper {
  /** Those that were kept before, in the order they were asked for. */
  kept(): Promise<KeptJob[]>;
  add(job: Pick<KeptJob, 'id' | 'kind' | 'owner' | 'task'>): Promise<void>;
  begun(id: string): Promise<void>;
  ended(job: Pick<KeptJob, 'id' | 'state' | 'result' | 'error'>): Promise<void>;
  forget(ids: readonly string[]): Promise<void>;
}

/** One owner may have this many jobs waiting beside the one that runs. */
const QUEUED_PER_OWNER = 3;
/** Finished jobs are remembered for answers and event streams, the oldest forgotten first. */
const REMEMBERED = 500;
/** A job that was begun so often, and each time its server ended, is the reason perhaps. */
const MOST_TRIES = 10;

export class TooManyJobs extends Error {
  override name = 'TooManyJobs';
}

/**
 * A fair queue: one job runs at a time, owners take turns, so that a class of thirty is not behind one keen student.
 *
 * The work itself happens in worker threads; the queue only waits for it. Jobs that were submitted with a task are kept
 * by the keeper, if there is one, and begun again by the next process.
 */
export class JobQueue {
  private readonly entries = new Map<string, Entry>();
  private waiting: Entry[] = [];
  private running: Entry | null = null;
  /** When each owner was last served, as a count of jobs begun. */
  private readonly served = new Map<string, number>();
  private begun = 0;
  private keeper: JobKeeper | null = null;
  private writes: Promise<void> = Promise.resolve();
  private closed = false;

  /**
   * From now on keep jobs that have a task, and take up those that were kept: what ran goes on first, then what waited;
   * what ended answers as it did.
   */
  async keepWith(keeper: JobKeeper, workOf: (kept: KeptJob) => JobWork): Promise<void> {
    const kept = await keeper.kept();
    this.keeper = keeper;
    for (const one of kept) {
      const { id, kind, owner, state, tries, result, error } = one;
      const job: Job = { id, kind, state, progress: state === 'done' ? 1 : 0, detail: {}, ahead: 0, result, error };
      const entry = { ...newEntry(job, owner, workOf(one)), durable: true };
      this.entries.set(id, entry);
      if (state !== 'queued' && state !== 'running') {
        over(entry);
        continue;
      }
      job.state = 'queued';
      if (tries >= MOST_TRIES) {
        job.error = `This was begun ${tries} times, and each time the server ended before it was done. Ask for less.`;
        this.settle(entry, 'failed');
      } else if (state === 'running') this.waiting.unshift(entry);
      else this.waiting.push(entry);
    }
    this.next();
    this.countAhead();
  }

  /** Resolves when everything so far is kept; rejects never. */
  written(): Promise<void> {
    return this.writes;
  }

  /**
   * Throws TooManyJobs beyond one running and QUEUED_PER_OWNER waiting jobs of an owner. With a `task`, all that `work`
   * needs as JSON, the job outlives this process once `written` has resolved.
   */
  submit(kind: string, owner: string, work: JobWork, task?: unknown): Job {
    const queued = this.waiting.filter((entry) => entry.owner === owner).length;
    if (queued >= QUEUED_PER_OWNER) {
      throw new TooManyJobs(
        `You have ${queued} jobs waiting, at most ${QUEUED_PER_OWNER}. Wait for one to finish or cancel one.`,
      );
    }
    const id = randomBytes(9).toString('base64url');
    const job: Job = { id, kind, state: 'queued', progress: 0, detail: {}, ahead: 0, result: null, error: null };
    const entry = { ...newEntry(job, owner, work), durable: task !== undefined };
    this.entries.set(id, entry);
    this.waiting.push(entry);
    this.keep(entry, (keeper) => keeper.add({ id, kind, owner, task }));
    this.forgetOld();
    this.next();
    this.countAhead();
    return job;
  }

  get(id: string): Job | null {
    return this.entries.get(id)?.job ?? null;
  }

  ownerOf(id: string): string | null {
    return this.entries.get(id)?.owner ?? null;
  }

  /** Call `listener` at every change from now on; returns how to stop. */
  watch(id: string, listener: (job: Job) => void): () => void {
    const entry = this.entries.get(id);
    entry?.listeners.add(listener);
    return () => entry?.listeners.delete(listener);
  }

  cancel(id: string): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    if (entry.job.state === 'queued') {
      this.waiting = this.waiting.filter((other) => other !== entry);
      this.settle(entry, 'cancelled');
      this.countAhead();
    } else if (entry.job.state === 'running' && !entry.doing!.abort.signal.aborted) {
      entry.doing!.abort.abort();
      // It ends when its thread hears of it; a server that is killed until then must not begin it again.
      this.keep(entry, (keeper) => keeper.ended({ id, state: 'cancelled', result: null, error: null }));
    }
  }

  /** Cancel an owner's jobs and remember nothing of them. */
  forgetOwner(owner: string): void {
    const gone: string[] = [];
    for (const [id, entry] of this.entries) {
      if (entry.owner !== owner) continue;
      this.cancel(id);
      this.entries.delete(id);
      gone.push(id);
    }
    this.served.delete(owner);
    this.write((keeper) => keeper.forget(gone));
  }

  /** Remember no ended job whose result or detail names one of these ids. */
  forgetNaming(ids: readonly string[]): void {
    const forgotten: string[] = [];
    for (const [id, { doing, named }] of this.entries) {
      if (doing !== null || !ids.some((gone) => named.has(gone))) continue;
      this.entries.delete(id);
      forgotten.push(id);
    }
    this.write((keeper) => keeper.forget(forgotten));
  }

  /**
   * For the server's shutdown: jobs that are kept are left as they are, for the next process, and the caller ends the
   * thread of one that runs; all others are cancelled. Resolves when those have let go.
   */
  async close(): Promise<void> {
    const durable = (entry: Entry): boolean => entry.durable && this.keeper !== null;
    for (const entry of this.waiting.filter((waiting) => !durable(waiting))) this.cancel(entry.job.id);
    this.waiting = [];
    this.closed = true; // before anything ends, which would be kept as a failure
    await this.written();
    const running = this.running;
    if (running === null || durable(running)) return;
    const ended = new Promise<void>((resolve) => running.listeners.add((job) => job.state !== 'running' && resolve()));
    running.doing!.abort.abort();
    await ended;
  }

  private next(): void {
    if (this.running !== null || this.waiting.length === 0) return;
    const entry = this.turns()[0]!;
    this.waiting = this.waiting.filter((other) => other !== entry);
    this.running = entry;
    this.served.set(entry.owner, ++this.begun);
    entry.job.state = 'running';
    this.keep(entry, (keeper) => keeper.begun(entry.job.id));
    this.countAhead();
    this.tell(entry);
    void this.run(entry);
  }

  private async run(entry: Entry): Promise<void> {
    const { job } = entry;
    const { work, abort } = entry.doing!;
    const progress = (share: number, detail: Record<string, unknown> = {}): void => {
      job.progress = Math.min(1, Math.max(job.progress, share));
      Object.assign(job.detail, detail);
      this.tell(entry);
    };
    try {
      job.result = await work({ id: job.id, progress, signal: abort.signal });
      this.settle(entry, abort.signal.aborted ? 'cancelled' : 'done');
    } catch (error) {
      job.error = error instanceof Error ? error.message : String(error);
      this.settle(entry, abort.signal.aborted ? 'cancelled' : 'failed');
    }
    this.running = null;
    this.next();
    this.countAhead();
  }

  private settle(entry: Entry, state: JobState): void {
    entry.job.state = state;
    if (state === 'done') entry.job.progress = 1;
    over(entry);
    const { id, result, error } = entry.job;
    this.keep(entry, (keeper) => keeper.ended({ id, state, result, error }));
    this.tell(entry);
    entry.listeners.clear();
  }

  /** Waiting jobs in the order they will run: always the owner who was served longest ago, then first come. */
  private turns(): Entry[] {
    const served = new Map(this.served);
    const left = [...this.waiting];
    const order: Entry[] = [];
    const last = ({ owner }: Entry): number => served.get(owner) ?? 0;
    while (left.length > 0) {
      const next = left.reduce((best, entry) => (last(entry) < last(best) ? entry : best));
      left.splice(left.indexOf(next), 1);
      order.push(next);
      served.set(next.owner, this.begun + order.length);
    }
    return order;
  }

  private countAhead(): void {
    this.turns().forEach((entry, place) => {
      const ahead = place + (this.running === null ? 0 : 1);
      if (entry.job.ahead === ahead) return;
      entry.job.ahead = ahead;
      this.tell(entry);
    });
    if (this.running !== null) this.running.job.ahead = 0;
  }

  private keep(entry: Entry, write: (keeper: JobKeeper) => Promise<void>): void {
    if (entry.durable) this.write(write);
  }

  /** One after another; a keeper that fails tells so itself, and the queue goes on without. */
  private write(write: (keeper: JobKeeper) => Promise<void>): void {
    const { keeper } = this;
    if (keeper === null || this.closed) return;
    this.writes = this.writes.then(() => write(keeper)).catch(() => {});
  }

  private tell(entry: Entry): void {
    for (const listener of [...entry.listeners]) listener(entry.job);
  }

  private forgetOld(): void {
    for (const [id, { job }] of this.entries) {
      if (this.entries.size <= REMEMBERED) break;
      if (job.state !== 'queued' && job.state !== 'running') this.entries.delete(id);
    }
    if (this.served.size <= REMEMBERED) return;
    const owners = new Set([...this.entries.values()].map(({ owner }) => owner));
    for (const owner of this.served.keys()) if (!owners.has(owner)) this.served.delete(owner);
  }
}
