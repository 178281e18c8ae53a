import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Consent } from '../../shared/episode/log.ts';
import { noteChoice } from './choices.ts';
import { newId } from './ids.ts';
import type { Store } from './tables.ts';

/** Random bytes of a driver's token: 256 bits. */
const TOKEN_BYTES = 32;
/** Base64url of 32 bytes. */
const TOKEN_LENGTH = 43;

/** A new pseudonym. The token is returned once and kept only as its SHA-256: whoever has it is this driver. */
export async function createDriver(store: Store): Promise<{ driverId: string; driverToken: string }> {
  const driverId = newId('d');
  const driverToken = randomBytes(TOKEN_BYTES).toString('base64url');
  await store
    .insertInto('driver')
    .values({
      id: driverId,
      token_hash: tokenHash(driverToken),
      created_at: new Date().toISOString(),
      consent_recorded: 0,
      consent_shared: 0,
      consent_exported: 0,
    })
    .execute();
  return { driverId, driverToken };
}

/** Whose token this is; null for anything that is no living driver's token. */
export async function driverOfToken(store: Store, token: string | undefined): Promise<string | null> {
  if (!token || token.length !== TOKEN_LENGTH) return null;
  const hash = tokenHash(token);
  const row = await store
    .selectFrom('driver')
    .select(['id', 'token_hash'])
    .where('token_hash', '=', hash)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  return timingSafeEqual(Buffer.from(row.token_hash, 'hex'), Buffer.from(hash, 'hex')) ? row.id : null;
}

/** What a driver allows now; null when they never chose or are gone. */
export async function consentOf(store: Store, driverId: string): Promise<Consent | null> {
  const row = await store.selectFrom('driver').selectAll().where('id', '=', driverId).executeTakeFirst();
  if (!row || row.consent_version === null || row.withdrawn_at !== null) return null;
  return {
    version: row.consent_version,
    recorded: row.consent_recorded === 1,
    shared: row.consent_shared === 1,
    exported: row.consent_exported === 1,
  };
}

/**
 * A driver's choice, from now on. Sharing and exporting follow it for laps already driven, too; whether a race is
 * recorded was decided at its start. Resolves to false for a driver that is not there.
 */
export async function setConsent(
  store: Store,
  driverId: string,
  consent: Consent,
  language: 'en' | 'ko' | null = null,
): Promise<boolean> {
  return store.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('driver')
      .set({
        consent_version: consent.version,
        consent_recorded: consent.recorded ? 1 : 0,
        consent_shared: consent.shared ? 1 : 0,
        consent_exported: consent.exported ? 1 : 0,
        consent_at: new Date().toISOString(),
      })
      .where('id', '=', driverId)
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await noteChoice(transaction, driverId, { ...consent, language });
    await updateEpisodes(transaction, driverId, consent);
    return true;
  });
}

async function updateEpisodes(store: Store, driverId: string, consent: Consent): Promise<void> {
  const episodes = await store
    .selectFrom('episode')
    .select(['id', 'consent'])
    .where('driver_id', '=', driverId)
    .where('kind', '=', 'human')
    .execute();
  for (const episode of episodes) {
    if (episode.consent === null) continue;
    const changed = { ...JSON.parse(episode.consent), shared: consent.shared, exported: consent.exported };
    const text = JSON.stringify(changed);
    await store.updateTable('episode').set({ consent: text }).where('id', '=', episode.id).execute();
  }
}

const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
