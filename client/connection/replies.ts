import { z } from 'zod';
import { trackFileSchema } from '../../shared/track/file.ts';

/** Answers of the server that only pages read; `shared/wire/api.ts` holds the others. Unknown fields are dropped. */

const cornerSchema = z.object({
  number: z.int(),
  from: z.number(),
  to: z.number(),
  apex: z.number(),
  direction: z.enum(['left', 'right']),
});

// GET /tracks
export const trackSummarySchema = z.object({
  id: z.string(),
  names: z.object({ en: z.string(), ko: z.string() }),
  version: z.int(),
  length: z.number(),
  obstacles: z.array(z.object({ x: z.number(), y: z.number(), radius: z.number() })),
  islands: z.array(z.object({ from: z.number(), to: z.number() })),
  cues: z.array(z.object({ s: z.number() })),
  /** People added it: it did not come with the game. */
  given: z.boolean(),
  corners: z.array(cornerSchema),
});
export type TrackSummary = z.infer<typeof trackSummarySchema>;

// GET /tracks/:id
export const trackReplySchema = z.object({ hash: z.string(), file: trackFileSchema });

const scoresSchema = z.object({
  rollouts: z.int(),
  lapsPlanned: z.int(),
  lapsFinished: z.int(),
  cleanLaps: z.int(),
  falls: z.int(),
  fallsPerLap: z.number(),
  lapTimeMs: z.number().nullable(),
});

// GET /policies: a part of the manifest inside the policy's file
export const policySchema = z.object({
  id: z.string(),
  datasetId: z.string().nullable(),
  driverId: z.string().nullable(),
  trackId: z.string(),
  createdAt: z.string(),
  manifest: z.object({
    kind: z.enum(['copy', 'coached']),
    /** Of the car it learned, for `carOfHash`. */
    vehicleHash: z.string(),
    head: z.object({ kind: z.string() }),
    /** What it sees; with `neighbours` the cars around it. */
    observation: z.looseObject({ blocks: z.array(z.string()) }),
    dataset: z.object({ laps: z.array(z.unknown()) }),
    samples: z.object({ human: z.int(), recovery: z.int() }),
    steps: z.int(),
    losses: z.object({
      train: z.number(),
      validation: z.number().nullable(),
      persistence: z.number().nullable(),
    }),
    scores: scoresSchema.nullable(),
    /** Every training that stood for choice. */
    chosenFrom: z.array(
      z.object({
        seed: z.int(),
        trainLoss: z.number(),
        validationLoss: z.number().nullable(),
        scores: scoresSchema.nullable(),
      }),
    ),
    seed: z.int(),
  }),
});
export type PolicyReply = z.infer<typeof policySchema>;

// GET /divergence
export const divergenceSchema = z.object({
  policy: z.string(),
  kind: z.enum(['copy', 'coached']),
  against: z.string(),
  trackId: z.string(),
  laps: z.int(),
  lapTimeMs: z.number(),
  point: z.object({ s: z.number(), timeMs: z.number(), offset: z.number(), z: z.number() }).nullable(),
  widest: z.object({ s: z.number(), gap: z.number(), z: z.number() }),
  fidelity: z.number(),
  humanFidelity: z.number().nullable(),
  /** `fidelity` is not a number, and so null on the wire, with fewer than two laps. */
  heldOut: z.object({ laps: z.int(), stayed: z.int(), fidelity: z.number().nullable() }),
  rollouts: z.int(),
  parted: z.int(),
  samples: z.array(
    z.object({
      s: z.number(),
      clone: z.number(),
      mean: z.number(),
      low: z.number(),
      high: z.number(),
      timeGapMs: z.number(),
    }),
  ),
});
export type Divergence = z.infer<typeof divergenceSchema>;
export type DivergenceSample = Divergence['samples'][number];

/** What a job of kind `clone` tells while it runs; any of it may be missing between two stages. */
export const cloneDetailSchema = z.object({
  kind: z.enum(['copy', 'coached']).optional(),
  stage: z.enum(['samples', 'training', 'driving']).optional(),
  /** Training loss of each seed. */
  losses: z.array(z.number()).default([]),
  laps: z.int().default(0),
  falls: z.int().default(0),
  /** Until this part, one of two clones, is done. */
  secondsLeft: z.number().nullable().default(null),
  /** Share of this part that is done. */
  part: z.number().default(0),
});
export type CloneDetail = z.infer<typeof cloneDetailSchema>;
