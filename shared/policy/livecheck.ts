import { z } from 'zod';

/** A look at the networks of a training in its middle: how they predict and how they drive, side by side. */
export const liveCheckSchema = z.object({
  /** Gradient steps done. */
  step: z.number().int().min(0),
  /** Of moments of the held-out laps, mean of (Δsteer² + Δpedal²) / 2, all seeds together; null without any. */
  mse: z.number().nullable(),
  /** The same for repeating the last action. */
  persistenceMse: z.number().nullable(),
  /** Of short drives of all seeds, for each length of the road covered. */
  fallsPerLap: z.number().min(0),
});
export type LiveCheck = z.infer<typeof liveCheckSchema>;
export const liveChecksSchema = z.array(liveCheckSchema).max(64);
