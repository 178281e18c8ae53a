import { type Request, Router } from 'express';
import type { Track } from '../../shared/track/track.ts';
import {
  type ComparisonQuery,
  comparisonQuerySchema,
  rankingQuerySchema,
  reportQuerySchema,
} from '../../shared/wire/comparison.ts';
import { evaluationRequestSchema, evaluationsQuerySchema } from '../../shared/wire/evaluations.ts';
import { mayReadPolicy } from '../competition/privacy.ts';
import type { ComparisonOrder } from '../evaluation/comparison.ts';
import { rankingOf } from '../evaluation/ranking.ts';
import { findEvaluation, listEvaluations } from '../store/evaluations.ts';
import { requireAsker, viewerOf } from './authorise.ts';
import { accept, asked } from './learning.ts';
import { readablePolicy } from './policies.ts';
import { checked, notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

/** How policies drive: what was found, who stands where, any set side by side; and having one judged. */
export function evaluationRoutes({ store, tracks, learning }: ApiServices): Router {
  const trackCalled = (id: string): Track => {
    const track = tracks.get(id);
    if (track) return track;
    throw notFound('track', id);
  };
  const router = Router();
  router.post('/', async (request, response) => {
    const { viewer, askedBy } = await requireAsker(store, request);
    const evaluation = checked(evaluationRequestSchema, request.body, 'The evaluation');
    const policy = await readablePolicy(store, viewer, evaluation.policyId);
    const track = trackCalled(evaluation.trackId ?? policy.trackId);
    const other = track.id === policy.trackId ? null : track;
    accept(response, await asked(learning.evaluate(evaluation, other, askedBy)));
  });
  router.get('/', async (request, response) => {
    const query = checked(evaluationsQuerySchema, request.query, 'The query');
    response.json(await listEvaluations(store, { ...query, viewer: await viewerOf(store, request) }));
  });
  router.get('/ranking', async (request, response) => {
    const { track, limit } = checked(rankingQuerySchema, request.query, 'The query');
    response.json(await rankingOf(store, trackCalled(track), await viewerOf(store, request), limit));
  });
  /** What to compare, if whoever asks may read all of it. */
  const orderOf = async (request: Request, query: ComparisonQuery): Promise<ComparisonOrder> => {
    const { policies, track, kicks = false } = query;
    const viewer = await viewerOf(store, request);
    for (const id of policies) await readablePolicy(store, viewer, id);
    return { policies, trackId: track === undefined ? null : trackCalled(track).id, kicks };
  };
  router.get('/compare', async (request, response) => {
    const query = checked(comparisonQuerySchema, request.query, 'The comparison');
    response.json(await asked(learning.compare(await orderOf(request, query))));
  });
  router.get('/report', async (request, response) => {
    const { language, ...query } = checked(reportQuerySchema, request.query, 'The report');
    response.type('html').send(await asked(learning.report(await orderOf(request, query), language)));
  });
  router.get('/:id', async (request, response) => {
    const evaluation = await findEvaluation(store, request.params.id);
    const viewer = await viewerOf(store, request);
    if (evaluation && (await mayReadPolicy(store, viewer, evaluation.policyId))) response.json(evaluation);
    else throw notFound('evaluation', request.params.id);
  });
  return router;
}
