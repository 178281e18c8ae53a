import { Router } from 'express';
import {
  coverageQuerySchema,
  type LapsReply,
  lapsDeleteSchema,
  lapsQuerySchema,
  marksSchema,
} from '../../shared/wire/laps.ts';
import { COPIES_STAY } from '../../shared/wire/rights.ts';
import { mayReadDataset } from '../competition/privacy.ts';
import type { Forgotten } from '../episode/recorder.ts';
import { type LapName, markLaps, ownersOfLaps } from '../store/lapmarks.ts';
import { countLaps, pageOfLaps } from '../store/lappages.ts';
import { lapRow } from '../store/laprow.ts';
import type { Store } from '../store/tables.ts';
import type { Viewer } from '../store/viewer.ts';
import { viewerOf } from './authorise.ts';
import { checked, HttpProblem, notFound } from './problem.ts';
import { replayed, sendWhole } from './racelog.ts';
import type { ApiServices } from './services.ts';

/** Laps as rows of a table, by pseudonym; marks and deletions by their drivers and their session's organiser. */
export function lapRoutes({ store, recorder, learning }: ApiServices): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const viewer = await viewerOf(store, request);
    const query = checked(lapsQuerySchema, request.query, 'The query');
    await requireReadable(store, viewer, query.dataset);
    const { rows, next } = await pageOfLaps(store, query, viewer);
    const { total, flagged } = await countLaps(store, query, viewer);
    const reply: LapsReply = { items: rows.map(lapRow), next, total, flagged };
    response.json(reply);
  });
  router.post('/marks', async (request, response) => {
    const { laps, mark, reason } = checked(marksSchema, request.body, 'The marks');
    await requireOwn(store, await viewerOf(store, request), laps);
    response.json({ marked: await markLaps(store, laps, mark, reason) });
  });
  router.post('/delete', async (request, response) => {
    const { laps } = checked(lapsDeleteSchema, request.body, 'The laps');
    await requireOwn(store, await viewerOf(store, request), laps);
    const episodes = [...new Set(laps.map(({ episodeId }) => episodeId))];
    const gone = await Promise.all(episodes.map((episodeId) => recorder.forgetEpisode(episodeId)));
    learning.forget();
    response.json({ ...sumOf(gone), copies: COPIES_STAY });
  });
  return router;
}

/** Where laps have been on a track as it is now. */
export function coverageRoutes({ store, tracks, reader }: ApiServices): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const viewer = await viewerOf(store, request);
    const filter = checked(coverageQuerySchema, request.query, 'The query');
    const track = tracks.get(filter.track);
    if (!track) throw notFound('track', filter.track);
    await requireReadable(store, viewer, filter.dataset);
    const bytes = await replayed(reader.coverage({ track: track.file, trackHash: track.hash, filter, viewer }));
    sendWhole(response.type('application/json'), bytes!);
  });
  return router;
}

async function requireReadable(store: Store, viewer: Viewer, dataset: string | undefined): Promise<void> {
  if (dataset !== undefined && !(await mayReadDataset(store, viewer, dataset))) throw notFound('dataset', dataset);
}

/** All of these laps are there, and are the asking driver's or were driven in the asking organiser's session. */
async function requireOwn(store: Store, viewer: Viewer, laps: readonly LapName[]): Promise<void> {
  if (viewer.driverId === null && viewer.sessionId === null) {
    const next = 'Send your driver token, or the one of the session’s organiser, as "Authorization: Bearer …".';
    throw new HttpProblem(
      401,
      `Laps are marked and deleted by who drove them or by their session's organiser. ${next}`,
    );
  }
  const owners = await ownersOfLaps(store, laps);
  const own = owners.filter(
    ({ driverId, sessionId }) =>
      driverId === viewer.driverId || (viewer.sessionId !== null && sessionId === viewer.sessionId),
  );
  const known = new Set(own.map(({ episodeId, number }) => `${episodeId} ${number}`));
  const other = laps.find(({ episodeId, number }) => !known.has(`${episodeId} ${number}`));
  if (!other) return;
  const got = `lap ${other.number} of episode "${other.episodeId}" is not among them`;
  throw new HttpProblem(403, `You may mark and delete your own laps, or those of your session: ${got}.`);
}

const sumOf = (all: readonly Forgotten[]): Forgotten => ({
  episodes: all.reduce((sum, { episodes }) => sum + episodes, 0),
  laps: all.reduce((sum, { laps }) => sum + laps, 0),
  datasets: all.reduce((sum, { datasets }) => sum + datasets, 0),
  policies: all.reduce((sum, { policies }) => sum + policies, 0),
  pending: all.flatMap(({ pending }) => pending),
  gone: {
    datasets: all.flatMap(({ gone }) => gone.datasets),
    policies: all.flatMap(({ gone }) => gone.policies),
  },
});
