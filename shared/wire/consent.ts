import { z } from 'zod';
import { consentSchema, idSchema } from './options.ts';

/**
 * What people are told before they agree: the texts under `consent` in assets/locales, in both languages. This number
 * names them: whoever changes a word raises it (a test pins the texts to it), and everybody is asked again.
 */
export const CONSENT_VERSION = 2;

export const languageSchema = z.enum(['en', 'ko']);
export type ConsentLanguage = z.infer<typeof languageSchema>;

/** The lines every person reads, in their order; in a class three of them have words of their own. */
export const CONSENT_LINES = ['what', 'why', 'howLong', 'who', 'agree', 'refuse', 'delete'] as const;
export const CLASS_LINES = ['what', 'why', 'howLongClass', 'whoClass', 'agreeClass', 'refuse', 'delete'] as const;

/** What people choose one by one: each has its words under `consent.choice`. */
export const CONSENT_CHOICES = ['recorded', 'shared', 'exported'] as const;
export type ConsentChoice = (typeof CONSENT_CHOICES)[number];

// PUT /drivers/me/consent: the text must be one there has been; `language` is the one it was read in
export const consentChangeSchema = consentSchema.extend({
  version: z.int().min(1).max(CONSENT_VERSION),
  language: languageSchema.optional(),
});

/** One choice somebody made, as it is kept: never changed, gone with its driver. */
export const consentRecordSchema = consentSchema.extend({
  at: z.string(),
  /** Null where no page told it: a race's options. */
  language: languageSchema.nullable(),
  /** The session it was made in; null for the lobby and one's own page. */
  sessionId: idSchema.nullable(),
});
export type ConsentRecord = z.infer<typeof consentRecordSchema>;
