import { Router } from 'express';
import { medalOf } from '../../shared/race/medals.ts';
import type { Track } from '../../shared/track/track.ts';
import { CARS } from '../../shared/vehicle/cars.ts';
import { vehicleHash } from '../../shared/vehicle/spec.ts';
import {
  type Ghosts,
  ghostsQuerySchema,
  type Leaderboard,
  type LeaderboardQuery,
  type LeaderboardRow,
  leaderboardQuerySchema,
} from '../../shared/wire/records.ts';
import type { AuthorTimes } from '../race/authortimes.ts';
import { type BestLap, bestLapOf, bestLaps, type LapContest } from '../store/laps.ts';
import type { Store } from '../store/tables.ts';
import { askingDriver } from './authorise.ts';
import { checked, HttpProblem, notFound } from './problem.ts';
import type { ApiServices } from './services.ts';

const KINDS: Record<LeaderboardQuery['who'], LapContest['kinds']> = {
  people: ['human'],
  clones: ['policy'],
  all: ['human', 'policy'],
  scripted: ['scripted'],
};

/** The fastest on each track in each car; open to read, everybody by pseudonym. */
export function leaderboardRoutes({ store, tracks, authorTimes }: ApiServices): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const query = checked(leaderboardQuerySchema, request.query, 'The query');
    const track = trackCalled(tracks, query.track);
    if ((query.sector ?? 1) > track.sectors.length) {
      const got = `${track.id} has ${track.sectors.length} sectors, got ${query.sector}`;
      throw new HttpProblem(400, `The query, "sector": ${got}. Ask for one of them, or for the whole lap without.`);
    }
    response.json(await leaderboard(store, track, query, authorTimes));
  });
  return router;
}

/** Whom to race against: the episodes with one's own best lap and with the track's. */
export function ghostRoutes({ store, tracks }: ApiServices): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const query = checked(ghostsQuerySchema, request.query, 'The query');
    const contest = { ...contestOf(trackCalled(tracks, query.track), query.car), sector: 0 };
    const driverId = await askingDriver(store, request);
    const own = driverId && (await bestLapOf(store, driverId, contest));
    const [best] = await bestLaps(store, { ...contest, kinds: KINDS.all }, 1);
    const ghosts: Ghosts = {
      own: own ? own.episodeId : null,
      ownMs: own ? own.timeMs : null,
      track: best?.episodeId ?? null,
      trackMs: best?.timeMs ?? null,
      trackDriverId: best?.driverId ?? null,
    };
    response.json(ghosts);
  });
  return router;
}

/** The best lap of each, or of a sector of it, on the track and in the car as they are now. */
export async function leaderboard(
  store: Store,
  track: Track,
  { car, sector, who, limit }: LeaderboardQuery,
  authorTimes: AuthorTimes,
): Promise<Leaderboard> {
  const contest = { ...contestOf(track, car), sector: sector ?? 0, kinds: KINDS[who] };
  const best = await bestLaps(store, contest, limit);
  const medals = authorTimes.of(track, CARS.get(car)!);
  const items = best.map((lap): LeaderboardRow => {
    const position = best.findIndex(({ timeMs }) => timeMs === lap.timeMs) + 1;
    const medal = medals && sector === undefined ? medalOf(lap.timeMs, medals) : null;
    return { position, ...rowOf(lap), medal };
  });
  const place = { trackId: track.id, trackHash: track.hash, car, sector: sector ?? null };
  return { ...place, sectors: track.sectors.length, who, medals, items, next: null };
}

function rowOf({ laps, number, ...best }: BestLap): Omit<LeaderboardRow, 'position' | 'medal'> {
  const lap = laps.find((candidate) => candidate.number === number)!;
  return {
    driverId: best.driverId,
    kind: best.kind,
    policyId: best.policyId,
    cloneOf: best.cloneOf,
    timeMs: best.timeMs,
    lapMs: Math.round(lap.timeMs),
    sectors: lap.sectors.map(Math.round),
    standingStart: lap.standingStart,
    episodeId: best.episodeId,
    raceId: best.raceId,
    lap: number,
    startedAt: best.startedAt,
  };
}

const contestOf = (track: Track, car: string) => ({
  trackHash: track.hash,
  vehicleHash: vehicleHash(CARS.get(car)!),
});

function trackCalled(tracks: ApiServices['tracks'], id: string): Track {
  const track = tracks.get(id);
  if (!track) throw notFound('track', id);
  return track;
}
