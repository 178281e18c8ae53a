import { z } from 'zod';
import { carSchema, idSchema } from './options.ts';

/** Laps as rows of a table, the marks people put on them, where they have been, and how two datasets differ. */

/** A curator's word on a lap: look at it, or leave it out of every dataset made from now on. */
export const MARKS = ['none', 'flagged', 'left-out'] as const;
export type Mark = (typeof MARKS)[number];

export const LAP_ORDERS = ['newest', 'oldest', 'fastest', 'slowest', 'novel', 'nervous', 'idle', 'starved'] as const;
export type LapOrder = (typeof LAP_ORDERS)[number];

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const filters = {
  track: idSchema.optional(),
  car: carSchema.optional(),
  driver: idSchema.optional(),
  /** A session's id. */
  session: idSchema.optional(),
  dataset: idSchema.optional(),
  kind: z.enum(['human', 'scripted', 'policy']).optional(),
  clean: flag.optional(),
  traffic: flag.optional(),
  /** Flagged by the computer or by a person. */
  flagged: flag.optional(),
  mark: z.enum(MARKS).optional(),
  style: z.enum(['keys', 'stick']).optional(),
  /** Lap time in milliseconds. */
  min: z.coerce.number().int().min(0).max(3_600_000).optional(),
  max: z.coerce.number().int().min(0).max(3_600_000).optional(),
};

// GET /laps
export const lapsQuerySchema = z.object({
  ...filters,
  order: z.enum(LAP_ORDERS).default('newest'),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type LapsQuery = z.infer<typeof lapsQuerySchema>;

export const lapFlagSchema = z.object({
  kind: z.enum([
    'falls',
    'offTracks',
    'wrongWay',
    'contacts',
    'traffic',
    'starved',
    'latency',
    'idle',
    'slow',
    'novel',
  ]),
  /** What was found, and from where on it is told; the unit is the kind's own (shared/dataset/flags.ts). */
  found: z.number(),
  limit: z.number(),
});

export const lapRowSchema = z.object({
  episodeId: idSchema,
  number: z.int(),
  raceId: z.string(),
  /** Road in `trackId`'s version, and its length in metres. */
  trackId: idSchema,
  car: z.string(),
  driver: z.object({ id: z.string(), kind: z.enum(['human', 'scripted', 'policy']), policyId: z.string().nullable() }),
  sessionId: z.string().nullable(),
  startedAt: z.string(),
  timeMs: z.int(),
  clean: z.boolean(),
  inTraffic: z.boolean(),
  standingStart: z.boolean(),
  /** 1/60 s. */
  ticks: z.int(),
  falls: z.int(),
  offTracks: z.int(),
  contacts: z.int(),
  /** Went the wrong way at least once. */
  wrongWay: z.boolean(),
  starved: z.int(),
  /** Median round trip while driving it; null where it was not measured. */
  latencyMs: z.int().nullable(),
  /** shared/dataset/manner.ts */
  idleShare: z.number(),
  fullShare: z.number(),
  holdSeconds: z.number(),
  reversals: z.number(),
  activity: z.number(),
  style: z.enum(['keys', 'stick']),
  /** Share of the other laps on this road in this car that are slower; 1 for the fastest. */
  pace: z.number(),
  /** Metres from the nearest other line; null for the first. */
  novelty: z.number().nullable(),
  flags: z.array(lapFlagSchema),
  mark: z.enum(MARKS),
  /** Why, in the marker's words; empty without. */
  reason: z.string(),
  /** Lateral offset in metres at 64 places evenly spread over the road, left positive; null where it was not. */
  line: z.array(z.number().nullable()),
  /** In the dataset that was asked for; null without one. */
  split: z.enum(['train', 'held-out']).nullable(),
});
export type LapRow = z.infer<typeof lapRowSchema>;
/** `total` and `flagged` count everything that fits the filters. */
export const lapsReplySchema = z.object({
  items: z.array(lapRowSchema),
  next: z.string().nullable(),
  total: z.int(),
  flagged: z.int(),
});
export type LapsReply = z.infer<typeof lapsReplySchema>;

const lapKeySchema = z.strictObject({ episodeId: idSchema, number: z.int().min(1).max(10_000) });
const lapKeysSchema = z.array(lapKeySchema).min(1).max(500);

// POST /laps/marks: one's own laps by a driver's token, a session's by its organiser's; answers { marked }
export const marksSchema = z.strictObject({
  laps: lapKeysSchema,
  mark: z.enum(MARKS),
  reason: z.string().trim().max(200).default(''),
});
// POST /laps/delete: whole episodes go, since half a drive cannot be replayed; answers what went with them
export const lapsDeleteSchema = z.strictObject({ laps: lapKeysSchema });

// GET /coverage?track=…
export const coverageQuerySchema = z.object({ ...filters, track: idSchema });
export type CoverageQuery = z.infer<typeof coverageQuerySchema>;

/**
 * Where laps have been, in cells of the unrolled road: `places` along it from the line, `lanes` across it from the
 * right edge's outside (−reach metres) to the left's (+reach). Arrays are [places · lanes], a place's lanes together.
 */
export const coverageSchema = z.object({
  trackId: idSchema,
  /** Laps that were counted: the newest of the `of` that fit. */
  laps: z.int(),
  of: z.int(),
  places: z.int(),
  lanes: z.int(),
  reach: z.number(),
  /** Passages of laps through the cell. */
  visits: z.array(z.int()),
  /** Mean of the passages, null where there was none: m/s, and steer and pedal in [−1, 1]. */
  speed: z.array(z.number().nullable()),
  steer: z.array(z.number().nullable()),
  pedal: z.array(z.number().nullable()),
  /** Share of the cells between the road's edges that were visited. */
  seen: z.number(),
  drivers: z.array(z.object({ id: z.string(), laps: z.int(), seen: z.number() })),
  /** Seen after so many laps, in the order they were driven; at most 200 points. */
  growth: z.array(z.object({ laps: z.int(), seen: z.number() })),
});
export type Coverage = z.infer<typeof coverageSchema>;

// GET /datasets/:id/diff?against=
export const datasetDiffSchema = z.object({
  added: z.array(z.object({ episodeId: idSchema, driverId: z.string(), lap: z.int() })),
  removed: z.array(z.object({ episodeId: idSchema, driverId: z.string(), lap: z.int() })),
  kept: z.int(),
  /** Laps that changed sides between training and validation. */
  moved: z.array(
    z.object({ episodeId: idSchema, driverId: z.string(), lap: z.int(), to: z.enum(['train', 'held-out']) }),
  ),
  /** Recipe fields that differ, as they stand in the one and the other. */
  recipe: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
  counts: z.object({ before: z.int(), after: z.int() }),
});
export type DatasetDiff = z.infer<typeof datasetDiffSchema>;
