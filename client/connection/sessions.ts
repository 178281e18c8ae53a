import { z } from 'zod';
import type { LapRow, Mark } from '../../shared/wire/laps.ts';
import { idSchema } from '../../shared/wire/options.ts';
import {
  type JoinRequest,
  type Live,
  liveSchema,
  type NewSessionRequest,
  type Participant,
  participantSchema,
  type SessionOpened,
  type SessionStatus,
  type SessionView,
  sessionOpenedSchema,
  sessionSchema,
} from '../../shared/wire/sessions.ts';
import { ApiError, ask } from './api.ts';

/** What the server answers about collection sessions; a `token` is the organiser's secret unless it says otherwise. */

const at = (code: string): string => `/sessions/${encodeURIComponent(code)}`;
const done = z.unknown();

/** By a driver's token, for the server wants to know who creates things. */
export const openSession = (driverToken: string, session: NewSessionRequest): Promise<SessionOpened> =>
  ask(sessionOpenedSchema, '/sessions', { method: 'POST', token: driverToken, body: session });

export const fetchSession = (code: string, signal?: AbortSignal): Promise<SessionView> =>
  ask(sessionSchema, at(code), { signal });

/** The session with this code, or null where there is none. */
export const findSession = (code: string, signal?: AbortSignal): Promise<SessionView | null> =>
  orNull(fetchSession(code, signal), 404);

export const joinSession = (driverToken: string, code: string, wish: JoinRequest): Promise<Participant> =>
  ask(participantSchema, `${at(code)}/join`, { method: 'POST', token: driverToken, body: wish });

/** One's own part in it; null for a driver who has not joined, or whom this server does not know. */
export const fetchOwnPart = (driverToken: string, code: string, signal?: AbortSignal): Promise<Participant | null> =>
  orNull(ask(participantSchema, `${at(code)}/me`, { token: driverToken, signal }), 401, 403, 404);

export const fetchLive = (token: string, code: string, signal?: AbortSignal): Promise<Live> =>
  ask(liveSchema, `${at(code)}/live`, { token, signal });

export const changeSession = (token: string, code: string, status: SessionStatus): Promise<unknown> =>
  ask(done, at(code), { method: 'PATCH', token, body: { status } });

/** Everybody in the session reads it, in the race too. */
export const tellSession = (token: string, code: string, text: string): Promise<unknown> =>
  ask(done, `${at(code)}/message`, { method: 'POST', token, body: { text } });

/** A driver drives no more in it; with `laps`, what they drove in it goes too. */
export const removeDriver = (
  token: string,
  code: string,
  removal: { driverId: string; laps: boolean },
): Promise<unknown> => ask(done, `${at(code)}/remove`, { method: 'POST', token, body: removal });

const frozenSchema = z.object({ datasets: z.array(z.object({ id: idSchema }).loose()) });

/** Freeze what there is into a dataset version a track. */
export const freezeSession = (token: string, code: string, name: string): Promise<z.infer<typeof frozenSchema>> =>
  ask(frozenSchema, `${at(code)}/freeze`, { method: 'POST', token, body: name === '' ? {} : { name } });

/** Put a mark on a lap, with the reason in the marker's words. */
export const markLap = (
  token: string,
  { episodeId, number }: Pick<LapRow, 'episodeId' | 'number'>,
  mark: Mark,
): Promise<unknown> =>
  ask(done, '/laps/marks', { method: 'POST', token, body: { laps: [{ episodeId, number }], mark } });

async function orNull<Value>(answer: Promise<Value>, ...statuses: readonly number[]): Promise<Value | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && statuses.includes(error.status)) return null;
    throw error;
  }
}
