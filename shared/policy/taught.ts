import { z } from 'zod';

/** What can be made of a person's laps so that a clone learns to come back; each in a file of its own in dataset/. */
export const TEACHING_WAYS = ['perturb', 'sideCameras', 'noise', 'mirror'] as const;
export type TeachingWay = (typeof TEACHING_WAYS)[number];

/** Whether a clone is told what it did last, and if so, whether it has to do without in half of the samples. */
export const PREVIOUS_ACTIONS = ['hidden', 'shown', 'dropped'] as const;
export type PreviousAction = (typeof PREVIOUS_ACTIONS)[number];

export const teachingSchema = z.strictObject({
  /** Perturbed starts, driven back to the person's path (recovery.ts). */
  perturb: z.boolean(),
  /** The recorded way seen from aside, steering back within two seconds (sidecameras.ts). */
  sideCameras: z.boolean(),
  /** The person's path driven with injected steering noise (noise.ts). */
  noise: z.boolean(),
  /** Everything once more in a mirror (mirror.ts). */
  mirror: z.boolean(),
  /** dropout.ts */
  previousAction: z.enum(PREVIOUS_ACTIONS),
});
export type Teaching = z.infer<typeof teachingSchema>;

const count = z.int().min(0).max(1e9);

/** Samples of people, of all ways of recovery together, and of each way apart; those in the mirror are in `made` only. */
export const sampleCountsSchema = z.object({
  human: count,
  recovery: count,
  /** Absent in files from before there were several ways: all was perturbed then. */
  made: z.object({ perturb: count, sideCameras: count, noise: count, mirror: count }).optional(),
});
export type SampleCounts = Required<z.infer<typeof sampleCountsSchema>>;
