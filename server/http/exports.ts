import { Router } from 'express';
import { exportQuerySchema } from '../../shared/wire/api.ts';
import { slugOf } from '../dataset/slug.ts';
import { requireDriver } from './authorise.ts';
import { accept, asked, livingDataset } from './learning.ts';
import { checked } from './problem.ts';
import type { ApiServices } from './services.ts';

/**
 * `GET /datasets/:id/export?format=&rate=`: the archive, where it has been made; else 202 with the job that makes it, for
 * which a driver's token is needed, and after which the same address answers with the archive.
 */
export function exportRoutes({ store, learning }: ApiServices): Router {
  const router = Router();
  router.get('/:id/export', async (request, response) => {
    const order = checked(exportQuerySchema, request.query, 'The export');
    const dataset = await livingDataset(store, request.params.id);
    const path = learning.findExport(dataset.id, order);
    if (path) {
      const name = `${slugOf(dataset)}-${order.format}-${order.rate}hz.zip`;
      response.download(path, name, { dotfiles: 'allow' });
      return;
    }
    accept(response, await asked(learning.makeExport(dataset.id, order, await requireDriver(store, request))));
  });
  return router;
}
