import { type Request, Router } from 'express';
import { exportQuerySchema } from '../../shared/wire/api.ts';
import { mayReadDataset } from '../competition/privacy.ts';
import { slugOf } from '../dataset/slug.ts';
import type { Store } from '../store/tables.ts';
import type { Viewer } from '../store/viewer.ts';
import { viewerOf } from './authorise.ts';
import { accept, asked, livingDataset } from './learning.ts';
import { checked, HttpProblem, notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

/**
 * `GET /datasets/:id/export?format=&rate=&observation=`: the archive, where it has been made; else 202 with the job that
 * makes it, for which a token is needed, a driver's or an organiser's, and after which the same address answers with
 * the archive. A data set with laps of a private session is there for whoever may read it.
 */
export function exportRoutes({ store, learning }: ApiServices): Router {
  const router = Router();
  router.get('/:id/export', async (request, response) => {
    const order = checked(exportQuerySchema, request.query, 'The export');
    const viewer = await viewerOf(store, request);
    const dataset = await livingDataset(store, await readable(store, viewer, request));
    const path = learning.findExport(dataset.id, order);
    if (path) {
      const name = `${slugOf(dataset)}-${order.format}-${order.rate}hz.zip`;
      response.download(path, name, { dotfiles: 'allow' });
      return;
    }
    const askedBy = viewer.driverId ?? viewer.sessionId;
    if (askedBy === null) {
      throw new HttpProblem(
        401,
        'Making an export needs a token ("Authorization: Bearer …"), as POST /api/drivers gives.',
      );
    }
    accept(response, await asked(learning.makeExport(dataset.id, order, askedBy)));
  });
  return router;
}

async function readable(store: Store, viewer: Viewer, { params }: Request<{ id: string }>): Promise<string> {
  if (await mayReadDataset(store, viewer, params.id)) return params.id;
  throw notFound('dataset', params.id);
}
