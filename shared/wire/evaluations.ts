import { z } from 'zod';
import { PASS_KINDS } from '../evaluation/passstarts.ts';
import { idSchema } from './options.ts';

/** How policies drive: what to have judged, and what was found. Who stands where: comparison.ts. */

/** Laps of all rollouts together: a request is answered within a minute, and others wait for the thread. */
const MAX_EVALUATED_LAPS = 400;

// POST /evaluations
export const evaluationRequestSchema = z
  .object({
    policyId: idSchema,
    /** The track it learned on, if left out; on another, what needs its person's laps is null. */
    trackId: idSchema.optional(),
    rollouts: z.int().min(1).max(200).default(20),
    laps: z.int().min(1).max(10).default(3),
    /** Of starts, kicks and intervals. */
    seed: z.int().min(0).max(0xffffffff).default(1),
    /** Push the car sideways about every 8 s. */
    kicks: z.boolean().default(false),
    /** Besides, let it drive behind and past slower cars. */
    traffic: z.boolean().default(false),
  })
  .refine(({ rollouts, laps }) => rollouts * laps <= MAX_EVALUATED_LAPS, {
    path: ['rollouts'],
    message: `Rollouts times laps are at most ${MAX_EVALUATED_LAPS}. Ask for fewer of one`,
  });
export type EvaluationRequest = z.infer<typeof evaluationRequestSchema>;

/** [low, high], 95 %. */
export const interval = z.tuple([z.number(), z.number()]);
export const count = z.int().min(0);

/** One rollout, as far as comparisons need it. Lists of these are in the order of starts. */
export const rolloutRowSchema = z.object({
  /** Lengths of the road covered, finished laps and the started one alike. */
  laps: z.number(),
  finished: count,
  clean: count,
  falls: count,
  offTracks: count,
  kicks: count,
  /** Median of its clean laps. */
  lapTimeMs: z.number().nullable(),
  /** 1 − 6 s · interventions / elapsed, of the same start with an examiner beside. */
  autonomy: z.number(),
  /** Of a lap from the line: share of metres inside the person's tube, and distance from their profile. */
  fidelity: z.number().nullable(),
  lineRms: z.number().nullable(),
  speedRms: z.number().nullable(),
});
export type RolloutRow = z.infer<typeof rolloutRowSchema>;

/** Root mean square distances from the demonstrators' mean profile at 10 m bins: metres, and m/s. */
const styleFigures = { lineRms: z.number(), speedRms: z.number() };
export const styleSchema = z.object({
  ...styleFigures,
  lineRmsInterval: interval,
  speedRmsInterval: interval,
  /** The demonstrators' own held-out laps against the same profile; null where there are none. */
  own: z.object({ ...styleFigures, laps: count }).nullable(),
  /** Other drivers of the same kind whose median lap is within 3 % of the demonstrators'; null where there are none. */
  others: z.object({ ...styleFigures, drivers: count, laps: count }).nullable(),
});
export type StyleReport = z.infer<typeof styleSchema>;

/** Passes at all places of one kind where a side must be chosen, each from a held-out start before it; never part of the laps. */
export const passesSchema = z.object({
  kind: z.enum(PASS_KINDS),
  passes: count,
  crashes: count,
  falls: count,
  left: count,
  right: count,
  crashShare: z.number(),
  crashShareInterval: interval,
  /** Of the passes by on either side; null when none got by. */
  leftShare: z.number().nullable(),
  leftShareInterval: interval.nullable(),
  /** The same: on the side that the board told. Null of all but boards. */
  rightSide: z.number().nullable(),
  rightSideInterval: interval.nullable(),
});
export type PassesReport = z.infer<typeof passesSchema>;

/** Among slower cars, in races with contact. */
export const trafficReportSchema = z.object({
  runs: count,
  laps: z.number(),
  rearContacts: count,
  sideContacts: count,
  overtakes: z.int(),
  falls: count,
  contactsPerLap: z.number(),
  contactsPerLapInterval: interval,
  fallsPerLap: z.number(),
  fallsPerLapInterval: interval,
  overtakesPerLap: z.number(),
  overtakesPerLapInterval: interval,
  /** Share of the time behind a car, and the mean gap then. */
  following: z.number(),
  gap: z.number().nullable(),
});
export type TrafficReport = z.infer<typeof trafficReportSchema>;

/** Every tenth metre of the road: the policy's mean line, and the tube of its person's laps around theirs. */
export const lineSampleSchema = z.object({
  s: z.number(),
  policy: z.number(),
  mean: z.number(),
  low: z.number(),
  high: z.number(),
});

/** What `mimic evaluate --json` prints, and what is kept beside the policy; DESIGN.md names the fields down to `offline`. */
export const evaluationReportSchema = z.object({
  policy: idSchema,
  trackId: idSchema,
  seed: z.int(),
  rollouts: count,
  lapsPlanned: count,
  lapsFinished: count,
  cleanLaps: count,
  falls: count,
  fallsPerLap: z.number(),
  fallsPerLapInterval: interval,
  offTracksPerLap: z.number(),
  offTracksPerLapInterval: interval,
  /** Touches of rock, island or wall; a lap with one may be clean. */
  touchesPerLap: z.number(),
  touchesPerLapInterval: interval,
  autonomy: z.number(),
  autonomyInterval: interval,
  /** Null on another track than it learned on. */
  fidelity: z.number().nullable(),
  fidelityInterval: interval.nullable(),
  /** Of clean laps; null when none was. */
  lapTimeMs: z.object({ median: z.number(), p10: z.number(), p90: z.number() }).nullable(),
  /** Null where its person has no lap on the track. */
  demonstratorLapTimeMs: z.number().nullable(),
  offline: z.object({ nll: z.number().nullable(), mse: z.number(), persistenceMse: z.number().nullable() }).nullable(),
  /** Clean laps of laps planned. */
  cleanLapShare: z.number(),
  cleanLapShareInterval: interval,
  /** Median time of the rollouts' clean laps less the demonstrators', as a share of theirs. */
  lapTimeError: z.number().nullable(),
  lapTimeErrorInterval: interval.nullable(),
  /** Where rollouts began: in laps that training held out, in laps it learned from but elsewhere than choosing did, in laps of people on another track, or on its centre line. */
  startsFrom: z.enum(['heldOut', 'learned', 'people', 'centreLine']),
  /** The version of the track; evaluations on others are not ranked together. */
  trackHash: z.string(),
  ownTrack: z.boolean(),
  /** The person's own held-out share of metres inside their tube; null with fewer than two laps. */
  humanFidelity: z.number().nullable(),
  /** With kicks: falls for each. Null without. */
  kicks: z.object({ kicks: count, fallsPerKick: z.number(), fallsPerKickInterval: interval }).nullable(),
  traffic: trafficReportSchema.nullable(),
  style: styleSchema.nullable(),
  /** One for each kind: obstacles, forks, boards; empty where the track has none, null where there is nothing to start from. */
  passes: z.array(passesSchema).nullable(),
  /** Clean laps, in the order driven. */
  lapTimesMs: z.array(z.number()),
  /** The demonstrators' laps. */
  demonstratorLapTimesMs: z.array(z.number()),
  line: z.array(lineSampleSchema).nullable(),
  perRollout: z.array(rolloutRowSchema),
});
export type EvaluationReport = z.infer<typeof evaluationReportSchema>;

// GET /evaluations/:id and each of GET /evaluations
export const evaluationSchema = z.object({
  id: idSchema,
  policyId: idSchema,
  trackId: idSchema,
  createdAt: z.string(),
  result: evaluationReportSchema,
});
export type Evaluation = z.infer<typeof evaluationSchema>;

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

// GET /evaluations?track=&policy=&kicks=&traffic=&latest=&after=, newest first
export const evaluationsQuerySchema = z.object({
  track: idSchema.optional(),
  policy: idSchema.optional(),
  kicks: flag.optional(),
  traffic: flag.optional(),
  /** Of each policy, track and setting the newest alone. */
  latest: flag.optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type EvaluationsQuery = z.infer<typeof evaluationsQuerySchema>;
/** Each `result` without its lists (`perRollout`, `lapTimesMs`, `demonstratorLapTimesMs`, `line`), which GET /evaluations/:id has. */
export const evaluationEntrySchema = evaluationSchema.extend({
  result: evaluationReportSchema.omit({
    perRollout: true,
    lapTimesMs: true,
    demonstratorLapTimesMs: true,
    line: true,
  }),
});
export type EvaluationEntry = z.infer<typeof evaluationEntrySchema>;
export const evaluationsSchema = z.object({ items: z.array(evaluationEntrySchema), next: z.string().nullable() });
