import { signal } from '@preact/signals';
import { z } from 'zod';
import { isCode } from './code.ts';
import { recall, remember } from './storage.ts';

const KEY = 'mimic-gp-sessions';
const MAX_KEPT = 50;

const openedSchema = z.object({ code: z.string(), token: z.string(), name: z.string(), openedAt: z.string() });
/** A session whose organiser's secret this browser holds. */
export type OpenedSession = z.infer<typeof openedSchema>;

const kept = z.array(openedSchema).safeParse(recall(KEY));

/** The newest first. */
export const openedSessions = signal<OpenedSession[]>(kept.success ? kept.data : []);

/** Keep a session's secret, or renew what is known of it. */
export function keepSession(session: OpenedSession): void {
  const others = openedSessions.value.filter(({ code }) => code !== session.code);
  store([session, ...others].slice(0, MAX_KEPT));
}

/** Forget the secret here; the session goes on, and its link still opens it. */
export const forgetSession = (gone: string): void => store(openedSessions.value.filter(({ code }) => code !== gone));

export const organiserTokenOf = (code: string): string | null =>
  openedSessions.value.find((session) => session.code === code)?.token ?? null;

/** Whether this browser keeps anything: where it does not, the link alone opens the session again. */
export const isKept = (code: string): boolean => {
  const stored = z.array(openedSchema).safeParse(recall(KEY));
  return stored.success && stored.data.some((session) => session.code === code);
};

function store(sessions: OpenedSession[]): void {
  openedSessions.value = sessions;
  remember(KEY, sessions);
}

export const organiserPath = (code: string, token: string): string => `/session/${code}#${token}`;
export const joinLink = (origin: string, code: string): string => `${origin}/join/${code}`;

const ORGANISERS = /\/session\/([\p{L}\p{N}-]{1,24})#([\w-]{40,200})/u;

/**
 * The session in what somebody pasted: an organiser's link, with its secret, or a code alone, whose secret this browser
 * may hold; null where it is neither.
 */
export function sessionIn(text: string): { code: string; token: string | null } | null {
  const link = ORGANISERS.exec(text);
  if (link) return { code: link[1]!.toUpperCase(), token: link[2]! };
  const code = text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toUpperCase();
  return isCode(code) ? { code, token: organiserTokenOf(code) } : null;
}
