import type { Store } from '../store/tables.ts';

/** An unfinished race whose recorder has been silent for so long belongs to nobody, even if its process id lives. */
const SILENT_MS = 60_000;

/**
 * Finds unfinished races whose recorder is gone.
 *
 * Silence is measured by this process's own steady clock, from look to look: a recorder renews `touched_at` while it
 * lives, and what time that tells, or what the wall clock is set to, is compared with nothing.
 */
export class AbandonedRaces {
  private readonly store: Store;
  private readonly recorderId: string;
  private readonly now: () => number;
  /** The sign of life of each race, and when it was first seen. */
  private seen = new Map<string, { sign: string; since: number }>();

  constructor(store: Store, recorderId: string, now: () => number = () => performance.now()) {
    this.store = store;
    this.recorderId = recorderId;
    this.now = now;
  }

  async find(): Promise<string[]> {
    const running = await this.store
      .selectFrom('race')
      .select(['id', 'recorder_id', 'recorder_pid', 'touched_at', 'ticks'])
      .where('status', '=', 'running')
      .execute();
    const before = this.seen;
    const now = this.now();
    this.seen = new Map();
    return running.flatMap(({ id, recorder_id, recorder_pid, touched_at, ticks }) => {
      if (recorder_id === this.recorderId) return [];
      const sign = `${touched_at} ${ticks}`;
      const known = before.get(id);
      const last = known?.sign === sign ? known : { sign, since: now };
      this.seen.set(id, last);
      return this.isGone(recorder_id, recorder_pid) || now - last.since >= SILENT_MS ? [id] : [];
    });
  }

  /** Another recorder of this process lives; under this process's id, anybody else is a predecessor. */
  private isGone(recorderId: string, pid: number): boolean {
    if (pid === process.pid) return runOf(recorderId) !== runOf(this.recorderId);
    return !isRunning(pid);
  }

  /** Tell others that this recorder lives, also while its races have nothing to write. */
  async renew(): Promise<void> {
    await this.store
      .updateTable('race')
      .set({ touched_at: new Date().toISOString() })
      .where('status', '=', 'running')
      .where('recorder_id', '=', this.recorderId)
      .execute();
  }
}

/** Recorder ids are RUN/RECORDER. */
const runOf = (recorderId: string): string => recorderId.split('/')[0];

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== 'ESRCH';
  }
}
