import type { Driver } from '../../shared/driver/driver.ts';
import type { LogDriver } from '../../shared/episode/log.ts';
import { BUTTON_WHEEL, type InputFrame } from '../../shared/race/frame.ts';
import type { Race } from '../../shared/race/race.ts';
import { TICK_HZ, type Ticks } from '../../shared/units/units.ts';
import { readyClone, type SeatedClone } from '../bot/rivals.ts';
import type { PersonEntrant } from './entrant.ts';

/** Each turn at the wheel is an episode of its own; after so many the clone keeps it. */
const MOST_TURNS = 100;
/** Whoever took the wheel has it at least so long, so that a button that bounces makes no episodes. */
const SHORTEST: Ticks = TICK_HZ / 4;
/** Hands of which nothing is heard so long are taken for gone. */
const PATIENCE: Ticks = TICK_HZ / 2;

/**
 * A person in a car that a clone drives, until they take the wheel by holding a button, and again once they let it go.
 *
 * Who drives is in the log as driver changes, so that every turn of the person is an episode: what they did where the clone
 * would have gone astray (human-gated DAgger, shared/training/gated.ts, with a person's own gate).
 */
export class Ride {
  readonly clone: SeatedClone;
  private readonly seat: (car: number) => Driver;
  private driver: Driver | null = null;
  private readonly wishes: InputFrame[] = [];
  private turns = 0;
  private turned: Ticks = -1;
  private silent: Ticks = 0;
  /** As the log has it: its header names the person. */
  private logged: 'person' | 'clone' = 'person';

  /** Packs the clone's network: some milliseconds. */
  constructor(clone: SeatedClone) {
    this.clone = clone;
    this.seat = readyClone(clone);
  }

  /**
   * Ask once a tick while racing, with the person's frame; `heard` when it came for this tick. Returns who drives from this
   * tick on when that changes.
   */
  watch(race: Race, entrant: PersonEntrant, frame: Readonly<InputFrame>, heard: boolean): LogDriver | null {
    this.silent = heard ? 0 : this.silent + 1;
    const { person } = entrant;
    const own = person.wheel === 'own';
    const holds = heard ? (frame.buttons & BUTTON_WHEEL) > 0 : own && this.silent < PATIENCE;
    if (own !== holds && race.tick >= this.turned + SHORTEST && (own || this.turns < MOST_TURNS)) {
      person.wheel = holds ? 'own' : 'clone';
      this.turned = race.tick;
      if (holds) this.turns++;
    }
    return this.tell(entrant);
  }

  /** The clone's frame for this tick in place of the person's, unless they drive. It looks on all the time. */
  drive(race: Race, car: number, { person }: PersonEntrant, frames: InputFrame[]): void {
    this.driver ??= this.seat(car);
    this.driver.drive(race, this.wishes);
    if (person.wheel !== 'own') frames[car] = this.wishes[car];
  }

  private tell(entrant: PersonEntrant): LogDriver | null {
    const { person, driverId } = entrant;
    const driving = person.wheel === 'own' ? 'person' : 'clone';
    const { policyId } = this.clone;
    entrant.policyId = driving === 'clone' ? policyId : null;
    if (driving === this.logged) return null;
    this.logged = driving;
    if (driving === 'clone') return { driverId: policyId, kind: 'policy', policyId, consent: null };
    return { driverId: driverId ?? '', kind: 'human', policyId: null, consent: person.consent };
  }
}
