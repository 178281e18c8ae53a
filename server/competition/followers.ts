import type { SessionBoard } from './board.ts';
import type { LiveText } from './boardworker.ts';
import { SessionRefusal } from './refusal.ts';
import type { SessionRooms } from './rooms.ts';

/** Streams of one session and of all: an organiser has a few screens. */
const MOST_OF_SESSION = 12;
const MOST = 200;
const EVERY_MS = 1000;

/** Takes a session's live views as they come; told when the session is gone. */
export interface Follower {
  hear(text: Uint8Array): void;
  gone(): void;
}

/** Followers of one session, and what they were told last. */
interface Following {
  followers: Set<Follower>;
  last: LiveText | null;
  timer: NodeJS.Timeout;
  asking: boolean;
}

/** Tells whoever follows a session how it stands, when that has changed and at most once a second. */
export class Followers {
  private readonly board: SessionBoard;
  private readonly rooms: SessionRooms;
  private readonly complain: (error: unknown) => void;
  private readonly sessions = new Map<string, Following>();

  constructor(board: SessionBoard, rooms: SessionRooms, complain: (error: unknown) => void) {
    this.board = board;
    this.rooms = rooms;
    this.complain = complain;
  }

  /** Call the result to follow no more. Throws a SessionRefusal when too many do. */
  follow(sessionId: string, follower: Follower): () => void {
    const all = [...this.sessions.values()].reduce((sum, { followers }) => sum + followers.size, 0);
    const following = this.sessions.get(sessionId) ?? this.begin(sessionId);
    if (all >= MOST || following.followers.size >= MOST_OF_SESSION) {
      throw new SessionRefusal(429, 'This session is followed on too many pages at once. Close one of them.');
    }
    following.followers.add(follower);
    if (following.last?.bytes) follower.hear(following.last.bytes);
    else void this.tell(sessionId, following);
    return () => {
      following.followers.delete(follower);
      if (following.followers.size === 0) this.end(sessionId, following);
    };
  }

  close(): void {
    for (const [sessionId, following] of this.sessions) this.end(sessionId, following);
  }

  private begin(sessionId: string): Following {
    const following: Following = {
      followers: new Set(),
      last: null,
      timer: setInterval(() => void this.tell(sessionId, following), EVERY_MS),
      asking: false,
    };
    following.timer.unref();
    this.sessions.set(sessionId, following);
    return following;
  }

  private end(sessionId: string, following: Following): void {
    clearInterval(following.timer);
    if (this.sessions.get(sessionId) === following) this.sessions.delete(sessionId);
  }

  private async tell(sessionId: string, following: Following): Promise<void> {
    if (following.asking) return;
    following.asking = true;
    try {
      const presence = this.rooms.presence(sessionId);
      const live = await this.board.live(sessionId, presence, following.last?.tag ?? null);
      if (!live.bytes) return;
      following.last = live;
      for (const follower of following.followers) follower.hear(live.bytes);
    } catch (error) {
      if ((error as { status?: number }).status !== 404) this.complain(error);
      else for (const follower of following.followers) follower.gone();
    } finally {
      following.asking = false;
    }
  }
}
