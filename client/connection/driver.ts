import { computed, signal } from '@preact/signals';
import { z } from 'zod';
import type { DriverRecord } from '../../shared/wire/api.ts';
import { CONSENT_VERSION } from '../../shared/wire/consent.ts';
import { type Consent, consentSchema, nameSchema } from '../../shared/wire/options.ts';
import type { Forgotten } from '../../shared/wire/rights.ts';
import { language } from '../locale/locale.ts';
import { ApiError, createDriver, fetchDriver } from './api.ts';
import { deleteDriver, putConsent } from './rights.ts';
import { recall, remember } from './storage.ts';

const KEY = 'mimic-gp-drivers';
/** Earlier drivers of this browser that can come back to the wheel. */
const MAX_EARLIER = 7;

const identitySchema = z.object({
  /** Null until the server has been asked for a pseudonym. */
  driverId: z.string().nullable(),
  driverToken: z.string().nullable(),
  /** The nickname, shown inside a room only; empty until typed. */
  name: z.string(),
  /** Null until the first choice. */
  consent: consentSchema.nullable(),
  under14: z.boolean(),
});
/** Who sits at the wheel, as this browser knows them. */
export type Identity = z.infer<typeof identitySchema>;

const NOBODY: Identity = { driverId: null, driverToken: null, name: '', consent: null, under14: false };

const keptSchema = z.object({ current: identitySchema, earlier: z.array(identitySchema) });
const kept = keptSchema.safeParse(recall(KEY));

/** Who is driving. */
export const driver = signal<Identity>(kept.success ? kept.data.current : NOBODY);
/** Who drove on this browser before and may come back. */
export const earlierDrivers = signal<Identity[]>(kept.success ? kept.data.earlier : []);

/** Whether this driver's laps are kept; null until they have chosen under the present text. */
export const recording = computed(() => {
  const { consent } = driver.value;
  return consent === null || consent.version !== CONSENT_VERSION ? null : consent.recorded;
});

function keep(): void {
  remember(KEY, { current: driver.value, earlier: earlierDrivers.value });
}

function change(part: Partial<Identity>): void {
  driver.value = { ...driver.value, ...part };
  keep();
}

/** The name as the server would take it, or null if it would refuse it. */
export const acceptedName = (text: string): string | null => nameSchema.safeParse(text).data ?? null;

export const setName = (name: string): void => change({ name });

let asking: Promise<string> | null = null;

/** This driver's token, asked from the server at the first need. Rejects with ApiError. */
export function driverToken(): Promise<string> {
  const { driverToken: known } = driver.value;
  if (known !== null) return Promise.resolve(known);
  asking ??= createDriver()
    .then((created) => {
      change(created);
      return created.driverToken;
    })
    .finally(() => {
      asking = null;
    });
  return asking;
}

/**
 * What the server keeps of this driver. A server that does not know the token (its data are new) makes this browser
 * forget it too, so that the next recorded race starts with a new pseudonym.
 */
export async function fetchOwnRecord(token: string, signal?: AbortSignal): Promise<DriverRecord> {
  try {
    return await fetchDriver(token, signal);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401 && driver.value.driverToken === token) {
      change({ driverId: null, driverToken: null });
    }
    throw error;
  }
}

/** Remember the choice here and at the server; under 14 nothing may be recorded, whatever was ticked. */
export async function setConsent(choice: Omit<Consent, 'version'>, under14: boolean): Promise<void> {
  const allowed = under14 ? { recorded: false, shared: false, exported: false } : choice;
  const consent = { ...allowed, version: CONSENT_VERSION };
  change({ consent, under14 });
  // A person who has never been recorded needs no pseudonym at the server.
  if (!consent.recorded && driver.value.driverToken === null) return;
  await putConsent(await driverToken(), consent, language.value);
}

/** "Someone else is driving": a new driver with nothing chosen; the one before can come back. */
export function someoneElse(): void {
  park();
  asking = null;
  driver.value = NOBODY;
  keep();
}

/** An earlier driver of this browser takes the wheel again. */
export function comeBack(earlier: Identity): void {
  const others = earlierDrivers.value.filter((other) => other !== earlier);
  earlierDrivers.value = others;
  park();
  driver.value = earlier;
  keep();
}

/** Keep the present driver among the earlier ones, if there is anything of them to keep. */
function park(): void {
  const { driverToken: token, name } = driver.value;
  if (token === null && name === '') return;
  earlierDrivers.value = [driver.value, ...earlierDrivers.value].slice(0, MAX_EARLIER);
}

/**
 * Withdraw: the server deletes all it keeps of this driver, then this browser forgets them. Resolves with what went, null
 * when there was nothing. Rejects with ApiError.
 */
export async function withdraw(): Promise<Forgotten | null> {
  const { driverToken: token, name } = driver.value;
  const forgotten = token === null ? null : await deleteDriver(token);
  driver.value = { ...NOBODY, name };
  keep();
  return forgotten;
}

/** The driver of a secret link takes the wheel of this browser; the one before can come back. */
export function adopt({ driverId, consent }: DriverRecord, token: string): void {
  const known = earlierDrivers.value.find((earlier) => earlier.driverToken === token);
  if (known) comeBack(known);
  else {
    park();
    asking = null;
    driver.value = { ...NOBODY, driverId, driverToken: token, consent };
    keep();
  }
}
