import type { z } from 'zod';
import { episodeSchema, jobSchema, listOf } from '../../shared/wire/api.ts';
import type { ConsentLanguage } from '../../shared/wire/consent.ts';
import { type Consent, consentSchema } from '../../shared/wire/options.ts';
import { type Forgotten, forgottenSchema, type Kept, keptSchema } from '../../shared/wire/rights.ts';
import { ApiError, ask, refusal } from './api.ts';
import { nameOf, save, whenMade } from './download.ts';

/** What one person may ask about themselves; every `token` is that driver's own. */
export type Drive = z.infer<typeof episodeSchema>;

export const fetchKept = (token: string, signal?: AbortSignal): Promise<Kept> =>
  ask(keptSchema, '/drivers/me/kept', { token, signal });

/** The newest first, and where the next page begins. */
export const fetchDrives = (
  token: string,
  driverId: string,
  after: string | null,
  signal?: AbortSignal,
): Promise<{ items: Drive[]; next: string | null }> => {
  const query = new URLSearchParams({ driver: driverId, limit: '20', ...(after === null ? {} : { after }) });
  return ask(listOf(episodeSchema), `/episodes?${query}`, { token, signal });
};

/** One drive goes, with all that was learned from it. */
export const deleteDrive = (token: string, episodeId: string): Promise<Forgotten> =>
  ask(forgottenSchema, `/episodes/${encodeURIComponent(episodeId)}`, { method: 'DELETE', token });

/** Withdraw: everything kept of this driver is deleted. */
export const deleteDriver = (token: string): Promise<Forgotten> =>
  ask(forgottenSchema, '/drivers/me', { method: 'DELETE', token });

/** `language` is the one the text was read in. */
export const putConsent = (token: string, consent: Consent, language: ConsentLanguage): Promise<Consent> =>
  ask(consentSchema, '/drivers/me/consent', { method: 'PUT', token, body: { ...consent, language } });

/** Have an archive of everything made, and hand it to the browser as a file. `tell` hears how far it is, 0 to 1. */
export async function takeAway(token: string, tell: (progress: number) => void, signal: AbortSignal): Promise<void> {
  const job = await ask(jobSchema, '/drivers/me/takeaway', { method: 'POST', token, signal });
  await whenMade(job.id, tell, signal);
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch('/api/drivers/me/takeaway', { headers, signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new ApiError(0, String(error));
  });
  if (!response.ok) throw await refusal(response);
  // A link cannot say who asks, so the file passes through the page.
  save(await response.blob(), nameOf(response) ?? 'mimic-gp.zip');
}
