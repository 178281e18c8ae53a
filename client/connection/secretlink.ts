import { signal } from '@preact/signals';
import { driver } from './driver.ts';

/**
 * A person's secret link, `/me#<driverToken>`, opens their page on any device. The secret stands behind the `#`, which no
 * browser sends to a server, and is taken out of the address bar before anything else happens.
 */
const PAGE = '/me';
/** Base64url of 32 bytes. */
const TOKEN = /^#([\w-]{43})$/;

/** Whose page was opened by a link, as their token; null for this browser's own driver. Gone with a reload. */
export const visited = signal<string | null>(null);

export const secretLink = (token: string): string => `${location.origin}${PAGE}#${token}`;

/** Take the secret of a link that was opened just now, in this tab. */
function takeSecret(): void {
  if (location.pathname !== PAGE) return;
  const token = TOKEN.exec(location.hash)?.[1];
  if (token === undefined) return;
  history.replaceState(history.state, '', PAGE);
  visited.value = token === driver.value.driverToken ? null : token;
}

/** Once, before the first picture. */
export function startSecretLinks(): void {
  takeSecret();
  addEventListener('hashchange', takeSecret);
}
