import { workerData } from 'node:worker_threads';
import { isRefusal } from '../dataset/collection.ts';
import { openStore } from '../store/database.ts';
import { serveTasks } from '../training/servetasks.ts';
import { TaskRefusal } from '../training/taskthread.ts';
import { type DivergenceOrder, diverge, type EvaluationOrder, evaluate } from './report.ts';

/** What the examining thread does. */
export type ExaminingTask = { kind: 'evaluate'; order: EvaluationOrder } | { kind: 'diverge'; order: DivergenceOrder };

const { dataDir } = workerData as { dataDir: string };
const opened = openStore(dataDir);

serveTasks(async (message) => {
  const task = message as ExaminingTask;
  const store = await opened;
  try {
    return task.kind === 'evaluate' ? await evaluate(store, task.order) : await diverge(store, task.order);
  } catch (error) {
    throw isRefusal(error) ? new TaskRefusal(error.message) : error;
  }
});
