import { setImmediate } from 'node:timers/promises';
import { type Request, Router } from 'express';
import { encodeLog } from '../../shared/episode/codec.ts';
import { type PublicTrajectory, publicTrajectory, TrajectoryFollowing } from '../../shared/episode/trajectory.ts';
import { episodesQuerySchema } from '../../shared/wire/api.ts';
import { findEpisode, listEpisodes, publicEpisode, type StoredEpisode } from '../store/episodes.ts';
import { readLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';
import { requireDriver } from './authorise.ts';
import { checked, HttpProblem, notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

/** What was driven, by pseudonym. Deleting takes the driver's own token. */
export function episodeRoutes({ store, recorder }: ApiServices): Router {
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
    const episode = await episodeOf(request);
    response.json(await trajectoryOf(store, episode));
  });
  router.get('/:id/log', async (request, response) => {
    const { raceId } = await episodeOf(request);
    const { log } = await readLog(store, raceId);
    response
      .type('application/octet-stream')
      .attachment(`${raceId}.mimiclog`)
      .send(Buffer.from(encodeLog(log)));
  });
  router.delete('/:id', async (request, response) => {
    const driverId = await requireDriver(store, request);
    const episode = await episodeOf(request);
    if (episode.driver.id !== driverId) {
      throw new HttpProblem(403, 'Only the driver of an episode may delete it, with their own token.');
    }
    response.json(await recorder.forgetEpisode(episode.id));
  });
  return router;
}

/** Replays the log a second at a time and lets the races of this thread have their ticks in between. */
async function trajectoryOf(store: Store, episode: StoredEpisode): Promise<PublicTrajectory> {
  const { log, track } = await readLog(store, episode.raceId);
  const following = new TrajectoryFollowing(log, track, episode);
  while (following.advance()) await setImmediate();
  return publicTrajectory(episode.id, following.finish());
}
