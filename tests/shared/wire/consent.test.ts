import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  CLASS_LINES,
  CONSENT_CHOICES,
  CONSENT_LINES,
  CONSENT_VERSION,
  consentChangeSchema,
} from '../../../shared/wire/consent.ts';

const LOCALES = join(import.meta.dirname, '../../../assets/locales');
const words = (language: string) => JSON.parse(readFileSync(join(LOCALES, `${language}.json`), 'utf8')).consent;
const texts = { en: words('en'), ko: words('ko') };

/** SHA-256 of the texts of each version. A changed word: raise CONSENT_VERSION and add a line; never change one. */
const PINNED: Record<number, string> = {
  2: '9c365a9ac3c63f8d5a0a7c25c0b2bcd928e5bd4d05ee3e20dc6fa20bec0aa25b',
};

test('a changed text is a new version', () => {
  const hash = createHash('sha256')
    .update(JSON.stringify([texts.en, texts.ko]))
    .digest('hex');
  expect(hash).toBe(PINNED[CONSENT_VERSION]);
  expect(Math.max(...Object.keys(PINNED).map(Number))).toBe(CONSENT_VERSION);
});

test('every line and every choice is told in both languages', () => {
  for (const text of Object.values(texts)) {
    for (const line of new Set([...CONSENT_LINES, ...CLASS_LINES])) {
      expect(text[line]).toEqual({ name: expect.stringMatching(/:$/), text: expect.stringMatching(/[.!]$/) });
    }
    for (const choice of CONSENT_CHOICES) {
      expect(text.choice[choice]).toEqual({ name: expect.any(String), text: expect.stringMatching(/\.$/) });
    }
  }
});

test('nobody agrees to a text that does not exist', () => {
  const choice = { recorded: true, shared: false, exported: false };
  expect(consentChangeSchema.safeParse({ ...choice, version: CONSENT_VERSION }).success).toBe(true);
  expect(consentChangeSchema.safeParse({ ...choice, version: CONSENT_VERSION + 1 }).success).toBe(false);
});
