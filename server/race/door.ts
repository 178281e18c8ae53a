import { ServerError } from '@colyseus/core';
import { seesCars } from '../bot/rivals.ts';
import type { Contest } from './contest.ts';
import type { Visitor } from './entrant.ts';
import type { Ride } from './ride.ts';

/** Most people who watch one race. */
const MAX_SPECTATORS = 8;

/** Who comes into a room: to a car while the race waits and has places, to watch at any time, and never once sent away. */
export class Door {
  /** Session ids of those who watch. */
  readonly spectators = new Set<string>();
  private readonly sessions = new Set<string>();
  private readonly drivers = new Set<string>();

  /** Whether there is a seat for one more; `promised` are those who have one and have not sat down yet. */
  hasSeat({ spectate }: Visitor, contest: Contest, promised: readonly Visitor[]): boolean {
    const waiting = promised.filter((visitor) => visitor.spectate === spectate).length;
    if (spectate) return this.spectators.size + waiting < MAX_SPECTATORS;
    // Who comes too late for a car is not told that the race is full.
    return contest.phase !== 'waiting' || contest.people.length + waiting < contest.places;
  }

  /** Throws with the reason when this visitor cannot come in. */
  check(visitor: Visitor, contest: Contest, ride: Ride | null = null): void {
    if (visitor.driverId !== null && this.drivers.has(visitor.driverId)) {
      throw new ServerError(403, 'The host of this race asked you to leave. Join another, or start your own.');
    }
    requireSameSession(visitor, contest);
    if (!visitor.spectate && contest.phase !== 'waiting') {
      throw new ServerError(409, 'This race has begun. Watch it, join another, or start your own.');
    }
    if (!this.hasSeat(visitor, contest, [])) {
      throw new ServerError(409, 'This race is full. Join another, or start your own.');
    }
    // With a clone that sees nobody on the grid nobody touches anybody: that is for whoever came first to choose.
    if (ride && !seesCars(ride.clone) && contest.race?.setup.contact && contest.people.length > 0) {
      throw new ServerError(
        409,
        'Cars touch in this race, and your clone does not see them. Ride in a race of your own.',
      );
    }
  }

  /** Neither this connection nor this driver comes in again. */
  shut(sessionId: string | null, driverId: string | null): void {
    if (sessionId !== null) this.sessions.add(sessionId);
    if (driverId !== null) this.drivers.add(driverId);
  }

  isShutTo(sessionId: string): boolean {
    return this.sessions.has(sessionId);
  }
}

/** A session's drivers race each other alone, and come as such. */
function requireSameSession({ session }: Visitor, { setup }: Contest): void {
  if (session?.sessionId === setup.admission?.sessionId) return;
  const reason = setup.admission
    ? 'This race is driven for a session. Join that session, then come with its code.'
    : 'This race is not driven for your session. Start one for it, or come without its code.';
  throw new ServerError(403, reason);
}
