import { raceRequest } from './request.ts';
import { forgetInTab, recallInTab, rememberInTab } from './storage.ts';

/** What a race for a session was ordered as outlives a reload in the middle of it, so that the next one is for it too. */
const KEY = 'mimic-gp-session-race';

type Order = typeof raceRequest.value;

export const rememberSessionRace = (order: Order): void => rememberInTab(KEY, JSON.stringify(order));

export const forgetSessionRace = (): void => forgetInTab(KEY);

/** After a reload: what this tab's race was ordered as, if it was for a session. */
export function recallSessionRace(): void {
  const kept = recallInTab(KEY);
  // What this page wrote itself, in this tab.
  if (kept !== null && raceRequest.value.request.consent === undefined) raceRequest.value = JSON.parse(kept) as Order;
}
