import { contentHash } from '../../../shared/exact/content.ts';
import type { Track } from '../../../shared/track/track.ts';
import { NOVICE_NAMES, type NoviceName } from '../../../shared/training/novices.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import type { Bar } from '../page.ts';
import { inWorkers, type Machine, machine } from '../pool.ts';
import type { Study } from '../study.ts';
import { shiftPage } from './page.ts';
import { REACH_SEEDS, REACHES, type ReachOrder, type ReachTrial } from './reach.ts';
import { barsOf, type Curve, curvesOf } from './summary.ts';
import { DEMONSTRATORS, JUDGED, ROUNDS, type ShiftOrder, type ShiftTrial, shownLaps } from './trial.ts';

export const TRACK = 'assets/tracks/technical.json';
/**
 * Of networks, starts of rounds and days of the demonstrator; none of them was used while settings were chosen. Trainings
 * of the strong policy differ more from seed to seed.
 */
export const SEEDS: Record<NoviceName, readonly number[]> = {
  linear: [101, 202, 303],
  'mlp-16': [101, 202, 303],
  'mlp-128': [101, 202, 303, 404, 505, 606, 707, 808, 909, 1010, 1111],
};
const WORKER = new URL('./trialworker.ts', import.meta.url);
const REACH_WORKER = new URL('./reachworker.ts', import.meta.url);

/** Everything that the study found; kept as results/shift.json. */
export interface ShiftStudy {
  study: 'shift';
  command: string;
  machine: Machine;
  data: { track: string; trackHash: string; demonstrators: string[]; framesHash: string };
  judged: typeof JUDGED;
  rounds: number;
  seeds: typeof SEEDS;
  bars: Bar[];
  curves: Curve[];
  trials: ShiftTrial[];
  /** The weakest policy on an easier road, and for longer. */
  reaches: ReachTrial[];
}

/**
 * What helps against a novice's own mistakes: more laps of the expert, or the expert's answers where the novice goes?
 *
 * `tell` gets a line for each trial as it ends.
 */
export async function studyShift(tell: (line: string) => void): Promise<ShiftStudy> {
  const orders = DEMONSTRATORS.flatMap((demonstrator) =>
    NOVICE_NAMES.flatMap((policy) => SEEDS[policy].map((seed): ShiftOrder => ({ demonstrator, policy, seed }))),
  );
  const trials = await inWorkers<ShiftOrder, ShiftTrial>(WORKER, orders, (trial) => tell(words(trial)), {
    track: TRACK,
  });
  const further = REACHES.flatMap((reach) => REACH_SEEDS.map((seed): ReachOrder => ({ ...reach, seed })));
  const reaches = await inWorkers<ReachOrder, ReachTrial>(REACH_WORKER, further, (trial) => tell(reachWords(trial)));
  return {
    ...{ study: 'shift', command: 'npm run study -- shift', machine: machine(), data: dataOf(loadTrack(TRACK)) },
    ...{ judged: JUDGED, rounds: ROUNDS, seeds: SEEDS },
    ...{ bars: barsOf(trials, reaches), curves: curvesOf(trials), trials, reaches },
  };
}

/** What the demonstrations are: the same code gives the same hash on every machine. */
export function dataOf(track: Track): ShiftStudy['data'] {
  const shown = DEMONSTRATORS.map((one) => SEEDS['mlp-128'].map((seed) => shownLaps(one, track, seed, 2)));
  return {
    ...{ track: track.id, trackHash: track.hash },
    demonstrators: DEMONSTRATORS.map(({ kind, seed }) => (kind === 'ideal' ? kind : `${kind} mid ${seed}`)),
    framesHash: contentHash(shown.map((days) => days.map((laps) => laps.map(({ frames }) => [...frames])))),
  };
}

const words = ({ demonstrator, policy, seed, curves, coreSeconds }: ShiftTrial): string => {
  const curve = (name: 'dagger' | 'gated' | 'equalLaps'): string =>
    curves[name].map(({ fallsPerLap }) => fallsPerLap.toFixed(1)).join(' ');
  return (
    `${demonstrator}, ${policy}, seed ${seed}: DAgger ${curve('dagger')}; gated ${curve('gated')}; ` +
    `plain ${curve('equalLaps')}; ${coreSeconds} core s`
  );
};

const reachWords = ({ road, rounds, seed, dagger, plain }: ReachTrial): string =>
  `linear on ${road}, ${rounds} rounds, seed ${seed}: DAgger ${dagger.map((falls) => falls.toFixed(1)).join(' ')}; ` +
  `plain ${plain.toFixed(1)}`;

export async function run(tell: (line: string) => void): Promise<Study> {
  const result = await studyShift(tell);
  return { result, page: shiftPage(result), bars: result.bars };
}
