import type { RaceLogHeader } from '../../shared/episode/log.ts';
import { appendChunk, insertRace, packChunk, type RecorderName } from '../store/races.ts';
import type { Store } from '../store/tables.ts';

/** Bytes that may wait for a disk that refuses; about an hour of a full room. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** Writes in one transaction. */
const BATCH = 64;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2000;
/** SQLite results that may pass: BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN. */
const PASSING = new Set([5, 6, 7, 8, 10, 13, 14]);

export interface WriterReport {
  /** Every tick below `tick` is committed. */
  recorded(raceId: string, tick: number): void;
  /** Writing fails and is tried again, or works again (null). */
  retrying(message: string | null): void;
  /** Nothing more of this race will be kept. */
  lost(raceId: string, message: string): void;
}

interface Write {
  raceId: string;
  bytes: number;
  apply(store: Store): Promise<void>;
  done(): void;
}

/**
 * The ordered queue between the races and the disk: commits in batches, retries what may pass, and when the disk has
 * refused for too long, cuts races short instead of growing without bound.
 */
export class LogWriter {
  private readonly store: Store;
  private readonly recorder: RecorderName;
  private readonly report: WriterReport;
  private readonly queue: Write[] = [];
  private readonly sequences = new Map<string, number>();
  private waitingBytes = 0;
  private readonly maxWaitingBytes: number;
  private draining: Promise<void> | null = null;
  private failing = false;

  constructor(store: Store, recorder: RecorderName, report: WriterReport, maxWaitingBytes = MAX_WAITING_BYTES) {
    this.store = store;
    this.recorder = recorder;
    this.report = report;
    this.maxWaitingBytes = maxWaitingBytes;
  }

  begin(header: RaceLogHeader, always: boolean, sessionId: string | null = null): void {
    this.sequences.set(header.raceId, 0);
    const apply = (store: Store) => insertRace(store, header, this.recorder, always, sessionId);
    this.push({ raceId: header.raceId, bytes: 0, apply, done: () => {} });
  }

  append(raceId: string, firstTick: number, ticks: number, encoded: Uint8Array): void {
    const sequence = this.sequences.get(raceId);
    if (sequence === undefined) return;
    const packed = packChunk(encoded);
    if (this.waitingBytes + packed.length > this.maxWaitingBytes) {
      this.cut(raceId, `The disk refused ${this.waitingBytes} bytes; the log of race ${raceId} ends here.`);
      return;
    }
    this.sequences.set(raceId, sequence + 1);
    this.push({
      raceId,
      bytes: packed.length,
      apply: (store) => appendChunk(store, raceId, { sequence, firstTick, ticks, packed }),
      done: () => this.report.recorded(raceId, firstTick + ticks),
    });
  }

  /** Resolves when everything handed in before is on disk or given up. */
  async settled(raceId: string): Promise<void> {
    this.sequences.delete(raceId);
    while (this.queue.some((write) => write.raceId === raceId)) await this.draining;
  }

  /** Resolves when everything handed in before is on disk or given up, of every race. */
  async written(): Promise<void> {
    const last = this.queue.at(-1);
    while (last && this.queue.includes(last)) await this.draining;
  }

  private cut(raceId: string, message: string): void {
    this.sequences.delete(raceId);
    this.report.lost(raceId, message);
  }

  private push(write: Write): void {
    this.queue.push(write);
    this.waitingBytes += write.bytes;
    this.draining ??= this.drain();
  }

  private async drain(): Promise<void> {
    let pause = FIRST_RETRY_MS;
    while (this.queue.length > 0) {
      const batch = this.queue.slice(0, BATCH);
      try {
        await this.commit(batch);
        pause = FIRST_RETRY_MS;
        this.finish(batch);
        if (this.failing) this.report.retrying(null);
        this.failing = false;
      } catch (error) {
        if (!mayPass(error)) await this.commitSingly(batch);
        else {
          this.failing = true;
          this.report.retrying(error instanceof Error ? error.message : String(error));
          await new Promise((resolve) => setTimeout(resolve, pause));
          pause = Math.min(pause * 2, LAST_RETRY_MS);
        }
      }
    }
    this.draining = null;
  }

  private async commit(batch: readonly Write[]): Promise<void> {
    await this.store.transaction().execute(async (transaction) => {
      for (const write of batch) await write.apply(transaction);
    });
  }

  /** One write of the batch can never work: find it, give its race up, keep the others. */
  private async commitSingly(batch: readonly Write[]): Promise<void> {
    for (const write of batch) {
      try {
        await this.commit([write]);
        this.finish([write]);
      } catch (error) {
        if (mayPass(error)) return;
        this.remove([write]);
        this.cut(write.raceId, error instanceof Error ? error.message : String(error));
      }
    }
  }

  private finish(batch: readonly Write[]): void {
    this.remove(batch);
    for (const write of batch) write.done();
  }

  private remove(batch: readonly Write[]): void {
    this.queue.splice(0, batch.length);
    for (const write of batch) this.waitingBytes -= write.bytes;
  }
}

function mayPass(error: unknown): boolean {
  const result = (error as { errcode?: number }).errcode;
  return result !== undefined && PASSING.has(result & 0xff);
}
