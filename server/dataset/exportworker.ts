import { openStore } from '../store/database.ts';
import { zipFolder } from './archive.ts';
import { serveChild } from './childtask.ts';
import { livingDataset } from './collection.ts';
import { exportDataset } from './export.ts';
import type { ExportTask, MadeExport } from './exportprocess.ts';
import { isRefusal } from './refusal.ts';

/** Of the whole work, what writing the files is where an archive follows. */
const WRITING = 0.9;

async function make(task: ExportTask, progress: (share: number) => void): Promise<MadeExport> {
  const { dataDir, dataset: id, order, folder, archive } = task;
  const share = archive === null ? 1 : WRITING;
  const store = await openStore(dataDir);
  try {
    const dataset = await livingDataset(store, id);
    const report = await exportDataset(store, dataset, folder, order, (done) => progress(done * share));
    if (archive !== null) zipFolder(folder, archive);
    // Somebody may have taken laps back meanwhile.
    await livingDataset(store, id);
    const { user, system } = process.cpuUsage();
    const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
    return { ...report, used: { megabytes, cpuSeconds: (user + system) / 1e6 } };
  } finally {
    await store.destroy();
  }
}

serveChild((task, progress) => make(task as ExportTask, progress), isRefusal);
