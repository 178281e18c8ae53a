import { workerData } from 'node:worker_threads';
import type { RecipeInput } from '../../shared/dataset/recipe.ts';
import type { Sight } from '../../shared/observation/spec.ts';
import type { CloneKind } from '../../shared/training/clone.ts';
import type { CloneOrder } from '../../shared/training/cloneorder.ts';
import { DEFAULT_CAR } from '../../shared/vehicle/cars.ts';
import { collect, isRefusal, lapsOfDataset, NoLaps } from '../dataset/collection.ts';
import { openStore } from '../store/database.ts';
import type { Dataset } from '../store/datasets.ts';
import type { Store } from '../store/tables.ts';
import { type TrainReport, trainClone } from './cloning.ts';
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
  const task = message as TrainingTask;
  const store = await opened;
  try {
    if (task.kind === 'clone') return await cloneDriver(store, task, context);
    const { dataset, laps } = await lapsOfDataset(store, task.datasetId);
    return await trainClone(store, dataset, laps, task.order, task.createdBy, watchOf(context, 0, 1));
  } catch (error) {
    throw isRefusal(error) ? new TaskRefusal(error.message) : error;
  }
});

/** "Clone me": the copy and the coached clone of a driver's clean laps on one track. */
async function cloneDriver(
  store: Store,
  { trackId, car, order, driverId }: Extract<TrainingTask, { kind: 'clone' }>,
  context: TaskContext,
): Promise<CloneReport> {
  const { dataset, laps, inTraffic } = await ownLaps(store, trackId, car, order.sees, driverId);
  const train = (kind: CloneKind, from: number): Promise<TrainReport> =>
    trainClone(store, dataset, laps, { ...order, kind }, driverId, watchOf(context, from, 0.5));
  const copy = await train('copy', 0);
  const coached = await train('coached', 0.5);
  const ids = { copy: copy.policy, coached: coached.policy };
  return { datasetId: dataset.id, ...ids, laps: laps.length, inTraffic, trainings: [copy, coached] };
}

/** Clean laps out of traffic; where there is none, or the clone is to see the others, clean laps in traffic too. */
async function ownLaps(
  store: Store,
  trackId: string,
  car: string,
  sees: Sight,
  driverId: string,
): Promise<Awaited<ReturnType<typeof collect>> & { inTraffic: boolean; dataset: Dataset }> {
  const recipe: RecipeInput = { trackId, car, drivers: [driverId] };
  const name = `${driverId} on ${trackId}${car === DEFAULT_CAR ? '' : ` in ${car}`}`;
  const everywhere = async () => ({
    ...(await collect(store, name, { ...recipe, inTraffic: true }, driverId)),
    inTraffic: true,
  });
  if (sees === 'traffic') return everywhere();
  try {
    return { ...(await collect(store, name, recipe, driverId)), inTraffic: false };
  } catch (error) {
    if (!(error instanceof NoLaps)) throw error;
    return everywhere();
  }
}

/** Progress of a part of a task as progress of the whole. */
const watchOf = (context: TaskContext, from: number, share: number): NonNullable<Parameters<typeof trainClone>[5]> => ({
  shouldStop: context.shouldStop,
  report: ({ share: done, ...detail }) => context.progress(from + share * done, { ...detail, part: done }),
});
