import type { Look } from './intake.ts';
import type { IntakeTask } from './intakeworker.ts';
import type { Job, JobQueue, JobReport } from './jobs.ts';
import { TaskRefusal, TaskThread } from './taskthread.ts';
import { Turnstile } from './turnstile.ts';

/** Files of one person, and in all, that may wait to be looked through, and in all to be driven: eight megabytes each. */
const OF_OWNER = 2;
const IN_ALL = 12;
/** A policy that takes longer for a dozen laps would take too long in a race as well. */
const MOST_SECONDS = 240;

/**
 * Takes in policy files that people bring, in threads of their own: a file made to harm costs no race a tick, and no
 * training its thread. One looks through files at once, the other drives them in turn with all other jobs.
 */
export class IntakeDesk {
  private readonly jobs: JobQueue;
  private readonly looking: TaskThread;
  private readonly driving: TaskThread;
  private readonly queue = new Turnstile(OF_OWNER, IN_ALL);
  private unended: Job[] = [];

  constructor(jobs: JobQueue, dataDir: string) {
    this.jobs = jobs;
    const file = new URL('./intakeworker.ts', import.meta.url);
    this.looking = new TaskThread(file, { dataDir });
    this.driving = new TaskThread(file, { dataDir });
  }

  /** Rejects with TaskRefusal when the file is no policy that can drive here, TooManyJobs when too many wait. */
  look(bytes: Uint8Array, askedBy: string): Promise<Look> {
    const task: IntakeTask = { kind: 'look', bytes };
    return this.queue.pass(askedBy, () => this.looking.run(task)) as Promise<Look>;
  }

  /** Drive it and keep it; the job's result is an IntakeReport. Throws TooManyJobs, or TaskRefusal when too many wait. */
  keep(bytes: Uint8Array, createdBy: string): Job {
    this.unended = this.unended.filter(({ state }) => state === 'queued' || state === 'running');
    const { length } = this.unended;
    if (length >= IN_ALL) {
      throw new TaskRefusal(`${length} policy files wait to be driven, at most ${IN_ALL}. Try again in a minute.`, 503);
    }
    const task: IntakeTask = { kind: 'keep', bytes, createdBy };
    const job = this.jobs.submit('intake', createdBy, (report) => this.drive(task, report));
    this.unended.push(job);
    return job;
  }

  async close(): Promise<void> {
    await Promise.all([this.looking, this.driving].map((thread) => thread.close()));
  }

  /** Ended with its thread where it is cancelled or takes too long: driving looks at nothing meanwhile. */
  private async drive(task: IntakeTask, { progress, signal }: JobReport): Promise<unknown> {
    let slow = false;
    const end = (): void => void this.driving.close();
    const timer = setTimeout(() => {
      slow = true;
      end();
    }, MOST_SECONDS * 1000);
    signal.addEventListener('abort', end, { once: true });
    try {
      return await this.driving.run(task, { progress });
    } catch (error) {
      if (!slow) throw error;
      throw new Error(`The policy took more than ${MOST_SECONDS} s for a dozen laps. Train a smaller network.`);
    } finally {
      clearTimeout(timer);
    }
  }
}
