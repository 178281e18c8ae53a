import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ForeignError } from '../../shared/dataset/foreign.ts';
import { ChildEnded, runChild } from './childtask.ts';
import type { ImportOrder, ImportReport } from './importer.ts';

export interface ImportTask {
  dataDir: string;
  order: ImportOrder;
}

/** Where archives are unpacked while they are read, below the folder of the data. */
export const IMPORTS_FOLDER = 'imports';

/** Room for the lists that a row group of 16 million numbers becomes; no honest file is silent for so long. */
const BOUNDS = { heapMegabytes: 384, patienceMs: 120_000 };

/**
 * Take in a file that may be made to harm, in a process that may hold so much memory and be silent for so long; whatever
 * goes beyond is a ForeignError here.
 */
export async function importInProcess(task: ImportTask, progress?: (share: number) => void): Promise<ImportReport> {
  try {
    const file = new URL('./importworker.ts', import.meta.url);
    return (await runChild(file, task, BOUNDS, progress)) as ImportReport;
  } catch (error) {
    if (!(error instanceof ChildEnded)) throw error;
    if (error.why === 'refused') throw Object.assign(new ForeignError('', '', ''), { message: error.message });
    throw new ForeignError('The file', error.message, 'one that can be read within bounds');
  } finally {
    rmSync(join(task.dataDir, IMPORTS_FOLDER), { recursive: true, force: true });
  }
}
