import { Worker } from 'node:worker_threads';
import type { TrackFile } from '../../shared/track/file.ts';
import type { LapFilter } from '../store/lapfilter.ts';
import type { Viewer } from '../store/viewer.ts';
import type { GhostDrive } from './ghostdrive.ts';

/**
 * What outsiders read of logs and laps, made in a worker thread: unpacking and driving a race again takes up to a
 * second, and counting where thousands of laps have been some tens of milliseconds.
 *
 * The store must exist. Answers are ready to send: JSON of the public trajectory or of a coverage, or the binary log,
 * gzipped. They are null where there is no such episode or race, and reject with a LogError's message when its log does
 * not replay, or, beyond MOST_WAITING requests at once, with ReaderBusy.
 */
export interface EpisodeReader {
  trajectory(episodeId: string): Promise<Uint8Array | null>;
  raceLog(raceId: string): Promise<Uint8Array | null>;
  /** Null also when nobody may race against it. */
  ghost(episodeId: string): Promise<GhostDrive | null>;
  /** JSON of coverageSchema. */
  coverage(order: CoverageOrder): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

/** More replays are asked for than this server does; the asker may come again. */
export class ReaderBusy extends Error {
  override name = 'ReaderBusy';
}

/** Replays that may wait; one takes up to a second, and its answer up to some megabytes. */
const MOST_WAITING = 32;

/** Where the laps that fit, as far as a viewer may read them, have been on this track. */
export interface CoverageOrder {
  track: TrackFile;
  /** The track's, by which laps name it. */
  trackHash: string;
  filter: LapFilter;
  viewer: Viewer;
}

/** What the thread is asked: for an episode, a race, or a coverage. */
export interface Questions {
  trajectory: string;
  raceLog: string;
  ghost: string;
  coverage: CoverageOrder;
}

/** What the thread answers to each question. */
export interface Readings {
  trajectory: Uint8Array<ArrayBuffer> | null;
  raceLog: Uint8Array<ArrayBuffer> | null;
  ghost: GhostDrive | null;
  coverage: Uint8Array<ArrayBuffer> | null;
}

export interface ReadRequest<What extends keyof Questions = keyof Questions> {
  request: number;
  what: What;
  about: Questions[What];
}

export interface ReadReply {
  request: number;
  reading: Readings[keyof Readings];
  error: string | null;
}

export function createEpisodeReader(dataDir: string): EpisodeReader {
  const file = new URL('./readerworker.ts', import.meta.url);
  return new WorkerReader(() => new Worker(file, { workerData: { dataDir } }));
}

interface Asked {
  resolve(reading: Readings[keyof Readings]): void;
  reject(error: Error): void;
}

class WorkerReader implements EpisodeReader {
  private readonly start: () => Worker;
  /** Null before the first request, and after the thread died: the next request starts another. */
  private worker: Worker | null = null;
  private closed = false;
  private readonly waiting = new Map<number, Asked>();
  private next = 1;

  constructor(start: () => Worker) {
    this.start = start;
  }

  trajectory(episodeId: string): Promise<Uint8Array | null> {
    return this.ask('trajectory', episodeId);
  }

  raceLog(raceId: string): Promise<Uint8Array | null> {
    return this.ask('raceLog', raceId);
  }

  ghost(episodeId: string): Promise<GhostDrive | null> {
    return this.ask('ghost', episodeId);
  }

  coverage(order: CoverageOrder): Promise<Uint8Array | null> {
    return this.ask('coverage', order);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.worker?.terminate();
  }

  private ask<What extends keyof Questions>(what: What, about: Questions[What]): Promise<Readings[What]> {
    if (this.closed) return Promise.reject(new Error('The reader of logs has been closed.'));
    if (this.waiting.size >= MOST_WAITING) {
      return Promise.reject(new ReaderBusy(`${MOST_WAITING} recordings are being read. Try again in a minute.`));
    }
    const request: ReadRequest<What> = { request: this.next++, what, about };
    return new Promise((resolve, reject) => {
      this.waiting.set(request.request, { resolve: resolve as Asked['resolve'], reject });
      this.running().postMessage(request);
    });
  }

  private running(): Worker {
    if (this.worker) return this.worker;
    const worker = this.start();
    worker.on('message', ({ request, reading, error }: ReadReply) => {
      const waiting = this.waiting.get(request);
      this.waiting.delete(request);
      if (error === null) waiting?.resolve(reading);
      else waiting?.reject(new Error(error));
    });
    worker.on('error', (error) => this.lose(worker, error));
    worker.on('exit', () => this.lose(worker, new Error('The reader of logs ended before it answered. Ask again.')));
    this.worker = worker;
    return worker;
  }

  private lose(worker: Worker, error: unknown): void {
    if (this.worker !== worker) return;
    this.worker = null;
    for (const { reject } of this.waiting.values()) reject(error as Error);
    this.waiting.clear();
  }
}
