import { type LapDemonstration, stretchesOf } from '../dataset/lap.ts';
import { mirroredDrives } from '../dataset/mirror.ts';
import { NOISE, noisyDrives } from '../dataset/noise.ts';
import { RECOVERY, recoveryDrives, TRAFFIC_RECOVERY } from '../dataset/recovery.ts';
import type { Drive } from '../dataset/samples.ts';
import { SIDE_CAMERAS, sideCameraDrives } from '../dataset/sidecameras.ts';
import type { Sight } from '../observation/spec.ts';
import { type SampleCounts, TEACHING_WAYS, type Teaching, type TeachingWay } from '../policy/taught.ts';
import type { Ticks } from '../units/units.ts';
import type { CloneKind } from './clone.ts';

export { type SampleCounts, type Teaching, type TeachingWay, teachingSchema } from '../policy/taught.ts';

/** The ways by the names of the command line. */
export const TEACHING_NAMES = { perturb: 'perturb', sides: 'sideCameras', noise: 'noise', mirror: 'mirror' } as const;
export type TeachingName = keyof typeof TEACHING_NAMES;

/** The person's samples alone. */
export const UNTAUGHT: Teaching = {
  perturb: false,
  sideCameras: false,
  noise: false,
  mirror: false,
  previousAction: 'hidden',
};
/** What a coached clone gets when nothing else is said. */
export const COACHED: Teaching = { ...UNTAUGHT, perturb: true };

export const teachingOf = (kind: CloneKind): Teaching => (kind === 'coached' ? COACHED : UNTAUGHT);

/** Anything made of the laps makes a clone a coached one. */
export const kindOf = (teaching: Teaching): CloneKind =>
  TEACHING_WAYS.some((way) => teaching[way]) ? 'coached' : 'copy';

/** Drives that no person drove, made in one way. */
export interface MadeDrives {
  way: TeachingWay;
  drives: readonly Drive[];
  /** Every how many ticks gives a sample. */
  stride: Ticks;
}

export interface MakingSettings {
  seed: number;
  sees: Sight;
  /** Of the noise, as a share of full lock (noiselevel.ts); 0 where none is injected. */
  noise: number;
  /** The person's samples that what is made stands beside; 0 where that does not matter. */
  human: number;
}

/**
 * What each way makes is at least this share of the person's samples. A fixed number of drives drowns in many laps: with
 * 300 of them beside 150 laps of a smooth stick, a fortieth of all samples, single coached networks fell 0.7 to 4 times a
 * lap; with a tenth of the person's 0.3 to 0.9 times; with a quarter never.
 */
const BESIDE = 0.25;

/** All that a teaching makes of laps, in the order of TEACHING_WAYS. Give training laps only. */
export function madeDrives(
  laps: readonly LapDemonstration[],
  teaching: Teaching,
  { seed, sees, noise, human }: MakingSettings,
): MadeDrives[] {
  const made: MadeDrives[] = [];
  if (teaching.perturb) {
    const settings = beside(human, { ...(sees === 'traffic' ? TRAFFIC_RECOVERY : RECOVERY), seed });
    made.push({ way: 'perturb', drives: recoveryDrives(laps, settings, sees), stride: settings.stride });
  }
  if (teaching.sideCameras) {
    const drives = sideCameraDrives(laps, beside(human, { ...SIDE_CAMERAS, seed }));
    made.push({ way: 'sideCameras', drives, stride: SIDE_CAMERAS.stride });
  }
  if (teaching.noise) {
    const drives = noisyDrives(laps, beside(human, { ...NOISE, deviation: noise, seed }), sees);
    made.push({ way: 'noise', drives, stride: NOISE.stride });
  }
  if (!teaching.mirror) return made;
  const person: MadeDrives = { way: 'mirror', drives: stretchesOf(laps), stride: 1 };
  const mirrored = [person, ...made].map(({ drives, stride }): MadeDrives => {
    return { way: 'mirror', drives: mirroredDrives(drives), stride };
  });
  return [...made, ...mirrored];
}

/** With more drives where the person has many samples. */
const beside = <Settings extends { segments: number; ticks: Ticks; stride: Ticks }>(
  human: number,
  settings: Settings,
): Settings => ({
  ...settings,
  segments: Math.max(settings.segments, Math.ceil((BESIDE * human * settings.stride) / settings.ticks)),
});

export function countsOf(human: number, made: readonly { way: TeachingWay; size: number }[]): SampleCounts {
  const counts = { perturb: 0, sideCameras: 0, noise: 0, mirror: 0 };
  for (const { way, size } of made) counts[way] += size;
  return { human, recovery: counts.perturb + counts.sideCameras + counts.noise, made: counts };
}
