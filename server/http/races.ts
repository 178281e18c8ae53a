import { Router } from 'express';
import { racesQuerySchema } from '../../shared/wire/api.ts';
import { type RecentRace, recentRacesQuerySchema } from '../../shared/wire/records.ts';
import { mayReadRace } from '../competition/privacy.ts';
import { episodesOfRace, publicEpisode, type StoredEpisode } from '../store/episodes.ts';
import { findRace } from '../store/races.ts';
import { type EndedRace, recentRaces } from '../store/recentraces.ts';
import { viewerOf } from './authorise.ts';
import { checked, notFound } from './problem.ts';
import { sendRaceLog } from './racelog.ts';
import type { ApiServices } from './services.ts';

/**
 * Recorded races with their episodes and logs; of people who were not recorded there is nothing to tell. By a code, the
 * races that people meet in now, and whether they may still be joined: whoever has the code is invited.
 */
export function raceRoutes({ store, reader, racesByCode }: ApiServices): Router {
  const router = Router();
  router.get('/', async (request, response, next) => {
    if (request.query.recent === undefined) return next();
    const query = checked(recentRacesQuerySchema, request.query, 'The query');
    const page = await recentRaces(store, { ...query, viewer: await viewerOf(store, request) });
    response.json({ items: page.items.map(recentRace), next: page.next });
  });
  router.get('/', async (request, response) => {
    const { code } = checked(racesQuerySchema, request.query, 'The query');
    response.json({ items: await racesByCode(code), next: null });
  });
  router.get('/:id', async (request, response) => {
    const race = await findRace(store, request.params.id);
    const readable = race && (await mayReadRace(store, await viewerOf(store, request), race.id));
    if (!race || !readable) throw notFound('race', request.params.id);
    const episodes = await episodesOfRace(store, race.id);
    response.json({ ...race, episodes: episodes.map(publicEpisode) });
  });
  router.get('/:id/log', async (request, response) => {
    const viewer = await viewerOf(store, request);
    await sendRaceLog({ store, reader }, viewer, request.params.id, request, response);
  });
  return router;
}

function recentRace({ episodes, ...race }: EndedRace): RecentRace {
  const drivers = inOrder(episodes).map(({ id, driver, vehicle, laps }): RecentRace['drivers'][number] => {
    const { id: driverId, kind, policyId } = driver;
    const clean = laps.filter((lap) => lap.clean && !lap.partial).map(({ timeMs }) => Math.round(timeMs));
    const bestLapMs = clean.length > 0 ? Math.min(...clean) : null;
    return { episodeId: id, driverId, kind, policyId, vehicle, lapsDriven: laps.length, bestLapMs };
  });
  const best = drivers.flatMap(({ bestLapMs }) => bestLapMs ?? []);
  return { ...race, bestLapMs: best.length > 0 ? Math.min(...best) : null, drivers };
}

/** Who finished more laps first, of equally many who took less time; a car that changed hands has one result. */
function inOrder(episodes: readonly StoredEpisode[]): StoredEpisode[] {
  const lapsOf = (car: number) => episodes.filter((episode) => episode.car === car).flatMap(({ laps }) => laps);
  const timeOf = (car: number): number => lapsOf(car).reduce((sum, { timeMs }) => sum + timeMs, 0);
  return [...episodes].sort(
    (a, b) => lapsOf(b.car).length - lapsOf(a.car).length || timeOf(a.car) - timeOf(b.car) || a.car - b.car,
  );
}
