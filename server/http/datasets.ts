import { type Request, type Response, Router } from 'express';
import {
  type DatasetRequest,
  datasetRequestSchema,
  datasetsQuerySchema,
  diffQuerySchema,
} from '../../shared/wire/datasets.ts';
import { mayRead, mayReadDataset } from '../competition/privacy.ts';
import { datasetText, driversOfDataset, drivesOfDataset, listDatasets } from '../store/datasets.ts';
import type { Store } from '../store/tables.ts';
import type { Viewer } from '../store/viewer.ts';
import { viewerOf } from './authorise.ts';
import { asked, datasetOf, livingDataset, refuseStrangers } from './learning.ts';
import { checked, HttpProblem, notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

/** Lists of some thousand laps to leave out or to hold out. */
export const DATASET_BODY_LIMIT = '256kb';

/** A dataset with laps of a private session is there for whoever may read these, and nowhere else. */
export function datasetRoutes({ store, learning }: ApiServices): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const query = checked(datasetsQuerySchema, request.query, 'The query');
    response.json(await listDatasets(store, { ...query, viewer: await viewerOf(store, request) }));
  });
  router.get('/:id', async (request, response) => {
    await requireReadable(store, await viewerOf(store, request), request.params.id);
    sendJson(response, (await datasetText(store, request.params.id))!);
  });
  router.get('/:id/drives', async (request, response) => {
    const { id } = request.params;
    await requireReadable(store, await viewerOf(store, request), id);
    await livingDataset(store, id);
    response.json({ items: await drivesOfDataset(store, id) });
  });
  router.get('/:id/diff', async (request: Request<{ id: string }>, response) => {
    const { against } = checked(diffQuerySchema, request.query, 'The comparison');
    const viewer = await viewerOf(store, request);
    for (const id of [against, request.params.id]) {
      await requireReadable(store, viewer, id);
      await livingDataset(store, id);
    }
    sendJson(response, await asked(learning.diffDatasets(against, request.params.id)));
  });
  router.post('/', async (request, response) => {
    const viewer = await viewerOf(store, request);
    const askedBy = viewer.driverId ?? viewer.sessionId;
    if (askedBy === null) {
      const next = 'Get a driver token with POST /api/drivers.';
      throw new HttpProblem(401, `Making a dataset needs a driver's or an organiser's token. ${next}`);
    }
    const order = checked(datasetRequestSchema, request.body, 'The dataset');
    const allowed = await allowedOrder(store, order, viewer);
    const { id } = await asked(learning.makeDataset(allowed, askedBy, viewer));
    response.status(201).location(`/api/datasets/${id}`);
    sendJson(response, (await datasetText(store, id))!);
  });
  return router;
}

/** Sent as it is stored: a large dataset is some megabytes, and this thread runs races. */
function sendJson(response: Response, text: string): void {
  response.type('json').end(text);
}

async function requireReadable(store: Store, viewer: Viewer, id: string): Promise<void> {
  const { sessionId } = await datasetOf(store, id);
  // A tombstone holds no laps to tell by; the session it was frozen from still says whose it is.
  if ((await mayRead(store, viewer, sessionId)) && (await mayReadDataset(store, viewer, id))) return;
  throw notFound('dataset', id);
}

/** The order with names in the place of `me`; 403 for laps that the asker may not learn from. */
async function allowedOrder(store: Store, order: DatasetRequest, viewer: Viewer): Promise<DatasetRequest> {
  const { recipe, combine } = order;
  for (const id of combine?.of ?? []) {
    await requireReadable(store, viewer, id);
    await livingDataset(store, id);
    if (viewer.driverId) await refuseStrangers(store, await driversOfDataset(store, id), viewer.driverId);
  }
  if (!recipe) return order;
  const named = recipe.drivers.filter((driver) => driver !== 'me');
  if (viewer.sessionId) {
    if (recipe.sessions.some((id) => id !== viewer.sessionId)) {
      throw new HttpProblem(403, "An organiser's token is good for laps of its own session. Leave the others out.");
    }
    return { ...order, recipe: { ...recipe, drivers: named, sessions: [viewer.sessionId] } };
  }
  await refuseStrangers(store, named, viewer.driverId!);
  return {
    ...order,
    recipe: { ...recipe, drivers: recipe.drivers.map((id) => (id === 'me' ? viewer.driverId! : id)) },
  };
}
