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
  return new WorkerReader(new Worker(new URL('./readerworker.ts', import.meta.url), { workerData: { dataDir } }));
}

class WorkerReader implements EpisodeReader {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, { resolve(bytes: Uint8Array | null): void; reject(error: Error): void }>();
  private next = 1;
  private ended: Error | null = null;

  constructor(worker: Worker) {
    this.worker = worker;
    worker.on('message', ({ request, bytes, error }: ReadReply) => {
      const waiting = this.waiting.get(request);
      this.waiting.delete(request);
      if (error === null) waiting?.resolve(bytes);
      else waiting?.reject(new Error(error));
    });
    worker.on('error', (error) => this.end(error));
    worker.on('exit', () => this.end(new Error('The reader of logs has been closed.')));
  }

  trajectory(episodeId: string): Promise<Uint8Array | null> {
    return this.ask('trajectory', episodeId);
  }

  log(episodeId: string): Promise<Uint8Array | null> {
    return this.ask('log', episodeId);
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private ask(what: ReadRequest['what'], episodeId: string): Promise<Uint8Array | null> {
    if (this.ended) return Promise.reject(this.ended);
    if (this.waiting.size >= MOST_WAITING) {
      return Promise.reject(new ReaderBusy(`${MOST_WAITING} recordings are being read. Try again in a minute.`));
    }
    const request: ReadRequest = { request: this.next++, what, episodeId };
    return new Promise((resolve, reject) => {
      this.waiting.set(request.request, { resolve, reject });
      this.worker.postMessage(request);
    });
  }

  private end(error: Error): void {
    this.ended ??= error;
    for (const { reject } of this.waiting.values()) reject(this.ended);
    this.waiting.clear();
  }
}
