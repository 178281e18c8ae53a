import { TICK_HZ, type Ticks } from '../../shared/units/units.ts';

/** The countdown starts so long after the first person is ready, ready or not. */
const READY_GRACE: Ticks = 10 * TICK_HZ;

export interface Starter {
  /** Null for bots, which are always ready and start nothing. */
  person: { connected: boolean; ready: boolean } | null;
}

/**
 * Says when the countdown begins: when every connected person is ready, or 10 s after the first one was.
 *
 * Ask once a tick while the race waits.
 */
export class StartRule {
  private sinceFirst: Ticks = 0;

  due(entrants: readonly Starter[]): boolean {
    const present = entrants.flatMap(({ person }) => (person?.connected ? [person] : []));
    if (!present.some((person) => person.ready)) {
      this.sinceFirst = 0;
      return false;
    }
    return present.every((person) => person.ready) || ++this.sinceFirst >= READY_GRACE;
  }
}
