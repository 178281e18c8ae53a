import { workerData } from 'node:worker_threads';
import type { DatasetRequest } from '../../shared/wire/datasets.ts';
import { isRefusal } from '../dataset/collection.ts';
import { diffDatasets } from '../dataset/diff.ts';
import { datasetAsked } from '../dataset/request.ts';
import { openStore } from '../store/database.ts';
import type { Viewer } from '../store/viewer.ts';
import { serveTasks } from '../training/servetasks.ts';
import { TaskRefusal } from '../training/taskthread.ts';

/** What the choosing thread does. */
export type ChoosingTask =
  | { kind: 'make'; request: DatasetRequest; createdBy: string | null; viewer: Viewer | null }
  | { kind: 'diff'; before: string; after: string };

const { dataDir } = workerData as { dataDir: string };
const opened = openStore(dataDir);

serveTasks(async (message) => {
  const task = message as ChoosingTask;
  const store = await opened;
  try {
    if (task.kind === 'make') return await datasetAsked(store, task.request, task.createdBy, task.viewer);
    return JSON.stringify(await diffDatasets(store, task.before, task.after));
  } catch (error) {
    throw isRefusal(error) ? new TaskRefusal(error.message) : error;
  }
});
