import { Worker } from 'node:worker_threads';
import type { AuthorTime } from '../../shared/driver/authortime.ts';
import type { Track } from '../../shared/track/track.ts';
import { type AuthorTimes, keepAuthorTimes } from './authortimes.ts';

/**
 * Measures the author times of tracks that people add, one track after another in a thread of its own, and keeps them in
 * a file. Until then such a track has no medals.
 */
export class Authors {
  private readonly times: AuthorTimes;
  private readonly path: string;
  private readonly complain: (error: unknown) => void;
  private worker: Worker | null = null;
  private readonly waiting: Track[] = [];
  private closed = false;

  constructor(times: AuthorTimes, path: string, complain: (error: unknown) => void) {
    this.times = times;
    this.path = path;
    this.complain = complain;
  }

  /** Nothing happens for a track whose times are known. */
  measure(track: Track): void {
    if (this.closed || this.times.knows(track) || this.waiting.includes(track)) return;
    this.waiting.push(track);
    if (this.waiting.length === 1) this.next();
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.worker?.terminate();
  }

  /** The thread lives while there is something to measure. */
  private next(): void {
    const [track] = this.waiting;
    if (!track) {
      void this.worker?.terminate();
      this.worker = null;
      return;
    }
    this.worker ??= this.start();
    this.worker.postMessage(track.file);
  }

  private start(): Worker {
    const worker = new Worker(new URL('./authorworker.ts', import.meta.url));
    worker.unref();
    worker.on('message', (items: AuthorTime[]) => this.done(items));
    worker.on('error', (error) => {
      this.worker = null;
      this.complain(error);
      this.done([]);
    });
    return worker;
  }

  private done(items: AuthorTime[]): void {
    this.waiting.shift();
    if (this.closed) return;
    this.times.add(items);
    try {
      keepAuthorTimes(this.path, items, () => true);
    } catch (error) {
      this.complain(error);
    }
    this.next();
  }
}
