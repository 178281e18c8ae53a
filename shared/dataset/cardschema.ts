import { z } from 'zod';
import { REASONS } from './choice.ts';
import { LICENCES } from './licence.ts';
import { LIMIT_KINDS } from './limits.ts';
import { MOST_LAPS, recipeFields } from './recipe.ts';
import { SPLIT_KINDS } from './split.ts';

/*
 * The card of a dataset as it is stored, sent and read. Cards from before a field was told have its default: null, none
 * or nothing known.
 */

const placeSchema = z.object({ episodeId: z.string(), driverId: z.string(), number: z.int() });
const style = z.object({ keys: z.int(), stick: z.int() });

/** Mean squared error of steer and pedal in [−1, 1], of doing what was done in the nearest moment that was learned. */
export const leakSchema = z.object({
  /** On ticks cut out of the laps learned from. */
  frames: z.number(),
  /** On whole drivers, episodes or laps that were not. */
  whole: z.number(),
  by: z.enum(['driver', 'episode', 'lap']),
  /** Moments that were asked about in each, and laps they are from. */
  asked: z.int(),
  laps: z.int(),
});

const splitsSchema = z.object({
  kind: z.enum(SPLIT_KINDS),
  /** What the validation set is called wherever its score is shown. */
  name: z.string(),
  train: z.array(placeSchema),
  validation: z.array(placeSchema),
  /** A split by frames: its score says nothing, and no policy is trained on it. */
  leaks: z.boolean().default(false),
  /** How much it leaks; null of other splits, and where there is one lap only. */
  leak: leakSchema.nullable().default(null),
});

const howSchema = z.object({
  /** Ids of the sessions its laps were driven for. */
  sessions: z.array(z.string()),
  races: z.int(),
  /** Laps by kind of hands; laps that nobody judged count in neither. */
  hands: style,
  /** Of every lap: content hash of the car's specification. */
  vehicleHash: z.string(),
  /** Frames a second. */
  cadenceHz: z.int(),
  /** ISO 8601: when its first and its last race began. */
  from: z.string(),
  to: z.string(),
  /** Laps that the recipe left out, by reason; those of other drivers, tracks and cars are not counted. */
  leftOut: z.array(z.object({ reason: z.enum(REASONS), laps: z.int() })),
});

const consentSchema = z.object({
  people: z.int(),
  /** Versions of the consent text, and how many people read each before a lap that is here. */
  versions: z.array(z.object({ version: z.int(), people: z.int() })),
  /** People all of whose laps here they agreed to have raced as a clone, and to leave in an export. */
  shared: z.int(),
  exported: z.int(),
  /** Laps that may leave, those of scripted drivers among them. */
  exportedLaps: z.int(),
});

/** A stretch where laps are missing, as in shared/dataset/thin.ts. */
const thinSchema = z.object({
  from: z.number(),
  to: z.number(),
  side: z.enum(['left', 'right']),
  corner: z.int().nullable(),
  laps: z.int(),
  more: z.int(),
});
const coverageSchema = z.object({
  /** Share of the road's cells that some lap passed. */
  seen: z.number(),
  /** Laps whose way is known. */
  laps: z.int(),
  thin: z.array(thinSchema),
});

const qualitySchema = z.object({
  /** Laps whose numbers are known; what follows is of these. */
  judged: z.int(),
  timeMs: z.object({ best: z.number(), median: z.number(), slowest: z.number() }),
  falls: z.int(),
  offTracks: z.int(),
  /** Ticks in contact. */
  contacts: z.int(),
  /** Shares of all their ticks. */
  starvedShare: z.number(),
  idleShare: z.number(),
  /** Median steering reversals a minute. */
  reversals: z.number(),
  /** Median round trip, and of how many laps it is known. */
  latencyMs: z.number().nullable(),
  latencyLaps: z.int(),
  /** Laps by flag (shared/dataset/flags.ts), the most frequent first. */
  flags: z.array(z.object({ kind: z.string(), laps: z.int() })),
});

/** What a dataset made of datasets was made of. No names: a parent may become a tombstone. */
const originSchema = z.object({
  operation: z.enum(['merge', 'subtract', 'subset']),
  of: z.array(z.object({ id: z.string(), version: z.int(), content: z.string(), laps: z.int() })),
});

/** What anybody should know about a dataset before using it. */
export const datasetCardSchema = z.object({
  format: z.int().default(1),
  /** Content address: equal content has the same id, on any machine. */
  id: z.string(),
  name: z.string(),
  recipe: recipeFields,
  trackId: z.string(),
  trackHash: z.string(),
  physics: z.int(),
  laps: z.array(placeSchema.extend({ timeMs: z.number(), clean: z.boolean(), inTraffic: z.boolean() })).max(MOST_LAPS),
  /** By their pseudonyms. */
  drivers: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['human', 'scripted']).nullable().default(null),
      laps: z.int(),
      ticks: z.int(),
      bestMs: z.number(),
      hands: style.nullable().default(null),
    }),
  ),
  counts: z.object({
    laps: z.int(),
    drivers: z.int(),
    episodes: z.int(),
    ticks: z.int(),
    seconds: z.number(),
    clean: z.int().nullable().default(null),
    inTraffic: z.int().nullable().default(null),
  }),
  splits: splitsSchema,
  how: howSchema.nullable().default(null),
  consent: consentSchema.nullable().default(null),
  licence: z.enum(LICENCES).nullable().default(null),
  coverage: coverageSchema.nullable().default(null),
  quality: qualitySchema.nullable().default(null),
  madeOf: originSchema.nullable().default(null),
  /** What it cannot show, with the number that says so and the one from which on it would not be told. */
  limits: z.array(z.object({ kind: z.enum(LIMIT_KINDS), found: z.number(), limit: z.number().nullable() })).default([]),
});
export type DatasetCard = z.infer<typeof datasetCardSchema>;
export type LeakProof = z.infer<typeof leakSchema>;
