import { z } from 'zod';
import { EXPORT_FORMATS, type ExportRate } from '../dataset/transitions.ts';
import { CAMERAS } from '../observation/camera.ts';
import { isObservationName } from '../observation/named.ts';
import { SENSES, SIGHTS, type Sight } from '../observation/spec.ts';
import { CHUNK_DRIVES, LONGEST_CHUNK } from '../policy/chunk.ts';
import { DECODINGS } from '../policy/decoding.ts';
import { HEADS, type HeadName } from '../policy/head.ts';
import { teachingSchema } from '../policy/taught.ts';
import { tuningSchema } from '../policy/tuning.ts';
import { type AskedLesson, DECISION_HZ, lessonMistake } from '../training/cloneorder.ts';
import { ENCODER_NAMES } from '../training/encoder.ts';
import { excessOf } from '../training/work.ts';
import { DEFAULT_CAR } from '../vehicle/cars.ts';
import { carSchema, codeSchema, consentSchema, idSchema } from './options.ts';

/**
 * Every HTTP body and query under `/api`, and the shapes of the answers. Times are ISO 8601 in UTC; lap times are
 * milliseconds; fractions of a road are metres from the start line. Leaderboards, medals, ghosts, recent races and
 * profiles stand in records.ts.
 */

/** RFC 9457. `detail` says what, got, expected and the next step; there is never a stack. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

// GET /health
export const healthSchema = z.object({
  status: z.literal('ok'),
  uptimeSeconds: z.number(),
  rooms: z.int(),
  physics: z.int(),
});

// POST /drivers, GET /drivers/me, DELETE /drivers/me
export const newDriverSchema = z.object({ driverId: idSchema, driverToken: z.string().min(40) });
export type NewDriver = z.infer<typeof newDriverSchema>;

/** What one's own laps on one track in one car amount to; `trouble` is the corner that spoiled most while none is clean. */
export const trackRecordSchema = z.object({
  trackId: idSchema,
  car: z.string(),
  laps: z.int(),
  cleanLaps: z.int(),
  bestLapMs: z.int(),
  trouble: z.object({ corner: z.int(), times: z.int() }).nullable(),
});
export type TrackRecord = z.infer<typeof trackRecordSchema>;
export const driverSchema = z.object({
  driverId: idSchema,
  /** Null until the first choice. */
  consent: consentSchema.nullable(),
  tracks: z.array(trackRecordSchema),
});
export type DriverRecord = z.infer<typeof driverSchema>;

// GET /episodes, GET /episodes/:id
export const episodesQuerySchema = z.object({
  track: idSchema.optional(),
  driver: idSchema.optional(),
  kind: z.enum(['human', 'scripted', 'policy']).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const lapSchema = z.object({
  number: z.int(),
  timeMs: z.number(),
  clean: z.boolean(),
  inTraffic: z.boolean(),
  /** Timed from lights out, with the way from the grid in it. */
  standingStart: z.boolean(),
  /** The car was placed inside the lap: the time is not a lap's. */
  partial: z.boolean(),
  sectors: z.array(z.number()),
  endTick: z.int(),
  /** Road distance of the first thing that spoiled it. */
  spoiledAt: z.number().nullable(),
});
export const episodeSchema = z.object({
  id: idSchema,
  raceId: z.string(),
  trackId: idSchema,
  vehicle: z.string(),
  driver: z.object({ id: z.string(), kind: z.string(), policyId: z.string().nullable() }),
  startedAt: z.string(),
  ticks: z.int(),
  /** How many of them could not be recorded; laps with any of these are partial. */
  gapTicks: z.int().default(0),
  laps: z.array(lapSchema),
  falls: z.int(),
  offTracks: z.int(),
  contacts: z.int(),
  physics: z.int(),
  status: z.enum(['complete', 'interrupted', 'quarantined']),
  consent: consentSchema.nullable(),
});

// GET /races?code=
export const racesQuerySchema = z.object({ code: codeSchema });
export const openRaceSchema = z.object({
  /** To watch it, or to join it by. */
  roomId: z.string(),
  code: z.string(),
  trackId: idSchema,
  laps: z.int(),
  people: z.int(),
  /** For people; bots have theirs besides. */
  places: z.int(),
  state: z.enum(['waiting', 'full', 'begun']),
});
export type OpenRace = z.infer<typeof openRaceSchema>;

// GET /races/:id
export const raceSchema = z.object({
  id: z.string(),
  trackId: idSchema,
  laps: z.int(),
  physics: z.int(),
  startedAt: z.string(),
  status: z.enum(['running', 'complete', 'interrupted', 'quarantined']),
  ticks: z.int(),
  episodes: z.array(episodeSchema),
});

// GET /datasets/:id/export
export const exportQuerySchema = z.object({
  format: z.enum(EXPORT_FORMATS),
  /** Steps a second. */
  rate: z
    .enum(['20', '60'])
    .default('20')
    .transform((rate) => Number(rate) as ExportRate),
  /** What each step observes, by the names of shared/observation/named.ts. */
  observation: z.string().max(200).refine(isObservationName, 'not an observation').default('own'),
  /** Cameras with commas between them: pictures in the table, in LeRobot. */
  images: z
    .string()
    .max(40)
    .default('')
    .transform((text) => text.split(',').filter((name) => name !== ''))
    .pipe(z.array(z.enum(CAMERAS)))
    .transform((names) => CAMERAS.filter((name) => names.includes(name))),
});
export type ExportQuery = z.infer<typeof exportQuerySchema>;

/** What the clone is to see: the road alone, or the other cars on it too. */
const sightSchema = z.enum(SIGHTS);
/** Gradient steps; left out, as many as what it sees takes. */
const budgetSchema = z.object({ steps: z.int().min(50).max(20_000).optional() }).default({});

const headSchema = z.enum(Object.keys(HEADS) as [HeadName, ...HeadName[]]);
/** What a policy makes of what it sees, and what its outputs mean; without a head, the one that goes with the encoder. */
const lessonFields = {
  encoder: z.enum(ENCODER_NAMES).default('features'),
  head: headSchema.optional(),
  decode: z.enum(DECODINGS).optional(),
  /** Actions in chunks of so many decisions, driven as a mean of all plans or each to its end. */
  chunk: z.int().min(2).max(LONGEST_CHUNK).optional(),
  chunkDrive: z.enum(CHUNK_DRIVES).optional(),
  /** What the road is known by; its features if left out. */
  observation: z.enum(SENSES).optional(),
  /** Decisions a second; 20 if left out. */
  hz: z.literal(DECISION_HZ).optional(),
};

/** Says in a sentence why an encoder and a head make no policy together. */
function refuseMismatch(asked: AskedLesson & { sees: Sight }, context: z.RefinementCtx): void {
  const mistake = lessonMistake(asked);
  if (mistake) context.addIssue({ code: 'custom', path: ['head'], message: mistake.sentence });
}

// POST /policies
const policyFields = z.object({
  datasetId: idSchema,
  ...lessonFields,
  seeds: z.int().min(1).max(8).default(4),
  /** With recovery samples the job yields the coached clone, without them the copy. */
  recovery: z.boolean().default(true),
  /** Ways of teaching recovery, in place of what `recovery` says; what is left out is off. */
  teaching: teachingSchema.partial().optional(),
  /** How it is fitted; what is left out goes with the encoder. */
  tuning: tuningSchema.optional(),
  /** Learn also from one's own turns at the wheel in races where one's clone drove. */
  corrections: z.boolean().default(false),
  sees: sightSchema.default('road'),
  budget: budgetSchema,
});
export const policyRequestSchema = policyFields.superRefine((asked, context) => {
  refuseMismatch(asked, context);
  const excess = excessOf({ ...asked, steps: asked.budget.steps });
  if (excess) context.addIssue({ code: 'custom', path: ['tuning'], message: excess });
});
export type PolicyRequest = z.infer<typeof policyRequestSchema>;

// POST /clones: "Clone me" in one request; the job's result names the dataset, the copy and the coached clone.
const cloneFields = z.object({
  trackId: idSchema,
  car: carSchema.default(DEFAULT_CAR),
  ...lessonFields,
  seeds: z.int().min(1).max(8).default(4),
  sees: sightSchema.default('road'),
  /** Learn also from one's own turns at the wheel in races where one's clone drove. */
  corrections: z.boolean().default(false),
  budget: budgetSchema,
});
export const cloneRequestSchema = cloneFields.superRefine(refuseMismatch);
export type CloneRequest = z.infer<typeof cloneRequestSchema>;

// GET /policies
export const policiesQuerySchema = z.object({
  track: idSchema.optional(),
  driver: idSchema.optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

// GET /divergence
export const divergenceQuerySchema = z
  .object({ policy: idSchema, dataset: idSchema.optional(), episode: idSchema.optional() })
  .refine((query) => !(query.dataset && query.episode), 'Ask for a dataset or an episode, not both.');
export type DivergenceQuery = z.infer<typeof divergenceQuerySchema>;

// GET /jobs/:id and, as server-sent events named "job", GET /jobs/:id/events
export const jobSchema = z.object({
  id: idSchema,
  kind: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  /** 0 to 1. */
  progress: z.number(),
  /** What is known while it runs: loss, laps driven, seconds left; its shape is the kind's own. */
  detail: z.record(z.string(), z.unknown()),
  /** Jobs that run before this one. */
  ahead: z.int(),
  result: z.unknown(),
  error: z.string().nullable(),
});
export type JobReply = z.infer<typeof jobSchema>;
export const JOB_ENDED: readonly JobReply['state'][] = ['done', 'failed', 'cancelled'];
