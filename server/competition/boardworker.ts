import { workerData } from 'node:worker_threads';
import { openStoreReadOnly } from '../store/database.ts';
import { findParticipant } from '../store/participants.ts';
import { findSession, type StoredSession } from '../store/sessions.ts';
import { serveTasks } from '../training/servetasks.ts';
import { TaskRefusal } from '../training/taskthread.ts';
import { liveView, participantView } from './liveview.ts';
import { SessionMemory } from './memory.ts';
import type { Presence } from './rooms.ts';
import { sessionView } from './view.ts';

/** What the board's thread is asked; `known` is the tag of the live view that the asker has, null for none. */
export type BoardTask =
  | { kind: 'view'; sessionId: string }
  | { kind: 'own'; sessionId: string; driverId: string }
  | { kind: 'live'; sessionId: string; presence: ReadonlyMap<string, Presence>; known: number | null };

/** A live view as JSON in UTF-8; null when it is the one that is known. */
export interface LiveText {
  tag: number;
  bytes: Uint8Array | null;
}

/** Sessions whose laps are remembered: the ones somebody looked at last. */
const REMEMBERED = 16;

const { dataDir } = workerData as { dataDir: string };
const store = openStoreReadOnly(dataDir);
const memories = new Map<string, SessionMemory>();
/** The last live view of each session that somebody follows. */
const told = new Map<string, { tag: number; text: string }>();
let nextTag = 1;

serveTasks(async (message) => {
  const task = message as BoardTask;
  const session = await findSession(store, task.sessionId);
  if (!session) throw new TaskRefusal('This session is gone, with all that was driven for it.', 404);
  const memory = await remembered(session.id);
  if (task.kind === 'live') return live(session, memory, task);
  if (task.kind === 'view') {
    const { goal, tracks } = session.settings;
    return sessionView(session, memory.progress(goal, tracks));
  }
  const participant = await findParticipant(store, session.id, task.driverId);
  return participant && participantView(participant, session, memory);
});

async function live(
  session: StoredSession,
  memory: SessionMemory,
  { presence, known }: Extract<BoardTask, { kind: 'live' }>,
): Promise<LiveText> {
  const text = JSON.stringify(await liveView(store, session, memory, presence, Date.now()));
  const last = told.get(session.id);
  const tag = last?.text === text ? last.tag : nextTag++;
  told.delete(session.id);
  keepNewest(told.set(session.id, { tag, text }));
  return { tag, bytes: tag === known ? null : new TextEncoder().encode(text) };
}

async function remembered(sessionId: string): Promise<SessionMemory> {
  const memory = memories.get(sessionId) ?? new SessionMemory(sessionId);
  memories.delete(sessionId);
  keepNewest(memories.set(sessionId, memory));
  await memory.refresh(store);
  return memory;
}

function keepNewest(map: Map<string, unknown>): void {
  if (map.size > REMEMBERED) map.delete(map.keys().next().value!);
}
