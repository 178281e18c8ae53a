import { workerData } from 'node:worker_threads';
import { isRefusal } from '../dataset/collection.ts';
import type { ExportOrder } from '../dataset/export.ts';
import { ExportFiles } from '../dataset/exportfiles.ts';
import { openStore } from '../store/database.ts';
import { serveTasks } from '../training/servetasks.ts';
import { TaskRefusal } from '../training/taskthread.ts';
import { type DivergenceOrder, diverge, type EvaluationOrder, evaluate } from './report.ts';

/** What the examining thread does. */
export type ExaminingTask =
  | { kind: 'evaluate'; order: EvaluationOrder }
  | { kind: 'diverge'; order: DivergenceOrder }
  | { kind: 'export'; dataset: string; order: ExportOrder };

const { dataDir } = workerData as { dataDir: string };
const opened = openStore(dataDir);
const files = new ExportFiles(dataDir);

serveTasks(async (message, { progress }) => {
  const task = message as ExaminingTask;
  const store = await opened;
  try {
    if (task.kind === 'export')
      return await files.make(store, task.dataset, task.order, (share) => progress(share, {}));
    return task.kind === 'evaluate' ? await evaluate(store, task.order) : await diverge(store, task.order);
  } catch (error) {
    throw isRefusal(error) ? new TaskRefusal(error.message) : error;
  }
});
