import { type Request, Router } from 'express';
import { episodesQuerySchema } from '../../shared/wire/api.ts';
import { COPIES_STAY } from '../../shared/wire/rights.ts';
import { isOwn, mayReadEpisode } from '../competition/privacy.ts';
import { findEpisode, listEpisodes, publicEpisode, type StoredEpisode } from '../store/episodes.ts';
import { requireAsker, viewerOf } from './authorise.ts';
import { checked, HttpProblem, notFound } from './problem.ts';
import { replayed, sendRaceLog, sendWhole } from './racelog.ts';
import type { ApiServices } from './services.ts';

/** What was driven, by pseudonym. Deleting takes the token of its driver or of its session's organiser. */
export function episodeRoutes({ store, recorder, reader, learning }: ApiServices): Router {
  const episodeOf = async (request: Request<{ id: string }>): Promise<StoredEpisode> => {
    const { id } = request.params;
    const episode = await findEpisode(store, id);
    if (episode && (await mayReadEpisode(store, await viewerOf(store, request), id))) return episode;
    throw notFound('episode', id);
  };
  const router = Router();
  router.get('/', async (request, response) => {
    const query = checked(episodesQuerySchema, request.query, 'The query');
    const { items, next } = await listEpisodes(store, { ...query, viewer: await viewerOf(store, request) });
    response.json({ items: items.map(publicEpisode), next });
  });
  router.get('/:id', async (request, response) => {
    response.json(publicEpisode(await episodeOf(request)));
  });
  router.get('/:id/trajectory', async (request, response) => {
    const { id } = await episodeOf(request);
    const bytes = await replayed(reader.trajectory(id));
    if (!bytes) throw notFound('episode', id);
    sendWhole(response.type('application/json'), bytes);
  });
  router.get('/:id/log', async (request, response) => {
    const { raceId } = await episodeOf(request);
    await sendRaceLog({ store, reader }, await viewerOf(store, request), raceId, request, response);
  });
  router.delete('/:id', async (request, response) => {
    const { viewer } = await requireAsker(store, request);
    const episode = await episodeOf(request);
    if (!(await isOwn(store, viewer, episode.id))) {
      throw new HttpProblem(
        403,
        "Only an episode's driver or its session's organiser may delete it, with their token.",
      );
    }
    const forgotten = await recorder.forgetEpisode(episode.id);
    learning.forget();
    response.json({ ...forgotten, copies: COPIES_STAY });
  });
  return router;
}
