import type { Live } from '../../shared/wire/sessions.ts';

/** What every part of the organiser's page is given. */
export interface Organiser {
  code: string;
  /** The secret. */
  token: string;
  live: Live;
  /** Ask for the session anew, after something was changed here. */
  renew: () => Promise<void>;
}
