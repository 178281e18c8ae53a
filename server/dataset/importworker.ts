import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ForeignError } from '../../shared/dataset/foreign.ts';
import { openStore } from '../store/database.ts';
import { removeUnfinishedImports } from '../store/imported.ts';
import { serveChild } from './childtask.ts';
import { type ImportReport, importFrom } from './importer.ts';
import { IMPORTS_FOLDER, type ImportTask } from './importprocess.ts';

async function take({ dataDir, order }: ImportTask, progress: (share: number) => void): Promise<ImportReport> {
  const folder = join(dataDir, IMPORTS_FOLDER);
  mkdirSync(folder, { recursive: true });
  const store = await openStore(dataDir);
  try {
    await removeUnfinishedImports(store);
    return await importFrom(store, order, folder, progress);
  } finally {
    await store.destroy();
  }
}

serveChild(
  (task, progress) => take(task as ImportTask, progress),
  (error) => error instanceof ForeignError,
);
