import { randomBytes } from 'node:crypto';
import type { HandsKind } from '../../shared/driver/hands.ts';
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
}

const SCRIPTED = { kind: 'scripted', policyId: null, consent: null } as const;

/** A driver's name as every log says it: scripted, and how. */
export const scriptedName = ({ hands, skill, seed }: Pick<DemonstrationOrder, 'hands' | 'skill' | 'seed'>): string =>
  `scripted-${skill}-${hands}-${seed}`;

/**
 * Let a scripted driver race alone and keep the record as if it had been driven in a room. Resolves with the race's id
 * once its episode can be read.
 */
export async function demonstrate(
  dataDir: string,
  order: DemonstrationOrder,
  progress: (share: number) => void,
): Promise<string> {
  const { track, spec, laps } = order;
  const raceId = `r_${randomBytes(9).toString('base64url')}`;
  let closed: (status: string | null) => void = () => {};
  const ended = new Promise<string | null>((resolve) => {
    closed = resolve;
  });
  const recorder = createRecorder({ dataDir, always: true, onClosed: (_, status) => closed(status) });
  const race = new Race({ track, laps, cars: [{ id: 'driver', spec }], contact: false });
  const driver = scriptedDriver({ ...order, car: 0 });
  race.startCountdown(0);
  const car: RaceLogCar = { id: 'driver', spec, driverId: scriptedName(order), ...SCRIPTED };
  recorder.begin(headerOf(race, raceId, new Date().toISOString(), [car]), race, [0]);
  const frames = [{ ...NEUTRAL_FRAME }];
  const flags = new Uint8Array(1);
  while (race.phase === 'racing') {
    driver.drive(race, frames);
    recorder.tick(raceId, frames, flags, race.step(frames));
    if (race.tick % 600 !== 0) continue;
    progress(race.cars[0]!.distance / (laps * track.length));
    await new Promise((resolve) => setImmediate(resolve)); // lets the recorder's answers in
  }
  recorder.finish(raceId, 'complete');
  await ended;
  await recorder.close();
  return raceId;
}
