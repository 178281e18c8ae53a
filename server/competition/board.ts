import type { Participant, SessionView } from '../../shared/wire/sessions.ts';
import { TaskThread } from '../training/taskthread.ts';
import type { BoardTask, LiveText } from './boardworker.ts';
import type { Presence } from './rooms.ts';

/**
 * What people and organisers see of sessions, worked out in a thread of its own: counting where thousands of laps have
 * been takes longer than a tick has.
 */
export class SessionBoard {
  private readonly thread: TaskThread;

  constructor(dataDir: string) {
    this.thread = new TaskThread(new URL('./boardworker.ts', import.meta.url), { dataDir });
  }

  /** Rejects with a TaskRefusal of status 404, as the others do, when the session is gone. */
  view(sessionId: string): Promise<SessionView> {
    return this.ask({ kind: 'view', sessionId }) as Promise<SessionView>;
  }

  /** Null for a driver who has not joined. */
  own(sessionId: string, driverId: string): Promise<Participant | null> {
    return this.ask({ kind: 'own', sessionId, driverId }) as Promise<Participant | null>;
  }

  /** A Live of shared/wire/sessions.ts as text. */
  live(sessionId: string, presence: ReadonlyMap<string, Presence>, known: number | null = null): Promise<LiveText> {
    return this.ask({ kind: 'live', sessionId, presence, known }) as Promise<LiveText>;
  }

  async close(): Promise<void> {
    await this.thread.close();
  }

  private ask(task: BoardTask): Promise<unknown> {
    return this.thread.run(task);
  }
}
