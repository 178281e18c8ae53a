import { workerData } from 'node:worker_threads';
import { TakeawayFiles } from '../dataset/takeawayfiles.ts';
import { openStore } from '../store/database.ts';
import { serveTasks } from '../training/servetasks.ts';

/** The thread behind divergence/takeawaydesk.ts: a task is a driver's id. */
const { dataDir } = workerData as { dataDir: string };
const opened = openStore(dataDir);
const files = new TakeawayFiles(dataDir);

serveTasks(async (driverId, { progress }) =>
  files.make(await opened, driverId as string, (share) => progress(share, {})),
);
