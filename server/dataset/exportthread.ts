import { Worker } from 'node:worker_threads';
import type { ExportOrder, ExportReport } from './export.ts';
import { NoLaps } from './refusal.ts';

/** What the thread is to do. */
export interface ExportTask {
  dataDir: string;
  dataset: string;
  order: ExportOrder;
  /** An existing, empty folder. */
  folder: string;
  /** Where the folder is to be packed into one file; null for the folder alone. */
  archive: string | null;
}

export type ExportReply =
  | { kind: 'progress'; share: number }
  | { kind: 'done'; report: ExportReport }
  | { kind: 'refused'; message: string };

/**
 * Without a limit the collector lets garbage of a few hundred megabytes stand while there is memory; what is in use of a
 * data set of 10,000 laps is a tenth of this.
 */
const HEAP = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 6 };

/** An export in a thread of its own, which ends with it: its memory is bounded and given back. */
export function exportInThread(
  task: ExportTask,
  progress: (share: number) => void = () => {},
  signal?: AbortSignal,
): Promise<ExportReport> {
  const file = new URL('./exportworker.ts', import.meta.url);
  const worker = new Worker(file, { workerData: task, resourceLimits: HEAP });
  return new Promise<ExportReport>((resolve, reject) => {
    worker.on('message', (reply: ExportReply) => {
      if (reply.kind === 'progress') progress(reply.share);
      else if (reply.kind === 'done') resolve(reply.report);
      else reject(new NoLaps(reply.message));
    });
    worker.on('error', (error) => reject(outOfMemory(error) ? tooLarge(task) : error));
    signal?.addEventListener('abort', () => reject(new Error('The export was cancelled.')), { once: true });
    worker.on('exit', () => reject(new Error('The export ended before it was whole.')));
  }).finally(() => worker.terminate());
}

const outOfMemory = (error: unknown): boolean => (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY';

const tooLarge = ({ dataset }: ExportTask): NoLaps =>
  new NoLaps(
    `Data set "${dataset}" needs more than the ${HEAP.maxOldGenerationSizeMb} MB that an export may hold. Make a smaller one with "mimic dataset create --laps N".`,
  );
