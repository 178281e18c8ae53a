import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { ForeignError } from '../../shared/dataset/foreign.ts';
import { openStore } from '../store/database.ts';
import { importFrom } from './importer.ts';
import type { ImportReply, ImportTask } from './importthread.ts';

const { dataDir, order } = workerData as ImportTask;
const send = (reply: ImportReply): void => parentPort!.postMessage(reply);
const folder = join(dataDir, 'imports');
mkdirSync(folder, { recursive: true });
const store = await openStore(dataDir);
try {
  send({ kind: 'done', report: await importFrom(store, order, folder, (share) => send({ kind: 'progress', share })) });
} catch (error) {
  if (!(error instanceof ForeignError)) throw error;
  send({ kind: 'refused', message: error.message });
} finally {
  await store.destroy();
}
