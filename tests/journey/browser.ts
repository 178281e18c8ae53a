import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

export const CHROMIUM = '/usr/bin/chromium';

/** Why no journey can be made here; null if one can. */
export const noBrowser = existsSync(CHROMIUM) ? null : `There is no ${CHROMIUM}: install Debian's package "chromium".`;

/** Hosts that no name server knows stand for this machine, as a class on a LAN has it: plain http, no secure context. */
export const LAN_HOST = 'mimic.class.test';

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-proxy-server',
      `--host-resolver-rules=MAP ${LAN_HOST} 127.0.0.1`,
    ],
  });
}
