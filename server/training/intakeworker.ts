import { workerData } from 'node:worker_threads';
import { isRefusal } from '../dataset/collection.ts';
import { openStore } from '../store/database.ts';
import { lookInto, takeIn } from './intake.ts';
import { serveTasks } from './servetasks.ts';
import { TaskRefusal } from './taskthread.ts';

/** What the threads that take in policy files do. */
export type IntakeTask = { kind: 'look'; bytes: Uint8Array } | { kind: 'keep'; bytes: Uint8Array; createdBy: string };

const { dataDir } = workerData as { dataDir: string };
const opened = openStore(dataDir);

serveTasks(async (message, { progress }) => {
  const task = message as IntakeTask;
  const store = await opened;
  try {
    if (task.kind === 'look') return await lookInto(store, task.bytes);
    return await takeIn(store, task.bytes, task.createdBy, progress);
  } catch (error) {
    throw isRefusal(error) ? new TaskRefusal(error.message) : error;
  }
});
