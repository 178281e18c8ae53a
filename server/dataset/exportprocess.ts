import { ChildEnded, runChild } from './childtask.ts';
import type { ExportOrder, ExportReport } from './export.ts';
import { NoLaps } from './refusal.ts';

/** What the process is to do. */
export interface ExportTask {
  dataDir: string;
  dataset: string;
  order: ExportOrder;
  /** An existing, empty folder. */
  folder: string;
  /** Where the folder is to be packed into one file; null for the folder alone. */
  archive: string | null;
}

/** What was written, and what it took. */
export interface MadeExport extends ExportReport {
  /** Peak of resident memory, and time of all processors. */
  used: { megabytes: number; cpuSeconds: number };
}

/**
 * Without a limit the collector lets garbage of a few hundred megabytes stand while there is memory; what is in use of a
 * data set of 10,000 laps is half of this.
 */
const BOUNDS = { heapMegabytes: 96, patienceMs: 300_000 };

/** An export in a process of its own; NoLaps when nothing may leave, or the data set is too large for it. */
export async function exportInProcess(
  task: ExportTask,
  progress?: (share: number) => void,
  signal?: AbortSignal,
): Promise<MadeExport> {
  const file = new URL('./exportworker.ts', import.meta.url);
  try {
    return (await runChild(file, task, BOUNDS, progress, signal)) as MadeExport;
  } catch (error) {
    if (!(error instanceof ChildEnded)) throw error;
    if (error.why === 'refused') throw new NoLaps(error.message);
    const next = 'Make a smaller data set with "mimic dataset create --laps N".';
    throw new NoLaps(`Export of data set "${task.dataset}": got ${error.message}, expected less. ${next}`);
  }
}
