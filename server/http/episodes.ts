import { type Request, Router } from 'express';
import { episodesQuerySchema } from '../../shared/wire/api.ts';
import { COPIES_STAY } from '../../shared/wire/rights.ts';
import { findEpisode, listEpisodes, publicEpisode, type StoredEpisode } from '../store/episodes.ts';
import { requireDriver } from './authorise.ts';
import { checked, HttpProblem, notFound } from './problem.ts';
import { replayed, sendRaceLog, sendWhole } from './racelog.ts';
import type { ApiServices } from './services.ts';

/** What was driven, by pseudonym. Deleting takes the driver's own token. */
export function episodeRoutes({ store, recorder, reader, learning }: ApiServices): Router {
  const episodeOf = async ({ params }: Request<{ id: string }>): Promise<StoredEpisode> => {
    const episode = await findEpisode(store, params.id);
    if (!episode) throw notFound('episode', params.id);
    return episode;
  };
  const router = Router();
  router.get('/', async (request, response) => {
    const { items, next } = await listEpisodes(store, checked(episodesQuerySchema, request.query, 'The query'));
    response.json({ items: items.map(publicEpisode), next });
  });
  router.get('/:id', async (request, response) => {
    response.json(publicEpisode(await episodeOf(request)));
  });
  router.get('/:id/trajectory', async (request, response) => {
    const bytes = await replayed(reader.trajectory(request.params.id));
    if (!bytes) throw notFound('episode', request.params.id);
    sendWhole(response.type('application/json'), bytes);
  });
  router.get('/:id/log', async (request, response) => {
    const { raceId } = await episodeOf(request);
    await sendRaceLog({ store, reader }, raceId, request, response);
  });
  router.delete('/:id', async (request, response) => {
    const driverId = await requireDriver(store, request);
    const episode = await episodeOf(request);
    if (episode.driver.id !== driverId) {
      throw new HttpProblem(403, 'Only the driver of an episode may delete it, with their own token.');
    }
    const forgotten = await recorder.forgetEpisode(episode.id);
    learning.forget();
    response.json({ ...forgotten, copies: COPIES_STAY });
  });
  return router;
}
