import { z } from 'zod';
import { gridSchema, idSchema, lapsSchema } from './options.ts';
import { type PhraseId, phraseSchema } from './phrases.ts';

/** Anybody says something: message `say`. */
export const saySchema = z.strictObject({ phrase: phraseSchema });

/** The host changes a race that waits: message `settings`. What is left out stays. */
export const settingsSchema = z.strictObject({
  trackId: idSchema.optional(),
  laps: lapsSchema.optional(),
  contact: z.boolean().optional(),
  grid: gridSchema.optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** The host asks a person to leave: message `kick`, `id` their session id. */
export const kickSchema = z.strictObject({ id: z.string().min(1).max(64) });

/** Close code of whoever was asked to leave: they cannot come back to this race. */
export const KICKED = 4403;

/** Close code of whoever the organiser of a session removed: they race no more for it. */
export const REMOVED = 4405;
/** Close code of everybody in a session that is gone, with all that was driven for it. */
export const SESSION_GONE = 4406;

/** The organiser of the session this race is driven for says something to everybody: message `notice`. */
export interface Notice {
  text: string;
  /** ISO 8601. */
  at: string;
}

/** Somebody said something: message `said`; `id` is a session id, also of somebody who watches. */
export interface Said {
  id: string;
  phrase: PhraseId;
}

/** A wish was not granted and changed nothing: message `refused`; `what` is the message refused, or `name`. */
export interface Refused {
  what: 'name' | 'say' | 'settings' | 'start' | 'kick';
  reason: string;
}

/** The race had to stop: message `failed`. */
export interface Failed {
  raceId: string;
  reason: string;
}
