import { CONSENT_VERSION } from '../../shared/wire/consent.ts';
import type { Progress, SessionView } from '../../shared/wire/sessions.ts';
import type { StoredSession } from '../store/sessions.ts';

/** What everybody with its code sees of a session. */
export function sessionView(session: StoredSession, progress: Progress): SessionView {
  const { id, code, settings, status, openedAt, eraseAt, message } = session;
  const { name, tracks, car, laps, contact, goal, consentText, template, nicknames } = settings;
  return {
    ...{ id, code, name, tracks, car, laps, contact, goal, consentText, consentVersion: CONSENT_VERSION, template },
    ...{ nicknames, private: settings.private, status, openedAt, eraseAt, message, progress },
  };
}
