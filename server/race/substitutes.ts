import type { Driver } from '../../shared/driver/driver.ts';
import { ScriptedDriver } from '../../shared/driver/scripted.ts';
import type { LogDriver } from '../../shared/episode/log.ts';
import type { InputFrame } from '../../shared/race/frame.ts';
import type { Race } from '../../shared/race/race.ts';
import type { Track } from '../../shared/track/track.ts';
import { TICK_HZ, type Ticks } from '../../shared/units/units.ts';
import { vehicleHash } from '../../shared/vehicle/spec.ts';
import { readyClone, type SeatedClone, seatClones, seesCars } from '../bot/rivals.ts';
import type { PolicySource } from '../bot/source.ts';
import { mayRecord, type PersonEntrant } from './entrant.ts';

/** So long after a connection broke somebody else takes the wheel. */
const PATIENCE: Ticks = TICK_HZ;
/** On a whole connection longer: a page that stalls comes back by itself. */
const PATIENCE_WITH_SLEEPERS: Ticks = 3 * TICK_HZ;
/** A connection that comes and goes all the time is left to the idle rule: each turn is an episode of its own. */
const MOST_TURNS = 20;
const SKILL = 'mid';
const HANDS = 'pad';
/** Habits of scripted substitutes, out of the way of the rivals' own. */
const FIRST_SEED = 101;

interface OwnClone {
  clone: SeatedClone;
  driver(car: number): Driver;
}

/**
 * Who drives people's cars while nothing is heard of them, whether their connection broke, they left, or their tab sleeps
 * while other people race.
 *
 * It is the person's own newest coached clone of this track and car, if they are recorded and have one; where cars touch
 * each other, one that sees them. Otherwise it is a scripted driver. With the first frame that arrives the person drives again.
 */
export class Substitutes {
  private readonly track: Track;
  private readonly session: number;
  private readonly policies: PolicySource;
  /** Each person's own, in the order in which they are asked. */
  private readonly clones = new Map<string, OwnClone[]>();
  private readonly driving = new Map<number, Driver>();
  /** How often each car was taken over. */
  private readonly turns = new Map<number, number>();

  constructor(track: Track, session: number, policies: PolicySource) {
    this.track = track;
    this.session = session;
    this.policies = policies;
  }

  /** Have a person's clone at hand before it is needed: nothing is loaded in a tick. */
  async prepare(entrant: PersonEntrant): Promise<void> {
    if (!mayRecord(entrant)) return;
    const { id, driverId, spec } = entrant;
    const of = { driverId: driverId!, trackId: this.track.id, vehicleHash: vehicleHash(spec) };
    const clones = seatClones(await this.policies.ownClones(of));
    this.clones.set(
      id,
      clones.map((clone) => ({ clone, driver: readyClone(clone) })),
    );
  }

  /**
   * Ask once a tick while racing for each person's car, `heard` when a frame of theirs came for this tick, `alone` when no
   * other person races. Returns who drives from this tick on when that changes.
   */
  watch(race: Race, car: number, entrant: PersonEntrant, heard: boolean, alone: boolean): LogDriver | null {
    const { person } = entrant;
    person.silentTicks = heard ? 0 : person.silentTicks + 1;
    if (person.wheel !== 'own') return heard ? this.giveBack(car, entrant) : null;
    const patience = person.connected ? PATIENCE_WITH_SLEEPERS : PATIENCE;
    if (person.silentTicks < patience || race.cars[car].finishedTick !== null) return null;
    // Who races alone and looks at another tab finds the car standing where they left it.
    if (alone && person.connected) return null;
    const turns = this.turns.get(car) ?? 0;
    if (turns === MOST_TURNS) return null;
    this.turns.set(car, turns + 1);
    return this.take(race, car, entrant);
  }

  /** The frames of everybody who drives for somebody else; call after `watch`. */
  drive(race: Race, frames: InputFrame[]): void {
    for (const driver of this.driving.values()) driver.drive(race, frames);
  }

  private take(race: Race, car: number, entrant: PersonEntrant): LogDriver {
    const blindly = !race.setup.contact || race.cars.length === 1;
    const own = this.clones.get(entrant.id)?.find(({ clone }) => blindly || seesCars(clone));
    if (own) {
      const { policyId } = own.clone;
      this.driving.set(car, own.driver(car));
      entrant.person.wheel = 'clone';
      entrant.policyId = policyId;
      return { driverId: policyId, kind: 'policy', policyId, consent: null };
    }
    const seed = FIRST_SEED + car;
    const setup = { hands: HANDS, skill: SKILL, seed, session: this.session } as const;
    this.driving.set(car, new ScriptedDriver({ ...setup, track: this.track, spec: race.cars[car].spec, car }));
    entrant.person.wheel = 'script';
    return { driverId: `scripted-${SKILL}-${HANDS}-${seed}`, kind: 'scripted', policyId: null, consent: null };
  }

  private giveBack(car: number, entrant: PersonEntrant): LogDriver {
    this.driving.delete(car);
    entrant.person.wheel = 'own';
    entrant.policyId = null;
    return { driverId: entrant.driverId ?? '', kind: 'human', policyId: null, consent: entrant.person.consent };
  }
}
