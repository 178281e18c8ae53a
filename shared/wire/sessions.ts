import { z } from 'zod';
import { DEFAULT_CAR } from '../vehicle/cars.ts';
import { coverageSchema, lapRowSchema } from './laps.ts';
import { carSchema, codeSchema, consentSchema, idSchema, nameSchema } from './options.ts';

/**
 * Collection sessions: what an organiser opens, what people join by its code, and what the organiser sees and does.
 *
 * An organiser is whoever holds a session's secret: `Authorization: Bearer <organiserToken>`. People are drivers with
 * their own tokens, as everywhere.
 */

export const SESSION_STATUSES = ['open', 'paused', 'closed'] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** Two kinds of hands: keys press full or not at all, a stick (pad, wheel, touch) everything between. */
export const STYLES = ['keys', 'stick'] as const;
export const styleSchema = z.enum(STYLES);
export type Style = z.infer<typeof styleSchema>;

/** What the session wants; at least clean laps. What is absent is not asked for. */
export const goalSchema = z.strictObject({
  cleanLaps: z.int().min(1).max(100_000),
  drivers: z.int().min(1).max(1000).optional(),
  /** Clean laps of each kind of hands. */
  styles: z.strictObject({ keys: z.int().min(0).max(100_000), stick: z.int().min(0).max(100_000) }).optional(),
  /** Share of the road's cells that somebody has been in, 0 to 1; see coverageSchema. */
  coverage: z.number().min(0.05).max(1).optional(),
});
export type Goal = z.infer<typeof goalSchema>;

/** A text in both languages; where one is empty the other is shown. */
const bothLanguages = z.strictObject({ en: z.string().trim().max(4000), ko: z.string().trim().max(4000) });

// POST /sessions
/** `class`: generated nicknames, nothing public, laps erased after 30 days, guardians' consent attested. */
export const newSessionSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    tracks: z.array(idSchema).min(1).max(8),
    car: carSchema.default(DEFAULT_CAR),
    /** Laps of one race. */
    laps: z.int().min(1).max(20).default(3),
    /** Whether cars touch; without, nobody can spoil another's lap. */
    contact: z.boolean().default(false),
    goal: goalSchema,
    /** Shown before people join, after the standard text; empty for the standard text alone. */
    consentText: bothLanguages.default({ en: '', ko: '' }),
    template: z.enum(['open', 'class']).default('open'),
    nicknames: z.enum(['own', 'generated']).default('own'),
    /** Its laps, datasets and policies are shown to its organiser and, of their own, to its drivers alone. */
    private: z.boolean().default(false),
    /** The organiser has the consent of guardians of everybody under 14. */
    guardians: z.boolean().default(false),
  })
  .refine(({ template, guardians }) => template !== 'class' || guardians, {
    path: ['guardians'],
    message: 'A class needs your word that guardians of everybody under 14 agreed',
  });
export type NewSession = z.infer<typeof newSessionSchema>;
export type NewSessionRequest = z.input<typeof newSessionSchema>;

/** The secret stands here once; the server keeps its hash alone. */
export const sessionOpenedSchema = z.object({ id: idSchema, code: codeSchema, organiserToken: z.string().min(40) });
export type SessionOpened = z.infer<typeof sessionOpenedSchema>;

/** How far a session, or with `drivers` 1 a person in it, has come. */
export const progressSchema = z.object({
  laps: z.int(),
  cleanLaps: z.int(),
  drivers: z.int(),
  styles: z.object({ keys: z.int(), stick: z.int() }),
  /** Share of the road's cells seen, 0 to 1, the least of its tracks. */
  coverage: z.number(),
  reached: z.boolean(),
});
export type Progress = z.infer<typeof progressSchema>;

// GET /sessions/:code
export const sessionSchema = z.object({
  id: idSchema,
  code: codeSchema,
  name: z.string(),
  tracks: z.array(idSchema),
  car: z.string(),
  laps: z.int(),
  contact: z.boolean(),
  goal: goalSchema,
  consentText: bothLanguages,
  consentVersion: z.int(),
  template: z.enum(['open', 'class']),
  nicknames: z.enum(['own', 'generated']),
  private: z.boolean(),
  status: z.enum(SESSION_STATUSES),
  openedAt: z.string(),
  /** When its laps are erased; null for never. */
  eraseAt: z.string().nullable(),
  /** The organiser's last word to everybody. */
  message: z.object({ text: z.string(), at: z.string() }).nullable(),
  progress: progressSchema,
});
export type SessionView = z.infer<typeof sessionSchema>;

// POST /sessions/:code/join, with a driver's token; again to change one's mind
export const joinSchema = z.strictObject({
  /** Unread where nicknames are generated. */
  nickname: nameSchema.optional(),
  consent: consentSchema,
  language: z.enum(['en', 'ko']),
});
export type JoinRequest = z.input<typeof joinSchema>;

// GET /sessions/:code/me
export const participantSchema = z.object({
  driverId: idSchema,
  nickname: z.string(),
  joinedAt: z.string(),
  /** Asked to leave: drives no more in this session. */
  removed: z.boolean(),
  consent: consentSchema.extend({ at: z.string(), language: z.enum(['en', 'ko']) }),
  progress: progressSchema,
  bestLapMs: z.int().nullable(),
});
export type Participant = z.infer<typeof participantSchema>;

// GET /sessions/:code/live and, as server-sent events named "live", GET /sessions/:code/events; organiser only
export const liveDriverSchema = participantSchema.extend({
  /** In a race of this session now. */
  driving: z.boolean(),
  connected: z.boolean(),
  style: styleSchema.nullable(),
  /** Laps with a flag, and the kind of flag most of them have. */
  flagged: z.int(),
  mostlyFlagged: z.string().nullable(),
});
/** A stretch where laps are missing, and how many more the organiser might ask for. */
export const thinSchema = z.object({
  trackId: idSchema,
  /** Metres from the line. */
  from: z.number(),
  to: z.number(),
  side: z.enum(['left', 'right']),
  /** Number of the corner nearest by, null on a road without one. */
  corner: z.int().nullable(),
  laps: z.int(),
  more: z.int(),
});
export const liveSchema = z.object({
  session: sessionSchema,
  drivers: z.array(liveDriverSchema),
  /** Newest first, at most 50. */
  laps: z.array(lapRowSchema),
  ticks: z.int(),
  /** Of the last 20 minutes, the oldest first. */
  lapsPerMinute: z.array(z.int()),
  /** One for each track that has a lap. */
  coverage: z.array(coverageSchema),
  thin: z.array(thinSchema),
  datasets: z.array(
    z.object({ id: idSchema, name: z.string(), version: z.int(), laps: z.int(), createdAt: z.string() }),
  ),
});
export type Live = z.infer<typeof liveSchema>;

// What an organiser does: PATCH /sessions/:code; POST /sessions/:code/{message,remove,freeze}
export const sessionChangeSchema = z.strictObject({ status: z.enum(SESSION_STATUSES) });
export const sessionMessageSchema = z.strictObject({ text: z.string().trim().min(1).max(200) });
export const removeSchema = z.strictObject({ driverId: idSchema, laps: z.boolean().default(false) });
/** One dataset version a track that has laps; answers `{ datasets }`. */
export const freezeSchema = z.strictObject({ name: z.string().trim().min(1).max(80).optional() });
