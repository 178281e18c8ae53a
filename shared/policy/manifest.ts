import { z } from 'zod';
import { LEAST_SPREAD } from '../dataset/normaliser.ts';
import { observationSpecSchema } from '../observation/spec.ts';
import { headSpecSchema } from './head.ts';
import { liveChecksSchema } from './livecheck.ts';
import { networkSpecSchema } from './network.ts';
import { sampleCountsSchema, teachingSchema } from './taught.ts';
import { tuningSchema } from './tuning.ts';

export const POLICY_FORMAT = 1;

const id = z.string().min(1).max(128);
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');
const count = z.number().int().min(0).max(1e9);
const rate = z.number().min(0);

/** Of the numbers of an observation; pictures need none. */
const normaliserSchema = z.strictObject({
  mean: z.array(z.number()).max(1024),
  scale: z.array(z.number().min(LEAST_SPREAD)).max(1024),
});

/** How a policy drove when it was chosen or judged: rollouts from held-out starts, alone on its track. */
const scoresSchema = z.object({
  rollouts: count,
  lapsPlanned: count,
  lapsFinished: count,
  cleanLaps: count,
  falls: count,
  fallsPerLap: rate,
  /** Median of clean laps; null when none was. */
  lapTimeMs: rate.nullable(),
});

/**
 * What a policy is and where it comes from: all that is needed to drive with it, and to say on whose laps, with which
 * samples and how well. Numbers of people's and of recovery samples are never added up.
 */
export const policyManifestSchema = z.object({
  format: z.literal(POLICY_FORMAT),
  name: z.string().min(1).max(120),
  createdAt: z.iso.datetime(),
  /** `copy`: the person's samples alone. `coached`: with recovery samples too. */
  kind: z.enum(['copy', 'coached']),
  observation: observationSpecSchema,
  network: networkSpecSchema,
  head: headSpecSchema,
  normaliser: normaliserSchema,
  physics: z.number().int().min(1),
  vehicleHash: hash,
  trackId: id,
  trackHash: hash,
  dataset: z.object({
    id: id.nullable(),
    laps: z.array(z.object({ episode: id, lap: count })).max(10_000),
  }),
  /**
   * Where it was trained, if not on the server that tells of it: in a visitor's browser, or elsewhere and brought as a
   * file. Its losses are then those of whoever brought it; its scores never are.
   */
  origin: z
    .object({ where: z.enum(['browser', 'file']), backEnd: z.enum(['webgpu', 'webgl', 'wasm']).nullable() })
    .optional(),
  /** Turns of people at the wheel of cars that clones drove for them, learned beside the laps (dataset/corrections.ts). */
  corrections: z
    .array(z.object({ episode: id, firstTick: count, ticks: count }))
    .min(1)
    .max(10_000)
    .optional(),
  /**
   * Taught in rounds by an expert beside it (training/dagger.ts, gated.ts): which round this is, samples that were shown
   * before any, answers that the expert gave since, and, of the drive before this round, times the expert took the wheel.
   */
  interactive: z
    .object({
      algorithm: z.enum(['dagger', 'gated']),
      /** Scripted; who, as the command line has it. */
      expert: z.string().min(1).max(40),
      ...{ round: count, rounds: count, shown: count, answers: count, interventions: count },
      /** Seconds; of the gated form. */
      reaction: rate.optional(),
      /** Chance of the expert driving a decision; of the other. */
      beta: z.number().min(0).max(1).optional(),
    })
    .optional(),
  seed: z.number().int(),
  samples: sampleCountsSchema,
  /** What was made of the laps for it to learn from; absent in files from before this could be chosen: see `kind`. */
  teaching: teachingSchema.optional(),
  /** Standard deviation of the injected steering noise, as a share of full lock. */
  noise: z.number().min(0).max(1).optional(),
  steps: count,
  /** How it was fitted, where not as goes with its encoder. */
  tuning: tuningSchema.optional(),
  losses: z.object({
    train: z.number(),
    /** Null when there was no lap to hold out. */
    validation: z.number().nullable(),
    /** Mean squared error of repeating the last action on the same held-out samples: the bar beside it. */
    persistence: z.number().nullable(),
  }),
  /** How the networks predicted and drove while they learned. */
  checks: liveChecksSchema.optional(),
  scores: scoresSchema.nullable(),
  /** Every training that stood for choice, this one among them. */
  chosenFrom: z
    .array(
      z.object({
        seed: z.number().int(),
        trainLoss: z.number(),
        validationLoss: z.number().nullable(),
        scores: scoresSchema.nullable(),
      }),
    )
    .max(64),
});
export type PolicyManifest = z.infer<typeof policyManifestSchema>;
