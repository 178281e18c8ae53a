import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from '../store/database.ts';
import { zipFolder } from './archive.ts';
import { isRefusal, livingDataset } from './collection.ts';
import { exportDataset } from './export.ts';
import type { ExportReply, ExportTask } from './exportthread.ts';

/** Of the whole work, what writing the files is where an archive follows. */
const WRITING = 0.9;

const task = workerData as ExportTask;
const { dataDir, dataset: id, order, folder, archive } = task;
const send = (reply: ExportReply): void => parentPort!.postMessage(reply);
const share = archive === null ? 1 : WRITING;
const store = await openStore(dataDir);
try {
  const dataset = await livingDataset(store, id);
  const report = await exportDataset(store, dataset, folder, order, (done) =>
    send({ kind: 'progress', share: done * share }),
  );
  if (archive !== null) zipFolder(folder, archive);
  await livingDataset(store, id);
  send({ kind: 'done', report });
} catch (error) {
  if (!isRefusal(error)) throw error;
  send({ kind: 'refused', message: error.message });
} finally {
  await store.destroy();
}
