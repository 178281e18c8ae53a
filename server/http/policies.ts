import { Router } from 'express';
import { policiesQuerySchema } from '../../shared/wire/api.ts';
import { mayRace } from '../bot/rights.ts';
import { mayReadPolicy } from '../competition/privacy.ts';
import { findPolicy, listPolicies, policyFile, type StoredPolicy } from '../store/policies.ts';
import type { Store } from '../store/tables.ts';
import type { Viewer } from '../store/viewer.ts';
import { viewerOf } from './authorise.ts';
import { checked, notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

/** Trained policies and their files; open to read but for those that learned in a private session. */
export function policyRoutes({ store }: ApiServices): Router {
  const found = (viewer: Viewer, id: string): Promise<StoredPolicy> => readablePolicy(store, viewer, id);
  /** With whether the driver who asks may put it on a grid. */
  const shown = async (policy: StoredPolicy, driverId: string | null) => {
    return { ...policy, mayRace: await mayRace(store, policy, driverId) };
  };
  const router = Router();
  router.get('/', async (request, response) => {
    const filter = checked(policiesQuerySchema, request.query, 'The query');
    const viewer = await viewerOf(store, request);
    const { items, next } = await listPolicies(store, { ...filter, viewer });
    response.json({ items: await Promise.all(items.map((policy) => shown(policy, viewer.driverId))), next });
  });
  router.get('/:id', async (request, response) => {
    const viewer = await viewerOf(store, request);
    response.json(await shown(await found(viewer, request.params.id), viewer.driverId));
  });
  router.get('/:id/file', async (request, response) => {
    const { id } = await found(await viewerOf(store, request), request.params.id);
    const bytes = await policyFile(store, id);
    if (!bytes) throw notFound('policy file', id);
    response.type('application/octet-stream').attachment(`${id}.safetensors`).send(Buffer.from(bytes));
  });
  return router;
}

/** One that this viewer may read; what they may not is answered as what is not there. */
export async function readablePolicy(store: Store, viewer: Viewer, id: string): Promise<StoredPolicy> {
  const policy = await findPolicy(store, id);
  if (policy && (await mayReadPolicy(store, viewer, id))) return policy;
  throw notFound('policy', id);
}
