import { TICK_HZ, type Ticks } from '../../shared/units/units.ts';

/** The countdown starts so long after the first person is ready, ready or not. */
const READY_GRACE: Ticks = 10 * TICK_HZ;
/** The same where strangers race. */
const QUICK_GRACE: Ticks = 8 * TICK_HZ;
/** So long a person alone waits for strangers, once ready. */
const QUICK_GATHERING: Ticks = 3 * TICK_HZ;

export interface Starter {
  /** Null for bots, which are always ready and start nothing. */
  person: { connected: boolean; ready: boolean } | null;
}

/**
 * Says when the countdown begins: when every connected person is ready, or 10 s after the first one was. Where
 * strangers race it is 8 s, and a person alone waits 3 s for somebody to race with.
 *
 * Ask once a tick while the race waits.
 */
export class StartRule {
  private readonly quick: boolean;
  private sinceFirst: Ticks = 0;

  constructor(quick = false) {
    this.quick = quick;
  }

  due(entrants: readonly Starter[]): boolean {
    const present = entrants.flatMap(({ person }) => (person?.connected ? [person] : []));
    if (!present.some((person) => person.ready)) {
      this.sinceFirst = 0;
      return false;
    }
    this.sinceFirst++;
    if (this.sinceFirst >= (this.quick ? QUICK_GRACE : READY_GRACE)) return true;
    if (!present.every((person) => person.ready)) return false;
    return !this.quick || present.length > 1 || this.sinceFirst >= QUICK_GATHERING;
  }
}
