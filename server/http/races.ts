import { Router } from 'express';
import { episodesOfRace, publicEpisode } from '../store/episodes.ts';
import { findRace } from '../store/races.ts';
import { notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

/** Recorded races with their episodes; of people who were not recorded there is nothing to tell. */
export function raceRoutes({ store }: ApiServices): Router {
  const router = Router();
  router.get('/:id', async (request, response) => {
    const race = await findRace(store, request.params.id);
    if (!race) throw notFound('race', request.params.id);
    const episodes = await episodesOfRace(store, race.id);
    response.json({ ...race, episodes: episodes.map(publicEpisode) });
  });
  return router;
}
