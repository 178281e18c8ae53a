import { Router } from 'express';
import { policiesQuerySchema } from '../../shared/wire/api.ts';
import { mayRace } from '../bot/rights.ts';
import { mayReadPolicy } from '../competition/privacy.ts';
import { deletePolicy, findPolicy, listPolicies, policyFile, type StoredPolicy } from '../store/policies.ts';
import type { Store } from '../store/tables.ts';
import type { Viewer } from '../store/viewer.ts';
import { requireAsker, viewerOf } from './authorise.ts';
import { checked, HttpProblem, notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

/**
 * Trained policies and their files; open to read but for those that learned in a private session. Deleted by who had one
 * trained and by whose laps alone it learned.
 */
export function policyRoutes({ store, jobs, learning }: ApiServices): Router {
  const found = (viewer: Viewer, id: string): Promise<StoredPolicy> => readablePolicy(store, viewer, id);
  /** With whether who asks may put it on a grid, and may delete it. */
  const shown = async (policy: StoredPolicy, viewer: Viewer) => {
    const race = await mayRace(store, policy, viewer.driverId);
    return { ...policy, mayRace: race, mayDelete: mayDelete(policy, viewer) };
  };
  const router = Router();
  router.get('/', async (request, response) => {
    const filter = checked(policiesQuerySchema, request.query, 'The query');
    const viewer = await viewerOf(store, request);
    const { items, next } = await listPolicies(store, { ...filter, viewer });
    response.json({ items: await Promise.all(items.map((policy) => shown(policy, viewer))), next });
  });
  router.get('/:id', async (request, response) => {
    const viewer = await viewerOf(store, request);
    response.json(await shown(await found(viewer, request.params.id), viewer));
  });
  router.get('/:id/file', async (request, response) => {
    const { id } = await found(await viewerOf(store, request), request.params.id);
    const bytes = await policyFile(store, id);
    if (!bytes) throw notFound('policy file', id);
    response.type('application/octet-stream').attachment(`${id}.safetensors`).send(Buffer.from(bytes));
  });
  router.delete('/:id', async (request, response) => {
    const { viewer } = await requireAsker(store, request);
    const policy = await found(viewer, request.params.id);
    if (!mayDelete(policy, viewer)) {
      throw new HttpProblem(403, 'A policy is deleted by who had it trained, or by whose laps alone it learned from.');
    }
    await deletePolicy(store, policy.id);
    learning.forget();
    jobs.forgetNaming([policy.id]);
    response.status(204).end();
  });
  return router;
}

const mayDelete = ({ createdBy, driverId }: StoredPolicy, viewer: Viewer): boolean =>
  [createdBy, driverId].some((id) => id !== null && (id === viewer.driverId || id === viewer.sessionId));

/** One that this viewer may read; what they may not is answered as what is not there. */
export async function readablePolicy(store: Store, viewer: Viewer, id: string): Promise<StoredPolicy> {
  const policy = await findPolicy(store, id);
  if (policy && (await mayReadPolicy(store, viewer, id))) return policy;
  throw notFound('policy', id);
}
