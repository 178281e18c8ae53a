import { z } from 'zod';

/** The learning rate over a training: falling along half a cosine or a line to a fiftieth, or the same throughout. */
export const SCHEDULES = ['cosine', 'linear', 'constant'] as const;
export type Schedule = (typeof SCHEDULES)[number];

export const MOST_HIDDEN = { layers: 4, units: 512 };

/** How a network is made and fitted, where it is not as goes with its encoder. */
export const tuningSchema = z.strictObject({
  /** Widths of the hidden dense layers. */
  hidden: z.array(z.int().min(1).max(MOST_HIDDEN.units)).max(MOST_HIDDEN.layers).optional(),
  /** Samples in a step, for each seed. */
  batch: z.int().min(8).max(1024).optional(),
  /** Of Adam: the highest of the schedule. */
  learningRate: z.number().min(1e-6).max(0.1).optional(),
  schedule: z.enum(SCHEDULES).optional(),
  /** Steps in which the learning rate first rises in a line from nothing. */
  warmUp: z.int().min(0).max(20_000).optional(),
  /** Length to which a longer gradient is scaled down; null for never. */
  clip: z.number().min(1e-4).max(1e4).nullable().optional(),
});
export type Tuning = z.infer<typeof tuningSchema>;
