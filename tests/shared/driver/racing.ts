import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HandsSettings, scriptedDriver } from '../../../shared/driver/scripted.ts';
import type { InputFrame } from '../../../shared/race/frame.ts';
import type { LapTime } from '../../../shared/race/laps.ts';
import { Race, type RaceEvent, stateHash } from '../../../shared/race/race.ts';
import { parseTrackFile } from '../../../shared/track/file.ts';
import { buildTrack, type Track } from '../../../shared/track/track.ts';
import { CLUB_RACER, type VehicleSpec } from '../../../shared/vehicle/spec.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Ids of the game's own tracks. */
export const OWN_TRACKS = ['oval', 'technical', 'obstacle', 'island', 'cue', 'sweep', 'kart', 'park'];

export const loadTrack = (path: string): Track =>
  buildTrack(parseTrackFile(JSON.parse(readFileSync(join(ROOT, path), 'utf8'))));

export interface Driven {
  laps: LapTime[];
  events: RaceEvent[];
  frames: InputFrame[];
  hash: string;
}

export interface Drive extends HandsSettings {
  /** The club racer by default. */
  spec?: VehicleSpec;
}

/** One scripted driver alone, from the grid to the flag. */
export function drive(track: Track, settings: Drive, laps: number, visit?: (race: Race) => void): Driven {
  const spec = settings.spec ?? CLUB_RACER;
  const race = new Race({ track, laps, cars: [{ id: 'a', spec }], contact: true });
  const driver = scriptedDriver({ ...settings, track, spec, car: 0 });
  const frames: InputFrame[] = [];
  const driven: Driven = { laps: [], events: [], frames: [], hash: '' };
  race.startCountdown();
  while (race.phase !== 'finished') {
    driver.drive(race, frames);
    const moving = race.phase === 'racing';
    const { events } = race.step(frames);
    if (moving) driven.frames.push({ ...frames[0] });
    driven.events.push(...events);
    for (const event of events) if (event.kind === 'lap') driven.laps.push(event.lap);
    visit?.(race);
  }
  driven.hash = stateHash(race.cars);
  return driven;
}
