import { ServerError } from '@colyseus/core';
import type { SessionDoor } from '../race/services.ts';
import { findParticipant } from '../store/participants.ts';
import { sessionByCode } from '../store/sessions.ts';
import type { Store } from '../store/tables.ts';
import type { SessionRooms } from './rooms.ts';

const CLOSED = {
  paused: 'The organiser has paused this session: no new race begins now. Try again when it goes on.',
  closed: 'This session is closed. Thank you for driving.',
};

/** Who races for a session, and on what: its drivers, while it is open, as it was set up. */
export const sessionDoor = (store: Store, rooms: SessionRooms): SessionDoor => ({
  async admit(code, driverId) {
    const session = await sessionByCode(store, code);
    if (!session) throw new ServerError(404, `There is no session "${code}". Ask its organiser for the code.`);
    const participant = driverId === null ? null : await findParticipant(store, session.id, driverId);
    if (!participant) throw new ServerError(403, `Join the session at /join/${code} first, then race for it.`);
    if (participant.removedAt) {
      throw new ServerError(403, 'The organiser asked you to leave this session. Ask them, or race elsewhere.');
    }
    if (session.status !== 'open') throw new ServerError(409, CLOSED[session.status]);
    const { tracks, car, laps, contact } = session.settings;
    const { nickname, consent } = participant;
    return { sessionId: session.id, code, nickname, consent, tracks, car, laps, contact };
  },
  opened: (sessionId, room) => rooms.opened(sessionId, room),
});
