import { Router } from 'express';
import { racesQuerySchema } from '../../shared/wire/api.ts';
import { episodesOfRace, publicEpisode } from '../store/episodes.ts';
import { findRace } from '../store/races.ts';
import { checked, notFound } from './problem.ts';
import { sendRaceLog } from './racelog.ts';
import type { ApiServices } from './services.ts';

/**
 * Recorded races with their episodes; of people who were not recorded there is nothing to tell. By a code, the races that
 * people meet in now, and whether they may still be joined: whoever has the code is invited.
 */
export function raceRoutes({ store, reader, racesByCode }: ApiServices): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const { code } = checked(racesQuerySchema, request.query, 'The query');
    response.json({ items: await racesByCode(code), next: null });
  });
  router.get('/:id', async (request, response) => {
    const race = await findRace(store, request.params.id);
    if (!race) throw notFound('race', request.params.id);
    const episodes = await episodesOfRace(store, race.id);
    response.json({ ...race, episodes: episodes.map(publicEpisode) });
  });
  router.get('/:id/log', async (request, response) => {
    await sendRaceLog({ store, reader }, request.params.id, request, response);
  });
  return router;
}
