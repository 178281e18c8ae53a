import { z } from 'zod';
import { MEASURE_NAMES } from '../evaluation/measures.ts';
import { count, flag, interval } from './evaluations.ts';
import { idSchema } from './options.ts';

/** Policies beside each other: who stands where on a track, and any set of them side by side. */

// GET /evaluations/ranking?track=
export const rankingQuerySchema = z.object({
  track: idSchema,
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const rankingRowSchema = z.object({
  /** From 1. */
  position: z.int(),
  policyId: idSchema,
  evaluationId: idSchema,
  name: z.string(),
  kind: z.enum(['copy', 'coached']),
  /** Whose clone it is; null for a crowd's. */
  driverId: z.string().nullable(),
  lapsPlanned: count,
  lapsFinished: count,
  cleanLaps: count,
  cleanLapShare: z.number(),
  cleanLapShareInterval: interval,
  fallsPerLap: z.number(),
  fallsPerLapInterval: interval,
  autonomy: z.number(),
  fidelity: z.number().nullable(),
  lapTimeMs: z.number().nullable(),
  createdAt: z.string(),
});
export type RankingRow = z.infer<typeof rankingRowSchema>;
/**
 * Policies by how they drove here: by the upper end of the interval of falls a lap, then clean laps, then lap time.
 * Scores that a file brought with it count for nothing.
 */
export const rankingSchema = z.object({
  trackId: idSchema,
  trackHash: z.string(),
  items: z.array(rankingRowSchema),
  /** Policies of the track that do not stand in it, and why: never judged by this server, or on too few laps. */
  unranked: z.array(z.object({ policyId: idSchema, name: z.string(), reason: z.enum(['notJudged', 'tooFewLaps']) })),
});
export type Ranking = z.infer<typeof rankingSchema>;

// GET /evaluations/compare?policies=a,b,c&track=&kicks=
export const MOST_COMPARED = 12;
export const comparisonQuerySchema = z.object({
  policies: z
    .string()
    .max(1700)
    .transform((text) => [...new Set(text.split(',').filter((id) => id !== ''))])
    .pipe(z.array(idSchema).min(1).max(MOST_COMPARED)),
  /** The first policy's own, if left out. */
  track: idSchema.optional(),
  kicks: flag.optional(),
});
export type ComparisonQuery = z.infer<typeof comparisonQuerySchema>;

/** GET /evaluations/report: the same as one page of HTML, for a person to keep. */
export const reportQuerySchema = comparisonQuerySchema.extend({ language: z.enum(['en', 'ko']).default('en') });

const estimate = z.object({ value: z.number(), interval });
export const measuredSchema = z.object({
  /** Rollouts that have the measure. */
  rollouts: count,
  mean: estimate,
  /** Interquartile mean: of the middle half. */
  iqm: estimate,
  /** Share of rollouts at least as good as each of the comparison's `levels`, with its band. */
  profile: z.array(z.object({ share: z.number(), interval })),
});
export const comparisonSchema = z.object({
  trackId: idSchema,
  kicks: z.boolean(),
  policies: z.array(
    z.object({
      /** The first of them, where several trainings stand together. */
      policyId: idSchema,
      evaluationId: idSchema,
      name: z.string(),
      trainings: count,
      rollouts: count,
      laps: count,
    }),
  ),
  /** Asked for, but without an evaluation like this on this track. */
  missing: z.array(idSchema),
  measures: z.array(
    z.object({
      measure: z.enum(MEASURE_NAMES),
      better: z.enum(['lower', 'higher']),
      levels: z.array(z.number()),
      /** In the order of `policies`; null where no rollout has the measure. */
      policies: z.array(measuredSchema.nullable()),
      /** Row i, column j: how probable it is that a rollout of i is better than one of j; null on the diagonal. */
      improvement: z.array(z.array(estimate.nullable())),
    }),
  ),
});
export type Comparison = z.infer<typeof comparisonSchema>;
