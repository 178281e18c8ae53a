import type { SessionStatus } from '../../shared/wire/sessions.ts';
import type { SessionRoom } from '../race/services.ts';

/** How a driver of a session stands in its rooms now. */
export interface Presence {
  connected: boolean;
  /** In a car of a race that runs. */
  driving: boolean;
}

/** The rooms of this process that race for a session: who is in them now, and what an organiser's word does there. */
export class SessionRooms {
  private readonly rooms = new Map<string, Set<SessionRoom>>();
  /** Sessions whose waiting races may not begin. */
  private readonly held = new Set<string>();

  /** Call the result when the room is gone. */
  opened(sessionId: string, room: SessionRoom): () => void {
    const rooms = this.rooms.get(sessionId) ?? new Set();
    this.rooms.set(sessionId, rooms.add(room));
    room.hold(this.held.has(sessionId));
    return () => {
      rooms.delete(room);
      if (rooms.size === 0) this.rooms.delete(sessionId);
    };
  }

  /** By driver id; whoever is not in it is in no room. */
  presence(sessionId: string): Map<string, Presence> {
    const found = new Map<string, Presence>();
    for (const room of this.roomsOf(sessionId)) {
      for (const { driverId, connected, driving } of room.drivers()) {
        const before = found.get(driverId);
        found.set(driverId, {
          connected: connected || before?.connected === true,
          driving: driving || before?.driving === true,
        });
      }
    }
    return found;
  }

  /** Races that run go on; those that wait begin only while the session is open. */
  setStatus(sessionId: string, status: SessionStatus): void {
    if (status === 'open') this.held.delete(sessionId);
    else this.held.add(sessionId);
    for (const room of this.roomsOf(sessionId)) room.hold(status !== 'open');
  }

  tell(sessionId: string, text: string, at: string): void {
    for (const room of this.roomsOf(sessionId)) room.notice({ text, at });
  }

  remove(sessionId: string, driverId: string): void {
    for (const room of this.roomsOf(sessionId)) room.remove(driverId);
  }

  /** The session is erased: nothing of it goes on. */
  end(sessionId: string): void {
    for (const room of this.roomsOf(sessionId)) room.end();
  }

  private roomsOf(sessionId: string): SessionRoom[] {
    return [...(this.rooms.get(sessionId) ?? [])];
  }
}
