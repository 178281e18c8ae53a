import { parentPort } from 'node:worker_threads';
import { TaskRefusal, type TaskReply, type TaskRequest } from './taskthread.ts';

/** What a task may tell, and must look at now and then. */
export interface TaskContext {
  progress(share: number, detail?: Record<string, unknown>): void;
  shouldStop(): boolean;
}

/** Inside a worker thread: do the tasks that come in, one after another, and answer each. */
export function serveTasks(perform: (task: unknown, context: TaskContext) => Promise<unknown>): void {
  const port = parentPort;
  if (port === null) throw new Error('serveTasks belongs into a worker thread, see TaskThread.');
  let last: Promise<void> = Promise.resolve();
  port.on('message', ({ id, task, stop }: TaskRequest) => {
    const flag = new Int32Array(stop);
    const send = (reply: TaskReply): void => port.postMessage(reply);
    const context: TaskContext = {
      progress: (share, detail = {}) => send({ id, kind: 'progress', share, detail }),
      shouldStop: () => Atomics.load(flag, 0) === 1,
    };
    last = last.then(async () => {
      try {
        send({ id, kind: 'done', result: await perform(task, context) });
      } catch (error) {
        const status = error instanceof TaskRefusal ? error.status : null;
        send({ id, kind: 'failed', message: error instanceof Error ? error.message : String(error), status });
      }
    });
  });
}
