import { TakeawayFiles } from '../dataset/takeawayfiles.ts';
import type { Job, JobQueue } from '../training/jobs.ts';
import { TaskThread } from '../training/taskthread.ts';

/** Archives of everything that is kept of one person, made in a thread of their own and waited for in the fair queue. */
export class TakeawayDesk {
  private readonly jobs: JobQueue;
  private readonly thread: TaskThread;
  private readonly files: TakeawayFiles;

  constructor(jobs: JobQueue, dataDir: string) {
    this.jobs = jobs;
    this.files = new TakeawayFiles(dataDir);
    this.thread = new TaskThread(new URL('./takeawayworker.ts', import.meta.url), { dataDir });
  }

  /** Where a driver's archive lies, if it has been made. */
  find(driverId: string): string | null {
    return this.files.find(driverId);
  }

  make(driverId: string): Job {
    return this.jobs.submit('takeaway', driverId, (report) => this.thread.run(driverId, report));
  }

  async close(): Promise<void> {
    await this.thread.close();
  }
}
