import { workerData } from 'node:worker_threads';
import { isRefusal } from '../dataset/collection.ts';
import { type ComparisonOrder, comparePolicies } from '../evaluation/comparison.ts';
import { type EvaluationOrder, evaluate } from '../evaluation/evaluate.ts';
import { reportOn } from '../evaluation/report/report.ts';
import type { ReportLanguage } from '../evaluation/report/words.ts';
import { openStore } from '../store/database.ts';
import { serveTasks } from '../training/servetasks.ts';
import { TaskRefusal } from '../training/taskthread.ts';
import { type DivergenceOrder, diverge } from './report.ts';

/** What the examining thread does. */
export type ExaminingTask =
  | { kind: 'evaluate'; order: EvaluationOrder }
  | { kind: 'compare'; order: ComparisonOrder }
  | { kind: 'report'; order: ComparisonOrder; language: ReportLanguage }
  | { kind: 'diverge'; order: DivergenceOrder };

const { dataDir } = workerData as { dataDir: string };
const opened = openStore(dataDir);

serveTasks(async (message, { progress, shouldStop }) => {
  const task = message as ExaminingTask;
  const store = await opened;
  try {
    if (task.kind === 'compare') return await comparePolicies(store, task.order);
    if (task.kind === 'report') return (await reportOn(store, task.order, task.language)).html;
    if (task.kind === 'diverge') return await diverge(store, task.order);
    return await evaluate(store, task.order, { progress: (share) => progress(share), shouldStop });
  } catch (error) {
    throw isRefusal(error) ? new TaskRefusal(error.message) : error;
  }
});
