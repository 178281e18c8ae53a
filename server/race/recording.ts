import { FLAG_DISCARDED, FLAG_STARVED, type LogDriver, type RaceLogCar } from '../../shared/episode/log.ts';
import { headerOf } from '../../shared/episode/recording.ts';
import type { InputFrame } from '../../shared/race/frame.ts';
import type { Race, RaceTick } from '../../shared/race/race.ts';
import type { VehicleSpec } from '../../shared/vehicle/spec.ts';
import type { FinishReason } from '../episode/closing.ts';
import type { Recorder } from '../episode/recorder.ts';
import { type Entrant, mayRecord } from './entrant.ts';

/** Tells each running race how far its log is safe; the recorder speaks for all races at once. */
export class RecordedTicks {
  private readonly listeners = new Map<string, (tick: number) => void>();

  /** Every tick below `tick` of this race survives a kill. */
  readonly committed = (raceId: string, tick: number): void => this.listeners.get(raceId)?.(tick);

  watch(raceId: string, listener: (tick: number) => void): () => void {
    this.listeners.set(raceId, listener);
    return () => this.listeners.delete(raceId);
  }
}

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

  constructor(recorder: Recorder, raceId: string, race: Race, entrants: readonly Entrant[]) {
    this.recorder = recorder;
    this.raceId = raceId;
    this.flags = new Uint8Array(entrants.length);
    const kept = entrants.flatMap((entrant, car) => (entrant.person === null || mayRecord(entrant) ? [car] : []));
    const consenting = kept.some((car) => entrants[car].person !== null);
    const cars = kept.map((car) => logCar(entrants[car], race.cars[car].spec));
    const header = headerOf(race, raceId, new Date().toISOString(), cars);
    this.running = consenting && recorder.begin(header, race, kept);
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
