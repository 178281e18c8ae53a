import type { Ticks } from '../../shared/units/units.ts';
import type { VehicleSpec } from '../../shared/vehicle/spec.ts';
import type { Consent } from '../../shared/wire/options.ts';
import type { CarKind, Wheel } from '../../shared/wire/state.ts';
import type { SeatedRival } from '../bot/rivals.ts';
import { JitterBuffer } from './jitter.ts';
import type { Ride } from './ride.ts';
import type { Admission } from './services.ts';

/** A person with a car. */
export interface Person {
  consent: Consent;
  connected: boolean;
  /** They left for good; their car stays in a race that has begun. */
  gone: boolean;
  ready: boolean;
  buffer: JitterBuffer;
  wheel: Wheel;
  /** Ticks of the race in a row without a frame of theirs. */
  silentTicks: Ticks;
  /** Their clone, when it drives until they take the wheel. */
  ride: Ride | null;
}

/** Whoever has a car in the race; the order of entrants is the order of the grid. */
export interface Entrant {
  /** Car id; a person's is their session id. */
  id: string;
  kind: CarKind;
  name: string;
  /** The clone at the wheel: a rival's own, or one that stands in for a person. */
  policyId: string | null;
  spec: VehicleSpec;
  /** A person's pseudonym, null for somebody without a token, whose frames are never kept; a bot's settings. */
  driverId: string | null;
  /** Null for bots. */
  person: Person | null;
  marks: Marks;
}

/** An entrant with a person behind it. */
export type PersonEntrant = Entrant & { person: Person };

export const isPerson = (entrant: Entrant): entrant is PersonEntrant => entrant.person !== null;

/** What happened to a car since lights out; the wire shows it as it stands here. Ticks are −1 before the first time. */
export interface Marks {
  starvedTick: number;
  starvedTicks: number;
  discardedTick: number;
  discardedFrames: number;
  contactTick: number;
  falls: number;
}

const newMarks = (): Marks => ({
  starvedTick: -1,
  starvedTicks: 0,
  discardedTick: -1,
  discardedFrames: 0,
  contactTick: -1,
  falls: 0,
});

/** Who a client of a room turned out to be. */
export interface Visitor {
  /** Null for somebody who gave none, or one that was refused. */
  name: string | null;
  nameRefused: boolean;
  /** They watch, without a car. */
  spectate: boolean;
  driverId: string | null;
  consent: Consent;
  spec: VehicleSpec;
  /** Races for a collection session; null for races of one's own. */
  session: Admission | null;
  /** The clone that drives for them until they take the wheel; null for none. Plain, since matchmaking copies it. */
  drive: string | null;
}

export function personEntrant(
  id: string,
  name: string,
  { driverId, consent, spec }: Pick<Visitor, 'driverId' | 'consent' | 'spec'>,
  ride: Ride | null = null,
): PersonEntrant {
  const person: Person = {
    ...{ consent, connected: true, gone: false, ready: false, ride },
    ...{ buffer: new JitterBuffer(), wheel: ride ? 'clone' : 'own', silentTicks: 0 },
  };
  const policyId = ride?.clone.policyId ?? null;
  return { marks: newMarks(), id, kind: 'human', name, policyId, spec, driverId, person };
}

export function rivalEntrant(rival: SeatedRival, place: number): Entrant {
  const id = `bot-${place + 1}`;
  if (rival.kind === 'policy') {
    const { kind, name, policyId, spec } = rival;
    return { marks: newMarks(), id, kind, name, policyId, spec, driverId: policyId, person: null };
  }
  const { name, spec } = rival;
  const { skill, hands } = rival.rival;
  const driverId = `scripted-${skill}-${hands}-${rival.seed}`;
  return { marks: newMarks(), id, kind: 'scripted', name, policyId: null, spec, driverId, person: null };
}

/** Whether this is a person whose frames may be kept. */
export const mayRecord = ({ driverId, person }: Entrant): boolean =>
  person !== null && driverId !== null && person.consent.recorded;
