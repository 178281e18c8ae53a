import { Router } from 'express';
import { policiesQuerySchema } from '../../shared/wire/api.ts';
import { findPolicy, listPolicies, policyFile, type StoredPolicy } from '../store/policies.ts';
import { checked, notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

/** Trained policies and their files; open to read, as DESIGN.md has it. */
export function policyRoutes({ store }: ApiServices): Router {
  const found = async (id: string): Promise<StoredPolicy> => {
    const policy = await findPolicy(store, id);
    if (!policy) throw notFound('policy', id);
    return policy;
  };
  const router = Router();
  router.get('/', async (request, response) => {
    const filter = checked(policiesQuerySchema, request.query, 'The query');
    response.json({ items: await listPolicies(store, filter), next: null });
  });
  router.get('/:id', async (request, response) => {
    response.json(await found(request.params.id));
  });
  router.get('/:id/file', async (request, response) => {
    const { id } = await found(request.params.id);
    const bytes = await policyFile(store, id);
    if (!bytes) throw notFound('policy file', id);
    response.type('application/octet-stream').attachment(`${id}.safetensors`).send(Buffer.from(bytes));
  });
  return router;
}
