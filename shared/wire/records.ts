import { z } from 'zod';
import { MEDALS } from '../race/medals.ts';
import { DEFAULT_CAR } from '../vehicle/cars.ts';
import { carSchema, idSchema } from './options.ts';

/**
 * Queries and answers about what was driven: leaderboards, medals, ghosts, recent races and a driver's own profile.
 *
 * People appear by their driver id alone; `pseudonym.ts` makes words of it.
 */

const medalSchema = z.enum(MEDALS);
const kindSchema = z.enum(['human', 'scripted', 'policy']);

/** GET /tracks/:id, `medals`: slowest lap for each medal by car, milliseconds; a car without an author time is absent. */
export const medalTimesSchema = z.object({ author: z.int(), gold: z.int(), silver: z.int(), bronze: z.int() });
export const trackMedalsSchema = z.record(z.string(), medalTimesSchema);

// GET /leaderboards?track=&car=&sector=&who=
export const MOST_SECTORS = 10;
/** Scripted drivers stand only in their own list. */
export const LEADERBOARD_GROUPS = ['people', 'clones', 'all', 'scripted'] as const;
export const leaderboardQuerySchema = z.object({
  track: idSchema,
  car: carSchema.default(DEFAULT_CAR),
  /** From 1; the whole lap without it. */
  sector: z.coerce.number().int().min(1).max(MOST_SECTORS).optional(),
  who: z.enum(LEADERBOARD_GROUPS).default('all'),
  limit: z.coerce.number().int().min(1).max(100).default(100),
});
export type LeaderboardQuery = z.infer<typeof leaderboardQuerySchema>;

export const leaderboardRowSchema = z.object({
  /** From 1; equal times share one. */
  position: z.int(),
  /** A person's pseudonym, or a clone's policy id. */
  driverId: z.string(),
  kind: kindSchema,
  policyId: z.string().nullable(),
  /** Whose clone it is; null for people and for clones of several. */
  cloneOf: z.string().nullable(),
  /** Of the lap, or of the sector that was asked for. */
  timeMs: z.int(),
  lapMs: z.int(),
  sectors: z.array(z.int()),
  /** Null for a sector, and where the track has no author time. */
  medal: medalSchema.nullable(),
  standingStart: z.boolean(),
  episodeId: idSchema,
  raceId: z.string(),
  /** Number of the lap in its episode. */
  lap: z.int(),
  startedAt: z.string(),
});
export type LeaderboardRow = z.infer<typeof leaderboardRowSchema>;
export const leaderboardSchema = z.object({
  trackId: idSchema,
  /** The version of the track; laps of earlier ones are not compared. */
  trackHash: z.string(),
  car: z.string(),
  sector: z.int().nullable(),
  sectors: z.int(),
  who: z.enum(LEADERBOARD_GROUPS),
  medals: medalTimesSchema.nullable(),
  items: z.array(leaderboardRowSchema),
  next: z.null(),
});
export type Leaderboard = z.infer<typeof leaderboardSchema>;

// GET /ghosts?track=&car=, with or without a driver's token
export const ghostsQuerySchema = z.object({ track: idSchema, car: carSchema.default(DEFAULT_CAR) });
export const ghostsSchema = z.object({
  /** Episode with the asking driver's best clean lap. */
  own: idSchema.nullable(),
  ownMs: z.int().nullable(),
  /** Episode with the best clean lap of anybody, people and clones. */
  track: idSchema.nullable(),
  trackMs: z.int().nullable(),
  trackDriverId: z.string().nullable(),
});
export type Ghosts = z.infer<typeof ghostsSchema>;

// GET /races?recent=1&track=&after=&limit=
export const recentRacesQuerySchema = z.object({
  recent: z.string().max(10),
  track: idSchema.optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export const recentRaceSchema = z.object({
  id: z.string(),
  trackId: idSchema,
  laps: z.int(),
  startedAt: z.string(),
  ticks: z.int(),
  physics: z.int(),
  status: z.enum(['complete', 'interrupted']),
  /** Fastest clean lap of all; null where none was clean. */
  bestLapMs: z.int().nullable(),
  /** Best placed first. */
  drivers: z.array(
    z.object({
      episodeId: idSchema,
      driverId: z.string(),
      kind: kindSchema,
      policyId: z.string().nullable(),
      vehicle: z.string(),
      lapsDriven: z.int(),
      bestLapMs: z.int().nullable(),
    }),
  ),
});
export type RecentRace = z.infer<typeof recentRaceSchema>;

// GET /drivers/me/profile, with the driver's token
export const profileSchema = z.object({
  driverId: idSchema,
  /** By track and car, the most driven first. */
  laps: z.array(
    z.object({
      trackId: idSchema,
      car: z.string(),
      races: z.int(),
      laps: z.int(),
      cleanLaps: z.int(),
      /** Clean, and on the track and car as they are now; null where there is none. */
      bestLapMs: z.int().nullable(),
      bestEpisodeId: idSchema.nullable(),
      medal: medalSchema.nullable(),
      /** What the next better medal asks for; null with the author's, or without author time. */
      nextMedal: z.object({ medal: medalSchema, timeMs: z.int() }).nullable(),
      /** Place among people, from 1. */
      place: z.int().nullable(),
      lastDrivenAt: z.string(),
    }),
  ),
  clones: z.array(
    z.object({
      policyId: idSchema,
      trackId: idSchema,
      car: z.string().nullable(),
      kind: z.enum(['copy', 'coached']),
      createdAt: z.string(),
      /** From the rollouts by which it was chosen; null where there were none. */
      scores: z
        .object({
          rollouts: z.int(),
          lapsPlanned: z.int(),
          lapsFinished: z.int(),
          cleanLaps: z.int(),
          falls: z.int(),
          fallsPerLap: z.number(),
          lapTimeMs: z.number().nullable(),
        })
        .nullable(),
      /** In races; null before its first clean lap. */
      bestLapMs: z.int().nullable(),
      races: z.int(),
    }),
  ),
  /** People and clones met most often. */
  rivals: z.array(
    z.object({
      driverId: z.string(),
      kind: z.enum(['human', 'policy']),
      policyId: z.string().nullable(),
      cloneOf: z.string().nullable(),
      races: z.int(),
      /** Races in which the driver came in ahead of them, and behind; the rest were ties. */
      ahead: z.int(),
      behind: z.int(),
      lastMetAt: z.string(),
    }),
  ),
});
export type Profile = z.infer<typeof profileSchema>;
