import { Router } from 'express';
import type { MedalTimes } from '../../shared/race/medals.ts';
import { type PublicTrack, publicTrack } from '../../shared/track/outline.ts';
import { notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

/** Tracks never change while the server runs, so each is drawn up once, with what its medals ask for by car. */
export function trackRoutes({ tracks, authorTimes }: ApiServices): Router {
  const drawn = new Map<string, PublicTrack & { medals: Record<string, MedalTimes> }>();
  for (const track of tracks.values()) {
    drawn.set(track.id, { ...publicTrack(track), medals: authorTimes.ofTrack(track) });
  }
  const router = Router();
  router.get('/', (_request, response) => {
    const items = [...drawn.values()].map(({ file: _file, ...track }) => track);
    response.json({ items, next: null });
  });
  router.get('/:id', (request, response) => {
    const track = drawn.get(request.params.id);
    if (!track) throw notFound('track', request.params.id);
    response.json(track);
  });
  return router;
}
