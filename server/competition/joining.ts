import type { z } from 'zod';
import { pseudonym } from '../../shared/wire/pseudonym.ts';
import type { joinSchema } from '../../shared/wire/sessions.ts';
import { isOffensive } from '../race/nickname.ts';
import { participantsOf, putParticipant } from '../store/participants.ts';
import type { StoredSession } from '../store/sessions.ts';
import type { Store } from '../store/tables.ts';
import { SessionRefusal } from './refusal.ts';

/** Drivers of one session. */
const MOST_DRIVERS = 1000;

type Join = z.infer<typeof joinSchema>;

/**
 * Somebody joins a session that is not closed, or changes nickname or mind in it. In a class nobody else may race a
 * driver's clone, whatever was asked.
 */
export async function joinSession(
  store: Store,
  session: StoredSession,
  driverId: string,
  { nickname, consent, language }: Join,
  now: () => Date,
): Promise<void> {
  if (session.status === 'closed') throw new SessionRefusal(409, 'This session is closed. Ask its organiser.');
  const isClass = session.settings.template === 'class';
  const agreed = isClass ? { ...consent, shared: false } : consent;
  const at = now().toISOString();
  await store.transaction().execute(async (transaction) => {
    const everybody = await participantsOf(transaction, session.id);
    const before = everybody.find((participant) => participant.driverId === driverId);
    if (before?.removedAt) {
      throw new SessionRefusal(403, 'The organiser asked you to leave this session. Ask them, or race elsewhere.');
    }
    if (!before && everybody.length >= MOST_DRIVERS) {
      throw new SessionRefusal(409, `This session has ${MOST_DRIVERS} drivers, the most there can be.`);
    }
    const taken = new Set(everybody.filter((other) => other !== before).map((other) => alike(other.nickname)));
    const generated = session.settings.nicknames === 'generated';
    const shown = generated
      ? (before?.nickname ?? generatedNickname(session.id, driverId, language, taken))
      : ownNickname(nickname ?? before?.nickname, taken);
    await putParticipant(transaction, {
      ...{ sessionId: session.id, driverId, nickname: shown, joinedAt: before?.joinedAt ?? at },
      consent: { ...agreed, at, language },
    });
  });
}

/** Nicknames that read the same are the same. */
const alike = (nickname: string): string => nickname.normalize('NFKC').toLowerCase().replace(/\s+/gu, '');

function ownNickname(wanted: string | undefined, taken: ReadonlySet<string>): string {
  if (wanted === undefined) throw new SessionRefusal(400, 'The body, "nickname": this session wants one. Send yours.');
  if (isOffensive(wanted)) throw new SessionRefusal(400, 'That nickname is not shown here. Choose another.');
  if (taken.has(alike(wanted))) {
    throw new SessionRefusal(409, `Somebody in this session is called "${wanted}" already. Choose another nickname.`);
  }
  return wanted;
}

/** Words that say nothing about anybody, and not the driver's public pseudonym: nothing leads from one to the other. */
function generatedNickname(
  sessionId: string,
  driverId: string,
  language: 'en' | 'ko',
  taken: ReadonlySet<string>,
): string {
  for (let attempt = 0; ; attempt++) {
    const nickname = pseudonym(`${sessionId} ${driverId} ${attempt}`, language);
    if (!taken.has(alike(nickname))) return nickname;
  }
}
