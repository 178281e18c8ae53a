import { randomBytes } from 'node:crypto';
import type { Driver } from '../../shared/driver/driver.ts';
import type { HandsKind } from '../../shared/driver/hands.ts';
import { type InjectedNoise, NoisyDriver } from '../../shared/driver/noisy.ts';
import { PacedDriver } from '../../shared/driver/paced.ts';
import { scriptedDriver } from '../../shared/driver/scripted.ts';
import type { Skill } from '../../shared/driver/skill.ts';
import type { RaceLogCar } from '../../shared/episode/log.ts';
import { headerOf } from '../../shared/episode/recording.ts';
import { NEUTRAL_FRAME } from '../../shared/race/frame.ts';
import { Race } from '../../shared/race/race.ts';
import type { Track } from '../../shared/track/track.ts';
import type { VehicleSpec } from '../../shared/vehicle/spec.ts';
import { createRecorder } from '../episode/recorder.ts';

export interface DemonstrationOrder {
  track: Track;
  spec: VehicleSpec;
  hands: HandsKind;
  skill: Skill;
  laps: number;
  /** Who the scripted driver is; the same seed is the same driver. */
  seed: number;
  /** Which day: the same driver drives other laps. */
  session: number;
  /** Slower cars that start ahead, with contact; they change their pace every few seconds and see nobody. None by default. */
  behind?: number;
  /** Standard deviation of noise injected into the steering, as a share of full lock; labels are what was wanted. */
  noise?: number;
}

/** Slowest and fastest of the cars ahead, as shares of a good driver's pace. */
const PACES = { pace: 0.5, to: 1.1 };

const SCRIPTED = { kind: 'scripted', policyId: null, consent: null } as const;

/** A driver's name as every log says it: scripted, and how. */
export const scriptedName = ({
  hands,
  skill,
  seed,
  noise = 0,
}: Pick<DemonstrationOrder, 'hands' | 'skill' | 'seed' | 'noise'>): string =>
  `scripted-${skill}-${hands}-${seed}${noise > 0 ? `-noise-${noise}` : ''}`;

/**
 * Let a scripted driver race, alone or behind slower cars, and keep the record as if it had been driven in a room.
 * Resolves with the race's id once its episodes can be read.
 */
export async function demonstrate(
  dataDir: string,
  order: DemonstrationOrder,
  progress: (share: number) => void,
): Promise<string> {
  const { track, laps, behind = 0 } = order;
  const raceId = `r_${randomBytes(9).toString('base64url')}`;
  let closed: (status: string | null) => void = () => {};
  const ended = new Promise<string | null>((resolve) => {
    closed = resolve;
  });
  const recorder = createRecorder({ dataDir, always: true, onClosed: (_, status) => closed(status) });
  const cars = carsOf(order);
  const race = new Race({ track, laps, cars, contact: behind > 0 });
  const drivers = driversOf(order);
  race.startCountdown(0);
  const all = cars.map((_, car) => car);
  recorder.begin(headerOf(race, raceId, new Date().toISOString(), cars), race, all);
  const frames = cars.map(() => ({ ...NEUTRAL_FRAME }));
  const flags = new Uint8Array(cars.length);
  const own = race.cars[behind]!;
  while (race.phase === 'racing') {
    for (const driver of drivers) driver.drive(race, frames);
    recorder.tick(raceId, frames, flags, race.step(frames));
    if (race.tick % 600 !== 0) continue;
    progress(own.distance / (laps * track.length));
    await new Promise((resolve) => setImmediate(resolve)); // lets the recorder's answers in
  }
  recorder.finish(raceId, 'complete');
  await ended;
  await recorder.close();
  return raceId;
}

/** As the log names them: the cars ahead, then the driver. */
function carsOf(order: DemonstrationOrder): RaceLogCar[] {
  const { spec, behind = 0 } = order;
  const ahead = Array.from({ length: behind }, (_, k) => ({
    ...{ id: `ahead-${k + 1}`, spec, driverId: `scripted-paced-${k + 1}`, ...SCRIPTED },
  }));
  const noise = noiseOf(order);
  return [...ahead, { id: 'driver', spec, driverId: scriptedName(order), ...SCRIPTED, ...(noise && { noise }) }];
}

/** Drawn anew for each person and day. */
const noiseOf = ({ noise = 0, seed, session }: DemonstrationOrder): InjectedNoise | null =>
  noise > 0 ? { deviation: noise, seed: (seed * 7919 + session) % 2 ** 31 } : null;

function driversOf(order: DemonstrationOrder): Driver[] {
  const { track, spec, behind = 0, session } = order;
  const ahead = Array.from({ length: behind }, (_, car): Driver => {
    const wander = { to: PACES.to, seed: 100 * session + car + 1 };
    return new PacedDriver({ track, spec, car, pace: PACES.pace, wander });
  });
  const expert = scriptedDriver({ ...order, car: behind });
  const noise = noiseOf(order);
  return [...ahead, noise ? new NoisyDriver(expert, noise) : expert];
}
