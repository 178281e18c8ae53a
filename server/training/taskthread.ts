import { Worker } from 'node:worker_threads';

/** To the thread: begin a task. `stop` is shared memory that holds 1 once the task should end early. */
export interface TaskRequest {
  id: number;
  task: unknown;
  stop: SharedArrayBuffer;
}

/** From the thread: how far it is, or how it ended. */
export type TaskReply =
  | { id: number; kind: 'progress'; share: number; detail: Record<string, unknown> }
  | { id: number; kind: 'done'; result: unknown }
  | { id: number; kind: 'failed'; message: string; status: number | null };

/** A task that cannot be done because of what was asked; `status` is what HTTP answers. */
export class TaskRefusal extends Error {
  override name = 'TaskRefusal';
  readonly status: number;
  constructor(message: string, status = 409) {
    super(message);
    this.status = status;
  }
}

export interface TaskWatch {
  progress?(share: number, detail: Record<string, unknown>): void;
  signal?: AbortSignal;
}

interface Waiting {
  /** The thread that was given the task. */
  worker: Worker;
  watch: TaskWatch;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * A worker thread that does one task after another; whoever asks meanwhile waits its turn.
 *
 * Started by the first task, kept warm between tasks, started anew if it dies (what it was doing is rejected, nothing
 * is repeated). Training and rollouts happen here, never on the thread that runs the races.
 */
export class TaskThread {
  private readonly file: URL;
  private readonly workerData: unknown;
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | null = null;
  private next = 1;

  /** @param file a module that calls `serveTasks`. */
  constructor(file: URL, workerData: unknown) {
    this.file = file;
    this.workerData = workerData;
  }

  run(task: unknown, watch: TaskWatch = {}): Promise<unknown> {
    const worker = this.start();
    const id = this.next++;
    const stop = new SharedArrayBuffer(4);
    return new Promise((resolve, reject) => {
      const flag = new Int32Array(stop);
      if (watch.signal?.aborted) Atomics.store(flag, 0, 1);
      watch.signal?.addEventListener('abort', () => Atomics.store(flag, 0, 1), { once: true });
      this.waiting.set(id, { worker, watch, resolve, reject });
      const request: TaskRequest = { id, task, stop };
      worker.ref();
      worker.postMessage(request);
    });
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
  }

  private start(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(this.file, { workerData: this.workerData });
    worker.on('message', (reply: TaskReply) => this.receive(reply));
    worker.on('error', (error) => this.lose(worker, error));
    worker.on('exit', () => this.lose(worker, new Error('The worker thread ended before its task.')));
    this.worker = worker;
    return worker;
  }

  private receive(reply: TaskReply): void {
    const waiting = this.waiting.get(reply.id);
    if (waiting === undefined) return;
    if (reply.kind === 'progress') {
      waiting.watch.progress?.(reply.share, reply.detail);
      return;
    }
    this.waiting.delete(reply.id);
    if (this.waiting.size === 0) this.worker?.unref(); // an idle thread keeps no process alive
    if (reply.kind === 'done') waiting.resolve(reply.result);
    else
      waiting.reject(reply.status === null ? new Error(reply.message) : new TaskRefusal(reply.message, reply.status));
  }

  /** A thread that fails is lost twice, by its error and by its end: by then the next may have tasks of its own. */
  private lose(worker: Worker, error: unknown): void {
    if (this.worker === worker) this.worker = null;
    const reason = error instanceof Error ? error : new Error(String(error));
    for (const [id, waiting] of this.waiting) {
      if (waiting.worker !== worker) continue;
      this.waiting.delete(id);
      waiting.reject(reason);
    }
  }
}
