import { Router } from 'express';
import { COPIES_STAY } from '../../shared/wire/rights.ts';
import { keptOf } from '../store/kept.ts';
import { requireDriver } from './authorise.ts';
import { accept, asked } from './learning.ts';
import { HttpProblem, notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

/** Under `/drivers/me`: what is kept of a person, an archive of all of it, and taking everything back. */
export function rightsRoutes({ store, recorder, jobs, learning, shelf, takeaways }: ApiServices): Router {
  const router = Router();
  router.get('/kept', async (request, response) => {
    const driverId = await requireDriver(store, request);
    const kept = await keptOf(store, driverId);
    if (!kept) throw notFound('driver', driverId);
    response.set('cache-control', 'no-store').json(kept);
  });
  router.post('/takeaway', async (request, response) => {
    const driverId = await requireDriver(store, request);
    accept(response, await asked((async () => takeaways.make(driverId))()));
  });
  router.get('/takeaway', async (request, response) => {
    const driverId = await requireDriver(store, request);
    const path = takeaways.find(driverId);
    if (!path) throw new HttpProblem(404, 'No archive has been made. Ask for one with POST /api/drivers/me/takeaway.');
    response.set('cache-control', 'no-store');
    response.download(path, `mimic-gp-${driverId}.zip`, { dotfiles: 'allow', cacheControl: false });
  });
  router.delete('/', async (request, response) => {
    const driverId = await requireDriver(store, request);
    jobs.forgetOwner(driverId);
    shelf.forgetGiver(driverId);
    const forgotten = await recorder.forgetDriver(driverId);
    learning.forget();
    response.json({ ...forgotten, copies: COPIES_STAY });
  });
  return router;
}
