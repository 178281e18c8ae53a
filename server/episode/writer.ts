import type { LogDriver, RaceLogHeader } from '../../shared/episode/log.ts';
import { appendChunk, packChunk, type Reach } from '../store/chunks.ts';
import { beginRace, type RecorderName } from '../store/races.ts';
import type { Store } from '../store/tables.ts';

/** Bytes that may wait for a disk that refuses; about an hour of a full room. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** Once seconds had to be dropped, this share of the bytes must be on disk before more are taken: one gap, not many. */
const TAKE_AGAIN = 0.5;
/** Writes in one transaction. */
const BATCH = 64;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2000;
/** SQLite results that may pass: BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN. */
const PASSING = new Set([5, 6, 7, 8, 10, 13, 14]);

export interface WriterReport {
  /** Every tick below `reach.tick` is committed, but for `reach.gapTicks` of them. */
  recorded(raceId: string, reach: Reach): void;
  /** Writing fails and is tried again, or works again (null). */
  retrying(message: string | null): void;
  /** Seconds of this race are being lost; what follows, once there is room, is kept behind a gap. */
  dropping(raceId: string, message: string): void;
  /** Nothing more of this race will be kept. */
  lost(raceId: string, message: string): void;
}

/** A second of a race as it comes from the race's thread; `wheel` as in PackedChunk. */
export interface EncodedChunk {
  raceId: string;
  firstTick: number;
  ticks: number;
  bytes: Uint8Array;
  wheel: (LogDriver | null)[] | null;
}

interface Write {
  raceId: string;
  bytes: number;
  /** In a transaction; what it returns goes to `done` after the commit. */
  apply(store: Store): Promise<Reach | null>;
}

/**
 * The ordered queue between the races and the disk: commits in batches, retries what may pass, and when the disk has
 * refused for too long, drops seconds instead of growing without bound, until it works again.
 */
export class LogWriter {
  private readonly store: Store;
  private readonly recorder: RecorderName;
  private readonly report: WriterReport;
  private readonly queue: Write[] = [];
  private readonly givenUp = new Set<string>();
  /** Races of which seconds are being dropped; empty while there is room. */
  private readonly dropping = new Set<string>();
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

  /** A race begins, or is gone on with after the thread before this one died. */
  begin(header: RaceLogHeader, always: boolean, sessionId: string | null = null): void {
    const apply = async (store: Store) => {
      await beginRace(store, header, this.recorder, always, sessionId);
      return null;
    };
    this.push({ raceId: header.raceId, bytes: 0, apply });
  }

  append({ raceId, bytes, ...chunk }: EncodedChunk): void {
    if (this.givenUp.has(raceId)) return;
    const packed = packChunk(bytes);
    if (!this.hasRoom(packed.length)) this.drop(raceId);
    else {
      const apply = (store: Store) => appendChunk(store, raceId, { ...chunk, packed });
      this.push({ raceId, bytes: packed.length, apply });
    }
  }

  /** Resolves when everything of this race, handed in before, is on disk or given up; no more is taken. */
  async settled(raceId: string): Promise<void> {
    while (this.queue.some((write) => write.raceId === raceId)) await this.draining;
    this.givenUp.delete(raceId);
    this.dropping.delete(raceId);
  }

  /** Resolves when everything handed in before is on disk or given up, of every race. */
  async written(): Promise<void> {
    const last = this.queue.at(-1);
    while (last && this.queue.includes(last)) await this.draining;
  }

  private hasRoom(bytes: number): boolean {
    const most = this.maxWaitingBytes * (this.dropping.size > 0 ? TAKE_AGAIN : 1);
    if (this.waitingBytes + bytes > most) return false;
    this.dropping.clear();
    return true;
  }

  private drop(raceId: string): void {
    if (this.dropping.has(raceId)) return;
    this.dropping.add(raceId);
    const message = `The disk refused ${this.waitingBytes} bytes: seconds of race ${raceId} are not kept until it works.`;
    this.report.dropping(raceId, message);
  }

  private giveUp(raceId: string, message: string): void {
    this.givenUp.add(raceId);
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
        if (this.failing) this.report.retrying(null);
        this.failing = false;
      } catch (error) {
        if (!mayPass(error)) await this.commitSingly(batch);
        else {
          this.failing = true;
          this.report.retrying(wordsOf(error));
          await new Promise((resolve) => setTimeout(resolve, pause));
          pause = Math.min(pause * 2, LAST_RETRY_MS);
        }
      }
    }
    this.draining = null;
  }

  /** All or nothing; acknowledged only once it is committed. */
  private async commit(batch: readonly Write[]): Promise<void> {
    const reached = await this.store.transaction().execute(async (transaction) => {
      const reaches: (Reach | null)[] = [];
      for (const write of batch) reaches.push(await write.apply(transaction));
      return reaches;
    });
    this.remove(batch);
    for (const [i, reach] of reached.entries()) if (reach) this.report.recorded(batch[i].raceId, reach);
  }

  /** One write of the batch can never work: find it, give its race up, keep the others. */
  private async commitSingly(batch: readonly Write[]): Promise<void> {
    for (const write of batch) {
      try {
        if (this.givenUp.has(write.raceId)) this.remove([write]);
        else await this.commit([write]);
      } catch (error) {
        if (mayPass(error)) return;
        this.remove([write]);
        this.giveUp(write.raceId, wordsOf(error));
      }
    }
  }

  private remove(batch: readonly Write[]): void {
    this.queue.splice(0, batch.length);
    for (const write of batch) this.waitingBytes -= write.bytes;
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether a store that refuses now may work later. */
export function mayPass(error: unknown): boolean {
  const result = (error as { errcode?: number }).errcode;
  return result !== undefined && PASSING.has(result & 0xff);
}
