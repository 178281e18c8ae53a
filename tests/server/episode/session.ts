import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createRecorder,
  type EpisodeStatus,
  type FinishReason,
  type Recorder,
} from '../../../server/episode/recorder.ts';
import { ScriptedDriver } from '../../../shared/driver/scripted.ts';
import type { RaceLogCar } from '../../../shared/episode/log.ts';
import { type InputFrame, NEUTRAL_FRAME } from '../../../shared/race/frame.ts';
import { placeCar } from '../../../shared/race/placing.ts';
import { Race } from '../../../shared/race/race.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { headerOf, jostle, personCar, RING } from '../../shared/episode/drives.ts';

/** A folder for one test's data. */
export function temporaryFolder(): { dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'mimic-'));
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

/** A recorder with what it reports, and promises for it. */
export class Watched {
  readonly recorder: Recorder;
  readonly recorded = new Map<string, number>();
  readonly closed = new Map<string, EpisodeStatus | null>();
  readonly states: string[] = [];
  /** Ticks lost so far, of races that lost any. */
  readonly gaps = new Map<string, number>();

  constructor(dataDir: string, always = false) {
    this.recorder = createRecorder({
      dataDir,
      always,
      onRecorded: (raceId, tick, gapTicks) => {
        this.recorded.set(raceId, tick);
        if (gapTicks > 0) this.gaps.set(raceId, gapTicks);
      },
      onClosed: (raceId, status) => this.closed.set(raceId, status),
      onState: ({ kind }) => this.states.push(kind),
    });
  }

  async closing(raceId: string): Promise<EpisodeStatus | null> {
    await until(() => this.closed.has(raceId));
    return this.closed.get(raceId)!;
  }
}

export async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`Waited 60 s in vain for ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export interface Heat {
  raceId: string;
  ticks: number;
  /** Driver of each car; null for one who is not recorded. */
  drivers: (string | null)[];
  kinds?: RaceLogCar['kind'][];
  contact?: boolean;
  seed?: number;
  /** Cars run into each other. */
  jostling?: boolean;
}

/** A race under way on the ring. */
export class RunningHeat {
  readonly race: Race;
  private readonly recorder: Recorder;
  private readonly raceId: string;
  private readonly drivers: ScriptedDriver[];
  private readonly frames: InputFrame[];
  private readonly meddle: (tick: number) => void;
  private readonly flags: Uint8Array;
  /** Frames of each car, as applied: steer and pedal. */
  readonly applied: number[][];
  begun: boolean;

  constructor(recorder: Recorder, { raceId, drivers, kinds, contact = true, seed = 1, jostling = false }: Heat) {
    const cars = drivers.map((_, car) => ({ id: `${raceId}-c${car}`, spec: CLUB_RACER }));
    this.recorder = recorder;
    this.meddle = (tick) => jostling && jostle(tick, seed, this.frames);
    this.raceId = raceId;
    this.race = new Race({ track: RING, laps: 40, contact, cars });
    this.race.startCountdown(0);
    if (jostling) this.heap();
    this.drivers = cars.map(({ spec }, car) => {
      const hands = car % 2 ? 'keyboard' : 'pad';
      return new ScriptedDriver({ track: RING, spec, car, hands, skill: 'sloppy', seed: seed * 50 + car });
    });
    this.frames = cars.map(() => ({ ...NEUTRAL_FRAME }));
    this.flags = new Uint8Array(cars.length);
    this.applied = cars.map(() => []);
    const recorded = drivers.flatMap((driver, car) => (driver === null ? [] : [car]));
    const header = headerOf(this.race, recorded, raceId);
    header.cars = recorded.map((car) => logCar(this.race.cars[car].id, drivers[car]!, kinds?.[car] ?? 'human'));
    this.begun = recorder.begin(header, this.race, recorded);
  }

  /** All cars in one heap, moving: contact from the first tick on. */
  private heap(): void {
    for (const [place, car] of this.race.cars.entries()) {
      placeCar(RING, car, { distance: 2 + 3 * place, offset: place % 2 ? 0.8 : -0.8, speed: 12 });
    }
  }

  run(ticks: number): void {
    for (let i = 0; i < ticks; i++) {
      for (const driver of this.drivers) driver.drive(this.race, this.frames);
      this.meddle(this.race.tick);
      for (const [car, { steer, pedal }] of this.frames.entries()) this.applied[car].push(steer, pedal);
      const result = this.race.step(this.frames);
      this.recorder.tick(this.raceId, this.frames, this.flags, result);
    }
  }

  finish(reason: FinishReason = 'complete'): void {
    this.recorder.finish(this.raceId, reason);
  }
}

/** A whole race, faster than time. */
export function runHeat(recorder: Recorder, heat: Heat): RunningHeat {
  const running = new RunningHeat(recorder, heat);
  running.run(heat.ticks);
  running.finish();
  return running;
}

function logCar(id: string, driverId: string, kind: RaceLogCar['kind']): RaceLogCar {
  if (kind === 'human') return personCar(id, driverId);
  return { ...personCar(id, driverId), kind, policyId: kind === 'policy' ? driverId : null, consent: null };
}
