import { workerData } from 'node:worker_threads';
import type { RecipeInput } from '../../shared/dataset/recipe.ts';
import type { Sight } from '../../shared/observation/spec.ts';
import type { CloneKind } from '../../shared/training/clone.ts';
import type { CloneOrder } from '../../shared/training/cloneorder.ts';
import { DEFAULT_CAR } from '../../shared/vehicle/cars.ts';
import { collect, isRefusal, lapsOfDataset, NoLaps } from '../dataset/collection.ts';
import { openStore } from '../store/database.ts';
import { checkpointOf, memoOf, noteMemo } from '../store/jobs.ts';
import type { Store } from '../store/tables.ts';
import { CheckpointFile } from './checkpointfile.ts';
import { type CloneWatch, type TrainReport, trainClone } from './cloning.ts';
import { serveTasks, type TaskContext } from './servetasks.ts';
import { TaskRefusal } from './taskthread.ts';

/** What the training thread does. */
export type TrainingTask =
  | { kind: 'train'; datasetId: string; order: CloneOrder; createdBy: string }
  | { kind: 'clone'; trackId: string; car: string; order: Omit<CloneOrder, 'kind'>; driverId: string };

/** Both clones of one person, from the same laps. */
export interface CloneReport {
  datasetId: string;
  copy: string;
  coached: string;
  laps: number;
  /** Laps in traffic were taken: the clone sees the other cars, or no lap was free of them. */
  inTraffic: boolean;
  trainings: TrainReport[];
}

const { dataDir } = workerData as { dataDir: string };
const opened = openStore(dataDir);

serveTasks(async (message, context) => {
  const task = message as TrainingTask & { jobId: string };
  const store = await opened;
  try {
    if (task.kind === 'clone') return await cloneDriver(store, task, context);
    const { dataset, laps } = await lapsOfDataset(store, task.datasetId);
    const watch = { ...watchOf(context, 0, 1), ...keptAs(task.jobId) };
    return await trainClone(store, dataset, laps, task.order, task.createdBy, watch);
  } catch (error) {
    throw isRefusal(error) ? new TaskRefusal(error.message) : error;
  } finally {
    checkpointIn(task.jobId).remove(); // a job that has ended is never begun again
  }
});

const checkpointIn = (jobId: string): CheckpointFile => new CheckpointFile(dataDir, checkpointOf(jobId));

/** What of "Clone me" is done already, noted with its job. */
interface CloneMemo {
  datasetId?: string;
  inTraffic?: boolean;
  copy?: TrainReport;
}

/** "Clone me": the copy and the coached clone of a driver's clean laps on one track. */
async function cloneDriver(
  store: Store,
  { trackId, car, order, driverId, jobId }: Extract<TrainingTask, { kind: 'clone' }> & { jobId: string },
  context: TaskContext,
): Promise<CloneReport> {
  const memo: CloneMemo = await memoOf(store, jobId);
  const { dataset, laps } = memo.datasetId
    ? await lapsOfDataset(store, memo.datasetId)
    : await ownLaps(store, trackId, car, order.sees, driverId, memo);
  memo.datasetId = dataset.id;
  await noteMemo(store, jobId, memo);
  const train = (kind: CloneKind, from: number): Promise<TrainReport> => {
    const watch = { ...watchOf(context, from, 0.5), ...keptAs(jobId, kind) };
    return trainClone(store, dataset, laps, { ...order, kind }, driverId, watch);
  };
  memo.copy ??= await train('copy', 0);
  await noteMemo(store, jobId, memo);
  const coached = await train('coached', 0.5);
  const ids = { copy: memo.copy.policy, coached: coached.policy };
  const inTraffic = memo.inTraffic === true;
  return { datasetId: dataset.id, ...ids, laps: laps.length, inTraffic, trainings: [memo.copy, coached] };
}

/** A job's trainings are kept in its file, and make policies of its name: begun again they make no others. */
const keptAs = (jobId: string, kind?: CloneKind): Pick<CloneWatch, 'checkpoint' | 'policyId'> => ({
  checkpoint: checkpointIn(jobId),
  policyId: `p-${jobId}${kind ? `-${kind}` : ''}`,
});

/** Clean laps out of traffic; where there is none, or the clone is to see the others, clean laps in traffic too. */
async function ownLaps(
  store: Store,
  trackId: string,
  car: string,
  sees: Sight,
  driverId: string,
  memo: CloneMemo,
): Promise<Awaited<ReturnType<typeof collect>>> {
  const recipe: RecipeInput = { trackId, car, drivers: [driverId] };
  const name = `${driverId} on ${trackId}${car === DEFAULT_CAR ? '' : ` in ${car}`}`;
  const everywhere = () => {
    memo.inTraffic = true;
    return collect(store, name, { ...recipe, inTraffic: true }, driverId);
  };
  if (sees === 'traffic') return everywhere();
  try {
    return await collect(store, name, recipe, driverId);
  } catch (error) {
    if (!(error instanceof NoLaps)) throw error;
    return everywhere();
  }
}

/** Progress of a part of a task as progress of the whole. */
const watchOf = (context: TaskContext, from: number, share: number): CloneWatch => ({
  shouldStop: context.shouldStop,
  report: ({ share: done, ...detail }) => context.progress(from + share * done, { ...detail, part: done }),
});
