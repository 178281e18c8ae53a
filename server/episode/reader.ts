import { Worker } from 'node:worker_threads';

/**
 * What outsiders read of logs, made in a worker thread: unpacking and driving a race again takes up to a second.
 *
 * The store must exist. Answers are ready to send: JSON of the public trajectory, or the binary log. Beyond
 * MOST_WAITING requests at once they reject with ReaderBusy.
 */
export interface EpisodeReader {
  /** Null when there is no such episode; rejects with a LogError's message when its log does not replay. */
  trajectory(episodeId: string): Promise<Uint8Array | null>;
  log(episodeId: string): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

/** More replays are asked for than this server does; the asker may come again. */
export class ReaderBusy extends Error {
  override name = 'ReaderBusy';
}

/** Replays that may wait; one takes up to a second, and its answer up to some megabytes. */
const MOST_WAITING = 32;

export interface ReadRequest {
  request: number;
  what: 'trajectory' | 'log';
  episodeId: string;
}

export interface ReadReply {
  request: number;
  bytes: Uint8Array<ArrayBuffer> | null;
  error: string | null;
}

export function createEpisodeReader(dataDir: string): EpisodeReader {
  const file = new URL('./readerworker.ts', import.meta.url);
  return new WorkerReader(() => new Worker(file, { workerData: { dataDir } }));
}

class WorkerReader implements EpisodeReader {
  private readonly start: () => Worker;
  /** Null before the first request, and after the thread died: the next request starts another. */
  private worker: Worker | null = null;
  private closed = false;
  private readonly waiting = new Map<number, { resolve(bytes: Uint8Array | null): void; reject(error: Error): void }>();
  private next = 1;

  constructor(start: () => Worker) {
    this.start = start;
  }

  trajectory(episodeId: string): Promise<Uint8Array | null> {
    return this.ask('trajectory', episodeId);
  }

  log(episodeId: string): Promise<Uint8Array | null> {
    return this.ask('log', episodeId);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.worker?.terminate();
  }

  private ask(what: ReadRequest['what'], episodeId: string): Promise<Uint8Array | null> {
    if (this.closed) return Promise.reject(new Error('The reader of logs has been closed.'));
    if (this.waiting.size >= MOST_WAITING) {
      return Promise.reject(new ReaderBusy(`${MOST_WAITING} recordings are being read. Try again in a minute.`));
    }
    const request: ReadRequest = { request: this.next++, what, episodeId };
    return new Promise((resolve, reject) => {
      this.waiting.set(request.request, { resolve, reject });
      this.running().postMessage(request);
    });
  }

  private running(): Worker {
    if (this.worker) return this.worker;
    const worker = this.start();
    worker.on('message', ({ request, bytes, error }: ReadReply) => {
      const waiting = this.waiting.get(request);
      this.waiting.delete(request);
      if (error === null) waiting?.resolve(bytes);
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
