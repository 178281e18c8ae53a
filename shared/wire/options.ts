import { z } from 'zod';
import { CARS, DEFAULT_CAR } from '../vehicle/cars.ts';

export const MAX_NAME_LENGTH = 24;
export const DEFAULT_TRACK = 'oval';
export const DEFAULT_LAPS = 3;
export const MAX_LAPS = 50;
export const MAX_GRID = 16;

/** Control, format, surrogate, private and unassigned characters: nothing a person can see or type on purpose. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/**
 * A nickname: 1 to 24 visible characters (code points), in Unicode's composed form, runs of spaces as one.
 *
 * Zero-width joiners inside emoji count as invisible and are refused with the rest; names are for reading aloud.
 */
export const nameSchema = z
  .string()
  .max(400, 'A name has at most 24 characters.')
  .refine((name) => !INVISIBLE.test(name), 'A name holds only visible characters.')
  .transform((name) => name.normalize('NFC').replace(/\s+/gu, ' ').trim())
  .refine((name) => name.length > 0, 'A name has at least one visible character.')
  .refine((name) => [...name].length <= MAX_NAME_LENGTH, 'A name has at most 24 characters.');

/** Names of tracks, policies, episodes and the like: what may stand in a path. */
export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'An id is 1 to 64 letters, digits, "-" or "_".');

/** One of the cars that can be raced. */
export const carSchema = z
  .string()
  .refine((id) => CARS.has(id), { error: `There is no such car. Choose one of: ${[...CARS.keys()].join(', ')}.` });

export const skillSchema = z.enum(['fast', 'mid', 'sloppy']);
export const handsSchema = z.enum(['keyboard', 'pad']);

/** One rival on the grid. */
export const rivalSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('scripted'),
    skill: skillSchema.default('mid'),
    hands: handsSchema.default('keyboard'),
    /** Without one, the car of whoever opens the race. */
    car: carSchema.optional(),
  }),
  z.object({ kind: z.literal('policy'), id: idSchema }),
  z.object({ kind: z.literal('ghost'), episodeId: idSchema }),
]);
export type Rival = z.infer<typeof rivalSchema>;

/**
 * What a person agreed to. `recorded`: their frames are kept. `shared`: others may race their clone. `exported`: their
 * laps may leave in an export. `version` names the text they read.
 */
export const consentSchema = z.object({
  version: z.int().min(1).max(1000).default(1),
  recorded: z.boolean().default(false),
  shared: z.boolean().default(false),
  exported: z.boolean().default(false),
});
export type Consent = z.infer<typeof consentSchema>;
export const NO_CONSENT: Consent = { version: 1, recorded: false, shared: false, exported: false };

/** What people are given to meet in one race; letters large or small. */
export const codeSchema = z
  .string()
  .regex(/^[\p{L}\p{N}-]{1,24}$/u, 'A code is 1 to 24 letters, digits or "-".')
  .transform((code) => code.normalize('NFC').toUpperCase());

export const lapsSchema = z.int().min(1).max(MAX_LAPS);
export const gridSchema = z.array(rivalSchema).max(MAX_GRID - 1);

/** What a client may say when it creates or joins a race; all of it optional. */
export const raceOptionsSchema = z.object({
  trackId: idSchema.default(DEFAULT_TRACK),
  /** This person's own car; a clone drives the one it learned. */
  car: carSchema.default(DEFAULT_CAR),
  name: nameSchema.optional(),
  driverToken: z.string().max(200).optional(),
  laps: lapsSchema.default(DEFAULT_LAPS),
  grid: gridSchema.default([
    { kind: 'scripted', skill: 'mid', hands: 'keyboard' },
    { kind: 'scripted', skill: 'sloppy', hands: 'pad' },
  ]),
  /** Race whoever else wants this track and these laps now; the server fills the grid, `grid` and `code` are unread. */
  quick: z.boolean().default(false),
  /** Watch without a car, at any time; by `joinById`, or `join` with a code. */
  spectate: z.boolean().default(false),
  code: codeSchema.optional(),
  /** Code of the collection session this race is driven for; only its drivers come in. */
  session: codeSchema.optional(),
  contact: z.boolean().default(true),
  /** This clone drives the person's own car, and they take the wheel while they hold BUTTON_WHEEL; `car` is unread. */
  drive: z.strictObject({ policyId: idSchema }).optional(),
  consent: consentSchema.default(NO_CONSENT),
});
export type RaceOptions = z.infer<typeof raceOptionsSchema>;
export type RaceRequest = z.input<typeof raceOptionsSchema>;

/** Options, or one line that says which field is wrong and why. */
export function parseRaceOptions(value: unknown): RaceOptions {
  const result = raceOptionsSchema.safeParse(value ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  throw new RaceOptionsError(`Race option "${issue.path.join('.') || 'options'}": ${issue.message}`);
}

/** A race cannot be made from these options; the message is for the person who asked. */
export class RaceOptionsError extends Error {}
