import { type Response, Router } from 'express';
import { cloneRequestSchema, divergenceQuerySchema, policyRequestSchema } from '../../shared/wire/api.ts';
import type { DatasetEntry } from '../../shared/wire/datasets.ts';
import { mayUse } from '../bot/rights.ts';
import { isOfSession, mayReadDataset, mayReadEpisode } from '../competition/privacy.ts';
import { driversOfDataset, findEntry } from '../store/datasets.ts';
import { findEpisode } from '../store/episodes.ts';
import type { Store } from '../store/tables.ts';
import type { Viewer } from '../store/viewer.ts';
import { type Job, TooManyJobs } from '../training/jobs.ts';
import { requireAsker, requireDriver, viewerOf } from './authorise.ts';
import { publicJob } from './jobs.ts';
import { readablePolicy } from './policies.ts';
import { checked, HttpProblem, notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

/** 202 with the job that was begun. */
export function accept(response: Response, job: Job): void {
  response.status(202).location(`/api/jobs/${job.id}`).json(publicJob(job));
}

/** Refusals of the learning port carry a status; a full queue is 429; anything else is a fault of ours. */
export async function asked<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof TooManyJobs) throw new HttpProblem(429, error.message);
    const status = (error as { status?: unknown }).status;
    if (error instanceof Error && typeof status === 'number') throw new HttpProblem(status, error.message);
    throw error;
  }
}

/** 403 unless everyone whose laps these are lets this driver learn from them. */
export async function refuseStrangers(store: Store, drivers: readonly string[], askedBy: string): Promise<void> {
  for (const driver of drivers) {
    if (await mayUse(store, driver, askedBy)) continue;
    throw new HttpProblem(403, `Driver "${driver}" has not said that others may learn from these laps.`);
  }
}

export async function datasetOf(store: Store, id: string): Promise<DatasetEntry> {
  const dataset = await findEntry(store, id);
  if (!dataset) throw notFound('dataset', id);
  return dataset;
}

/** A dataset that still holds laps. */
export async function livingDataset(store: Store, id: string): Promise<DatasetEntry> {
  const dataset = await datasetOf(store, id);
  if (dataset.tombstonedAt === null) return dataset;
  throw new HttpProblem(410, `Dataset "${id}" is gone: a driver in it took their laps back. Make a new one.`);
}

/** The same, for whoever may read it: to others it is not there. */
async function readableDataset(store: Store, viewer: Viewer, id: string): Promise<void> {
  await livingDataset(store, id);
  if (!(await mayReadDataset(store, viewer, id))) throw notFound('dataset', id);
}

async function requireEpisode(store: Store, viewer: Viewer, id: string): Promise<void> {
  if ((await findEpisode(store, id)) && (await mayReadEpisode(store, viewer, id))) return;
  throw notFound('episode', id);
}

/** A living dataset that whoever asks may read and learn from. */
export async function requireUsable(store: Store, viewer: Viewer, askedBy: string, id: string): Promise<void> {
  await readableDataset(store, viewer, id);
  if (viewer.sessionId === null) await refuseStrangers(store, await driversOfDataset(store, id), askedBy);
  else if (!(await isOfSession(store, id, viewer.sessionId))) {
    throw new HttpProblem(403, "An organiser's token is good for datasets of its own session. Freeze one first.");
  }
}

/** `POST /policies`: train one policy on a dataset. */
export function trainingRoute({ store, learning }: ApiServices): Router {
  const router = Router();
  router.post('/', async (request, response) => {
    const { viewer, askedBy } = await requireAsker(store, request);
    const training = checked(policyRequestSchema, request.body, 'The training');
    await requireUsable(store, viewer, askedBy, training.datasetId);
    accept(response, await asked(learning.train(training, askedBy)));
  });
  return router;
}

/** `POST /clones`: "Clone me". */
export function cloneRoutes({ store, tracks, learning }: ApiServices): Router {
  const router = Router();
  router.post('/', async (request, response) => {
    const driverId = await requireDriver(store, request);
    const clone = checked(cloneRequestSchema, request.body, 'The clone');
    if (!tracks.has(clone.trackId)) throw notFound('track', clone.trackId);
    accept(response, await asked(learning.clone(clone, driverId)));
  });
  return router;
}

export function divergenceRoute({ store, learning }: ApiServices): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const query = checked(divergenceQuerySchema, request.query, 'The divergence');
    const viewer = await viewerOf(store, request);
    await readablePolicy(store, viewer, query.policy);
    if (query.dataset) await readableDataset(store, viewer, query.dataset);
    if (query.episode) await requireEpisode(store, viewer, query.episode);
    response.json(await asked(learning.diverge(query)));
  });
  return router;
}
