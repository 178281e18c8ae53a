import { type Request, type Response, Router } from 'express';
import { episodesQuerySchema } from '../../shared/wire/api.ts';
import { ReaderBusy } from '../episode/reader.ts';
import { findEpisode, listEpisodes, publicEpisode, type StoredEpisode } from '../store/episodes.ts';
import { requireDriver } from './authorise.ts';
import { checked, HttpProblem, notFound } from './problem.ts';
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
    const bytes = await replayed(reader.log(request.params.id));
    if (!bytes) throw notFound('episode', request.params.id);
    sendWhole(response.type('application/octet-stream').attachment(`${raceId}.mimiclog`), bytes);
  });
  router.delete('/:id', async (request, response) => {
    const driverId = await requireDriver(store, request);
    const episode = await episodeOf(request);
    if (episode.driver.id !== driverId) {
      throw new HttpProblem(403, 'Only the driver of an episode may delete it, with their own token.');
    }
    const forgotten = await recorder.forgetEpisode(episode.id);
    learning.forget();
    response.json(forgotten);
  });
  return router;
}

/** A log that does not replay is kept from readers with the reason. */
const replayed = <Result>(reading: Promise<Result>): Promise<Result> =>
  reading.catch((error: Error) => {
    throw new HttpProblem(error instanceof ReaderBusy ? 503 : 409, error.message);
  });

/** A long race is tens of megabytes: neither copied nor hashed for an ETag on the thread that runs the races. */
function sendWhole(response: Response, bytes: Uint8Array): void {
  response.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
