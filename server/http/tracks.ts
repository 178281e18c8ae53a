import { Router } from 'express';
import { z } from 'zod';
import { parseTrackFile, TrackError, type TrackFile } from '../../shared/track/file.ts';
import { type PublicTrack, publicTrack } from '../../shared/track/outline.ts';
import type { Track } from '../../shared/track/track.ts';
import { isOffensive } from '../race/nickname.ts';
import { ShelfFull } from '../race/trackshelf.ts';
import { requireDriver } from './authorise.ts';
import { checked, HttpProblem, notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

/** A circuit of ten kilometres with a point every five metres has 150 kB. */
export const TRACK_BODY_LIMIT = '256kb';

const additionSchema = z.strictObject({ file: z.unknown() });

/**
 * What there is to race on, with what medals ask for by car, and adding to it. A track never changes, so each is drawn
 * up once.
 */
export function trackRoutes({ store, tracks, shelf, authorTimes, authors }: ApiServices): Router {
  const drawn = new WeakMap<Track, PublicTrack>();
  const shown = (track: Track) => {
    const known = drawn.get(track) ?? publicTrack(track);
    drawn.set(track, known);
    return { ...known, medals: authorTimes.ofTrack(track) };
  };
  const summary = (track: Track) => {
    const { file: _file, ...rest } = shown(track);
    return { ...rest, given: shelf.isGiven(track.id) };
  };
  const router = Router();
  router.get('/', (_request, response) => {
    response.json({ items: [...tracks.values()].map(summary), next: null });
  });
  router.post('/', async (request, response) => {
    const giver = await requireDriver(store, request);
    const { track, added } = await shelf.add(readAddition(request.body), giver).catch(refused);
    authors.measure(track);
    response
      .status(added ? 201 : 200)
      .location(`/api/tracks/${track.id}`)
      .json(summary(track));
  });
  router.get('/:id', (request, response) => {
    const track = tracks.get(request.params.id);
    if (!track) throw notFound('track', request.params.id);
    response.json(shown(track));
  });
  return router;
}

function readAddition(body: unknown): TrackFile {
  const { file } = checked(additionSchema, body, 'The track');
  try {
    const track = parseTrackFile(file);
    if (!isOffensive(track.name.en) && !isOffensive(track.name.ko)) return track;
  } catch (error) {
    if (error instanceof TrackError) throw new HttpProblem(400, error.message);
    throw error;
  }
  throw new HttpProblem(422, 'The name of the track is not one that everybody should have to read. Choose another.');
}

function refused(error: unknown): never {
  if (!(error instanceof ShelfFull)) throw error;
  throw new HttpProblem(error.whose === 'driver' ? 429 : 409, error.message);
}
