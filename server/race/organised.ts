import { REMOVED, SESSION_GONE } from '../../shared/wire/messages.ts';
import type { Contest } from './contest.ts';
import type { Door } from './door.ts';
import type { RaceRoom } from './room.ts';
import type { SessionRoom } from './services.ts';

/** A room as far as the organiser of its session reaches into it. */
export interface Organised {
  room: Pick<RaceRoom, 'broadcast' | 'clients' | 'disconnect'>;
  door: Door;
  /** The one that waits or runs now. */
  contest(): Contest;
  sendAway(id: string, code: number, reason: string): void;
}

/** What the organiser of a session sees and does in one of its rooms. */
export const sessionRoom = ({ room, door, contest, sendAway }: Organised): SessionRoom => ({
  drivers: () => contest().peopleNow(),
  notice: (notice) => room.broadcast('notice', notice),
  remove: (driverId) => {
    door.shut(null, driverId);
    const watching = room.clients.filter(({ auth }) => auth?.driverId === driverId).map(({ sessionId }) => sessionId);
    const racing = contest().people.filter((person) => person.driverId === driverId);
    for (const id of new Set([...watching, ...racing.map((person) => person.id)])) {
      sendAway(id, REMOVED, 'The organiser of this session asked you to leave.');
    }
  },
  hold: (held) => {
    contest().held = held;
  },
  end: () => {
    contest().end('interrupted');
    room.disconnect(SESSION_GONE).catch(() => {});
  },
});
