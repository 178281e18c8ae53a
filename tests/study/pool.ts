import { once } from 'node:events';
import { cpus } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Both cores, no more. */
const WORKERS = 2;

/** Where a study's figures were made: seconds and rates are of it. */
export interface Machine {
  cpu: string;
  cores: number;
  node: string;
}

export const machine = (): Machine => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  node: process.version,
});

/**
 * Results in the order of their orders, made by threads that each take the next.
 *
 * A worker's file answers every message with its result: `parentPort!.on('message', …)`. `done` is told of each as it ends.
 */
export async function inWorkers<Order, Result>(
  file: URL,
  orders: readonly Order[],
  done: (result: Result) => void,
  workerData: unknown = null,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(file, { workerData });
    while (next < orders.length) {
      const index = next++;
      worker.postMessage(orders[index]);
      const [result] = (await once(worker, 'message')) as [Result];
      results[index] = result;
      done(result);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: Math.min(WORKERS, orders.length) }, work));
  return results;
}
