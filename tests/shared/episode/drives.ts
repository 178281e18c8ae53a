import { readFileSync } from 'node:fs';
import { ScriptedDriver } from '../../../shared/driver/scripted.ts';
import { LOG_FORMAT, type RaceLog, type RaceLogCar, type RaceLogChunk } from '../../../shared/episode/log.ts';
import { RaceRecording } from '../../../shared/episode/recording.ts';
import { PHYSICS } from '../../../shared/race/constants.ts';
import { type InputFrame, NEUTRAL_FRAME } from '../../../shared/race/frame.ts';
import { Race, type RaceTick } from '../../../shared/race/race.ts';
import { parseTrackFile } from '../../../shared/track/file.ts';
import { buildTrack, type Track } from '../../../shared/track/track.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';

const file = new URL('../../tracks/ring150.json', import.meta.url);
export const RING: Track = buildTrack(parseTrackFile(JSON.parse(readFileSync(file, 'utf8'))));

export interface Drive {
  cars: number;
  ticks: number;
  /** Race indices that are kept; all by default. */
  recorded?: number[];
  contact?: boolean;
  seed?: number;
  laps?: number;
  /** Changes the drivers' frames of a tick. */
  meddle?(race: Race, frames: InputFrame[]): void;
  /** After each tick. */
  watch?(race: Race, result: RaceTick, frames: readonly InputFrame[]): void;
}

/** A person's car in a header. */
export const personCar = (id: string, driverId = `d-${id}`): RaceLogCar => ({
  id,
  driverId,
  kind: 'human',
  policyId: null,
  consent: { version: 1, recorded: true, shared: false, exported: false },
  spec: CLUB_RACER,
});

/** Scripted drivers race on the 150 m ring; the log as a recorder would keep it. */
export function drive(settings: Drive): { log: RaceLog; race: Race; results: RaceTick[] } {
  const { cars, ticks, contact = true, seed = 1, laps = 20 } = settings;
  const recorded = settings.recorded ?? Array.from({ length: cars }, (_, car) => car);
  const ids = Array.from({ length: cars }, (_, car) => ({ id: `c${car}`, spec: CLUB_RACER }));
  const race = new Race({ track: RING, laps, contact, cars: ids });
  const drivers = ids.map(({ spec }, car) => {
    const hands = car % 2 ? 'keyboard' : 'pad';
    return new ScriptedDriver({ track: RING, spec, car, hands, skill: 'sloppy', seed: seed * 100 + car });
  });
  race.startCountdown(0);
  const recording = new RaceRecording(race, recorded);
  const frames: InputFrame[] = ids.map(() => ({ ...NEUTRAL_FRAME }));
  const flags = new Uint8Array(cars);
  const chunks: RaceLogChunk[] = [];
  const results: RaceTick[] = [];
  for (let tick = 0; tick < ticks; tick++) {
    for (const driver of drivers) driver.drive(race, frames);
    settings.meddle?.(race, frames);
    const result = race.step(frames);
    results.push(result);
    settings.watch?.(race, result, frames);
    const chunk = recording.add(frames, flags, result);
    if (chunk) chunks.push(chunk);
  }
  const rest = recording.flush();
  if (rest) chunks.push(rest);
  return { log: { header: headerOf(race, recorded), chunks }, race, results };
}

export function headerOf(race: Race, recorded: readonly number[], raceId = 'r-test'): RaceLog['header'] {
  return {
    format: LOG_FORMAT,
    raceId,
    physics: PHYSICS,
    trackId: race.track.id,
    trackHash: race.track.hash,
    trackFile: race.track.file,
    laps: race.setup.laps,
    contact: race.setup.contact,
    startedAt: '2026-01-02T03:04:05.678Z',
    cars: recorded.map((car) => personCar(race.cars[car].id)),
  };
}

/** Everyone steers as they like, so that cars hit each other from all sides; scripted drivers alone avoid it. */
export function jostle(tick: number, seed: number, frames: InputFrame[]): void {
  for (const [car, frame] of frames.entries()) {
    const phase = Math.floor(tick / (20 + 7 * car)) + seed + car;
    if (phase % 3 === 0) frame.steer = phase % 2 ? 127 : -127;
    if (phase % 5 < 3) frame.pedal = 127;
    frame.buttons = tick % 211 === 40 * car ? 1 : 0;
  }
}
