import { FLAG_DISCARDED, FLAG_STARVED, type LogDriver, type RaceLogCar } from '../../shared/episode/log.ts';
import { headerOf } from '../../shared/episode/recording.ts';
import type { InputFrame } from '../../shared/race/frame.ts';
import type { Race, RaceTick } from '../../shared/race/race.ts';
import type { VehicleSpec } from '../../shared/vehicle/spec.ts';
import type { RaceState } from '../../shared/wire/state.ts';
import type { FinishReason } from '../episode/closing.ts';
import type { Recorder, RecorderState } from '../episode/recorder.ts';
import type { ContestSetup } from './contest.ts';
import { type Entrant, mayRecord } from './entrant.ts';

/** How the record of one race stands, as its people are shown. */
export type RecordStanding = Pick<RaceState, 'recordedTick' | 'recorder' | 'lostTicks'>;

interface Watched {
  standing: RecordStanding;
  /** Seconds of this race are being dropped. */
  dropped: boolean;
  listener(standing: RecordStanding): void;
}

/** Tells each running race how far its log is safe; the recorder speaks for all races at once. */
export class RecordedTicks {
  private readonly races = new Map<string, Watched>();
  /** Of all races. */
  private health: RecorderState['kind'] = 'recording';

  /** Every tick below `tick` of this race survives a kill; with any lost, what was told before them stays the last. */
  readonly committed = (raceId: string, tick: number, lostTicks: number): void => {
    const race = this.races.get(raceId);
    if (!race) return;
    if (lostTicks > race.standing.lostTicks) race.dropped = false;
    race.standing.lostTicks = lostTicks;
    if (lostTicks === 0) race.standing.recordedTick = tick - 1;
    this.tell(race);
  };

  /** The recorder's health has changed. */
  readonly turned = ({ kind, raceId }: RecorderState): void => {
    if (raceId === undefined) this.health = kind;
    else if (kind === 'lost') for (const race of this.only(raceId)) race.dropped = true;
    for (const race of raceId === undefined ? this.races.values() : this.only(raceId)) this.tell(race);
  };

  watch(raceId: string, listener: (standing: RecordStanding) => void): () => void {
    const standing: RecordStanding = { recordedTick: -1, recorder: this.health, lostTicks: 0 };
    this.races.set(raceId, { standing, dropped: false, listener });
    if (this.health !== 'recording') listener(standing);
    return () => this.races.delete(raceId);
  }

  private only(raceId: string): Watched[] {
    const race = this.races.get(raceId);
    return race ? [race] : [];
  }

  private tell(race: Watched): void {
    race.standing.recorder = this.health === 'stopped' ? 'stopped' : race.dropped ? 'lost' : this.health;
    race.listener(race.standing);
  }
}

/** Milliseconds that an event can tell (LogEvent). */
const LONGEST_TRIP = 65_535;

/**
 * The record of one race, from lights out to its end; does nothing when nobody agreed to be recorded.
 *
 * Bots are recorded with the people who are; people who did not agree are in no header and no frame.
 */
export class ContestRecord {
  private readonly recorder: Recorder;
  private readonly raceId: string;
  private readonly flags: Uint8Array;
  private running: boolean;

  constructor({ raceId, admission, services }: ContestSetup, race: Race, entrants: readonly Entrant[]) {
    const { recorder } = services;
    this.recorder = recorder;
    this.raceId = raceId;
    this.flags = new Uint8Array(entrants.length);
    const kept = entrants.flatMap((entrant, car) => (entrant.person === null || mayRecord(entrant) ? [car] : []));
    const consenting = kept.some((car) => entrants[car].person !== null);
    const cars = kept.map((car) => logCar(entrants[car], race.cars[car].spec));
    const header = headerOf(race, raceId, new Date().toISOString(), cars);
    this.running = consenting && recorder.begin(header, race, kept, admission?.sessionId);
  }

  /** Note how this tick's frame of a car came about, before `tick`. */
  mark(car: number, starved: boolean, discarded: number): void {
    this.flags[car] = (starved ? FLAG_STARVED : 0) | (discarded > 0 ? FLAG_DISCARDED : 0);
  }

  tick(frames: readonly InputFrame[], result: RaceTick): void {
    if (this.running) this.recorder.tick(this.raceId, frames, this.flags, result);
  }

  event(car: number, kind: 'join' | 'leave'): void {
    if (this.running) this.recorder.event(this.raceId, { car, kind });
  }

  /** A round trip to whoever drives this car was measured. */
  latency(car: number, ms: number): void {
    if (this.running) this.recorder.event(this.raceId, { car, kind: 'latency', ms: Math.min(ms, LONGEST_TRIP) });
  }

  /** Somebody else drives this car from the next tick on; before `tick`. */
  driver(car: number, driver: LogDriver): void {
    if (this.running) this.recorder.event(this.raceId, { car, kind: 'driver', driver });
  }

  /** Later calls do nothing. */
  finish(reason: FinishReason): void {
    if (!this.running) return;
    this.running = false;
    this.recorder.finish(this.raceId, reason);
  }
}

function logCar({ id, kind, policyId, driverId, person }: Entrant, spec: VehicleSpec): RaceLogCar {
  const recordedKind = person ? 'human' : kind === 'policy' ? 'policy' : 'scripted';
  return { id, spec, driverId: driverId!, kind: recordedKind, policyId, consent: person?.consent ?? null };
}
