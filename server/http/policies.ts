import { Router } from 'express';
import { policiesQuerySchema } from '../../shared/wire/api.ts';
import { mayRace } from '../bot/rights.ts';
import { findPolicy, listPolicies, policyFile, type StoredPolicy } from '../store/policies.ts';
import { askingDriver } from './authorise.ts';
import { checked, notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

/** Trained policies and their files; open to read, as DESIGN.md has it. */
export function policyRoutes({ store }: ApiServices): Router {
  const found = async (id: string): Promise<StoredPolicy> => {
    const policy = await findPolicy(store, id);
    if (!policy) throw notFound('policy', id);
    return policy;
  };
  /** With whether the driver who asks may put it on a grid. */
  const shown = async (policy: StoredPolicy, driverId: string | null) => {
    return { ...policy, mayRace: await mayRace(store, policy, driverId) };
  };
  const router = Router();
  router.get('/', async (request, response) => {
    const filter = checked(policiesQuerySchema, request.query, 'The query');
    const driverId = await askingDriver(store, request);
    const { items, next } = await listPolicies(store, filter);
    response.json({ items: await Promise.all(items.map((policy) => shown(policy, driverId))), next });
  });
  router.get('/:id', async (request, response) => {
    const driverId = await askingDriver(store, request);
    response.json(await shown(await found(request.params.id), driverId));
  });
  router.get('/:id/file', async (request, response) => {
    const { id } = await found(request.params.id);
    const bytes = await policyFile(store, id);
    if (!bytes) throw notFound('policy file', id);
    response.type('application/octet-stream').attachment(`${id}.safetensors`).send(Buffer.from(bytes));
  });
  return router;
}
