import { z } from 'zod';
import { consentRecordSchema } from './consent.ts';
import { idSchema } from './options.ts';

/** What is kept of a person, what they take away, and what a deletion took: for that person alone, by their token. */

const datasetNameSchema = z.object({ id: idSchema, name: z.string(), version: z.int() });

// DELETE /drivers/me, DELETE /episodes/:id
export const forgottenSchema = z.object({
  /** Drives that went, and whole laps in them. */
  episodes: z.int(),
  laps: z.int(),
  /** Dataset versions that hold nothing any more; their ids stay. */
  datasets: z.int(),
  policies: z.int(),
  /** Races still running: the car goes when they end. */
  pending: z.array(z.string()),
  gone: z.object({ datasets: z.array(idSchema), policies: z.array(idSchema) }),
});
export type Forgotten = z.infer<typeof forgottenSchema>;

/** Stands in every answer about a deletion, before and after it. */
export const COPIES_STAY =
  'Copies that somebody has downloaded from this server (exports, logs, policy files) cannot be recalled.';

// GET /drivers/me/kept
export const keptSchema = z.object({
  driverId: idSchema,
  since: z.string(),
  episodes: z.int(),
  laps: z.int(),
  races: z.int(),
  /** Every version that holds a lap of theirs, with how many. */
  datasets: z.array(datasetNameSchema.extend({ laps: z.int(), createdAt: z.string() })),
  /** Every policy trained on such a version, or on their laps. */
  policies: z.array(z.object({ id: idSchema, trackId: z.string(), createdAt: z.string() })),
  sessions: z.array(
    z.object({
      id: idSchema,
      code: z.string(),
      name: z.string(),
      nickname: z.string(),
      joinedAt: z.string(),
      /** When everything of it is erased; null for never by itself. */
      eraseAt: z.string().nullable(),
      laps: z.int(),
    }),
  ),
  /** In the order they were made. */
  choices: z.array(consentRecordSchema),
  /** The text they would be asked about now. */
  consentVersion: z.int(),
  copies: z.string(),
});
export type Kept = z.infer<typeof keptSchema>;

// POST /drivers/me/takeaway answers 202 with a job; when it is done, GET /drivers/me/takeaway answers with the archive
export const takeawayResultSchema = z.object({
  races: z.int(),
  episodes: z.int(),
  /** Races whose log does not replay, and so cannot be cut to one's own cars: their drives stand in the JSON alone. */
  unreadable: z.array(z.string()),
  bytes: z.int(),
});
export type TakeawayResult = z.infer<typeof takeawayResultSchema>;
