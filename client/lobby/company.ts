import { signal } from '@preact/signals';
import type { OpenRace } from '../../shared/wire/api.ts';
import { fetchRacesByCode } from '../connection/api.ts';
import { codeIn, isCode } from '../connection/code.ts';
import { findSession } from '../connection/sessions.ts';
import { useFetched } from '../view/usefetched.ts';

export const COMPANY = ['quick', 'alone', 'people', 'code'] as const;
/** With whom the next race is: whoever comes, nobody, people who are waited for, or those in the race with a code. */
export type Company = (typeof COMPANY)[number];

/** As chosen last on this page; a visit with an invitation begins with its code. */
export const company = signal<Company>('quick');
/** The code typed so far. */
export const code = signal('');

/** Begin a visit of the lobby; `search` of its address, such as `?code=K7M2QP`. */
export function arriveBy(search: string): void {
  const invited = new URLSearchParams(search).get('code');
  if (invited !== null) company.value = 'code';
  else if (company.value === 'code') company.value = 'quick';
  code.value = invited === null ? '' : codeIn(invited);
}

/** What is known of the race with the typed code; `session` where it is the code of a collection session instead. */
export type Invitation = 'incomplete' | 'looking' | 'unknown' | 'session' | 'offline' | OpenRace;

/** Looks the typed code up as soon as it is whole. */
export function useInvitation(): Invitation {
  const wanted = company.value === 'code' && isCode(code.value) ? code.value : null;
  const { state } = useFetched(wanted, (signal) => whatHas(wanted!, signal));
  if (wanted === null) return 'incomplete';
  if (state.value.at === 'loading') return 'looking';
  if (state.value.at === 'failed') return 'offline';
  const { code: asked, found } = state.value.value;
  return asked === wanted ? found : 'looking';
}

/** Races come first: a session's code is looked for where no race has it. */
export async function whatHas(code: string, signal?: AbortSignal): Promise<{ code: string; found: Invitation }> {
  const [race] = await fetchRacesByCode(code, signal);
  if (race) return { code, found: race };
  return { code, found: (await findSession(code, signal)) ? 'session' : 'unknown' };
}

export const isOpen = (invitation: Invitation): invitation is OpenRace => typeof invitation === 'object';
