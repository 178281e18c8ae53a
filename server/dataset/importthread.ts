import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ForeignError } from '../../shared/dataset/foreign.ts';
import type { ImportOrder, ImportReport } from './importer.ts';

export interface ImportTask {
  dataDir: string;
  order: ImportOrder;
}

export type ImportReply =
  | { kind: 'progress'; share: number }
  | { kind: 'done'; report: ImportReport }
  | { kind: 'refused'; message: string };

/** Room for the lists that a row group of MAX_VALUES numbers becomes, and some. */
const HEAP = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 32 };
/** A file that keeps its reader busy for so long without an episode is no honest one. */
const PATIENCE_MS = 120_000;

/**
 * Take in a file that may be made to harm, in a thread that may hold so much memory and be silent for so long; whatever it
 * does beyond ends the thread and is a ForeignError here.
 */
export function importInThread(task: ImportTask, progress: (share: number) => void = () => {}): Promise<ImportReport> {
  const worker = new Worker(new URL('./importworker.ts', import.meta.url), { workerData: task, resourceLimits: HEAP });
  let timer: NodeJS.Timeout;
  return new Promise<ImportReport>((resolve, reject) => {
    const refuse = (got: string): void => reject(new ForeignError('The file', got, 'one that can be read in bounds'));
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => refuse(`nothing read for ${PATIENCE_MS / 1000} s`), PATIENCE_MS);
    };
    wait();
    worker.on('message', (reply: ImportReply) => {
      wait();
      if (reply.kind === 'progress') progress(reply.share);
      else if (reply.kind === 'done') resolve(reply.report);
      else reject(new RefusedImport(reply.message));
    });
    worker.on('error', (error: Error & { code?: string }) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') refuse(`more than ${HEAP.maxOldGenerationSizeMb} MB of lists`);
      else reject(error);
    });
    worker.on('exit', () => reject(new Error('The import ended before it was whole.')));
  }).finally(async () => {
    clearTimeout(timer);
    await worker.terminate();
    rmSync(join(task.dataDir, 'imports'), { recursive: true, force: true });
  });
}

/** A ForeignError that comes from the thread with its whole message. */
class RefusedImport extends ForeignError {
  constructor(message: string) {
    super('', '', '');
    this.message = message;
  }
}
