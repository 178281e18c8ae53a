import type { EpisodeEntry } from '../../../shared/dataset/choice.ts';
import type { Driver } from '../../../shared/driver/driver.ts';
import { type HandsSettings, scriptedDriver } from '../../../shared/driver/scripted.ts';
import type { RaceLog } from '../../../shared/episode/log.ts';
import { RaceRecording } from '../../../shared/episode/recording.ts';
import { PHYSICS } from '../../../shared/race/constants.ts';
import type { InputFrame } from '../../../shared/race/frame.ts';
import { Race } from '../../../shared/race/race.ts';
import type { Track } from '../../../shared/track/track.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';

export interface Recorded {
  log: RaceLog;
  episodes: EpisodeEntry[];
}

/**
 * A race of scripted drivers without contact as its log, with the list of its episodes; `visit` may meddle before each
 * tick.
 */
export function record(
  track: Track,
  drivers: HandsSettings[],
  laps: number,
  raceId = 'race',
  visit?: (race: Race) => void,
): Recorded {
  const entrants = drivers.map((settings): Entered => {
    const id = `${settings.hands}-${settings.skill}-${settings.seed}`;
    return { id, driverOf: (car) => scriptedDriver({ ...settings, track, spec: CLUB_RACER, car }) };
  });
  return recordRace(track, entrants, laps, { raceId, contact: false, visit });
}

/** Whoever enters a recorded race. */
export interface Entered {
  id: string;
  driverOf(car: number): Driver;
}

interface RecordedRace {
  raceId: string;
  contact: boolean;
  visit?(race: Race): void;
}

/** Any race, from the grid in this order to its end. */
export function recordRace(
  track: Track,
  entrants: readonly Entered[],
  laps: number,
  { raceId, contact, visit }: RecordedRace,
): Recorded {
  const ids = entrants.map(({ id }) => id);
  const race = new Race({ track, laps, contact, cars: ids.map((id) => ({ id, spec: CLUB_RACER })) });
  const hands = entrants.map(({ driverOf }, car) => driverOf(car));
  const frames: InputFrame[] = [];
  const cars = ids.map((driverId) => ({
    id: driverId,
    driverId,
    kind: 'scripted' as const,
    policyId: null,
    consent: null,
    spec: CLUB_RACER,
  }));
  const header = {
    format: 1 as const,
    raceId,
    physics: PHYSICS,
    trackId: track.id,
    trackHash: track.hash,
    laps,
    contact,
    startedAt: '2026-01-01T00:00:00.000Z',
    cars,
  };
  const log: RaceLog = { header, chunks: [] };
  const finished = ids.map((): EpisodeEntry['laps'][number][] => []);
  for (const driver of hands) driver.drive(race, frames);
  race.startCountdown(0);
  const recording = new RaceRecording(
    race,
    ids.map((_, car) => car),
  );
  while (race.phase !== 'finished') {
    visit?.(race);
    for (const driver of hands) driver.drive(race, frames);
    const result = race.step(frames);
    const chunk = recording.add(frames, new Uint8Array(ids.length), result);
    if (chunk) log.chunks.push(chunk);
    for (const event of result.events) if (event.kind === 'lap') finished[event.car].push(event.lap);
  }
  const rest = recording.flush();
  if (rest) log.chunks.push(rest);
  const episodes = ids.map((driverId, car) => ({
    id: `${raceId}-${car}`,
    raceId,
    trackId: track.id,
    driver: { id: driverId, kind: 'scripted' as const },
    car,
    firstTick: 0,
    startedAt: header.startedAt,
    vehicle: header.cars[car].spec.id,
    physics: PHYSICS,
    laps: finished[car],
  }));
  return { log, episodes };
}
