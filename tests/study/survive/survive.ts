import type { Track } from '../../../shared/track/track.ts';
import { COACHED, type Teaching, UNTAUGHT } from '../../../shared/training/teaching.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import type { Judging } from '../judged.ts';
import type { Bar } from '../page.ts';
import { PLAYERS, type Player, playerName } from '../players.ts';
import { inWorkers, type Machine, machine } from '../pool.ts';
import type { Study } from '../study.ts';
import { framesHash, type TaughtOrder, type TaughtTrial } from '../taught.ts';
import { survivePage } from './page.ts';
import { barsOf, type Summary, summaryOf } from './summary.ts';

export const TRACK = 'assets/tracks/technical.json';
export const LAPS = [1, 3, 10, 30, 150];
/** Of each player's trainings; none was used while settings were chosen. */
export const SEEDS = [101, 202, 303];
/** Two of each kind of hands; where twelve trainings are not asked for, the first of each. */
export const SHOWING: readonly Player[] = PLAYERS.filter(({ skill }) => skill !== 'sloppy');
export const FEW: readonly Player[] = SHOWING.filter(({ skill }) => skill === 'fast');
export const JUDGED: Judging = { rollouts: 10, laps: 3 };
/** Candidates of a training of the grid, as the product has them, and of the switches, where nothing is chosen. */
export const CANDIDATES = { grid: 4, switches: 1 };
const WORKER = new URL('../taughtworker.ts', import.meta.url);

/** What is switched, one at a time, at three laps. */
export const SWITCHES: Record<string, Teaching> = {
  'the person’s samples alone': UNTAUGHT,
  'perturbed, driven back': COACHED,
  'side cameras': { ...UNTAUGHT, sideCameras: true },
  'injected noise': { ...UNTAUGHT, noise: true },
  mirror: { ...UNTAUGHT, mirror: true },
  'previous action shown': { ...UNTAUGHT, previousAction: 'shown' },
  'previous action dropped out': { ...UNTAUGHT, previousAction: 'dropped' },
  'perturbed, previous action shown': { ...COACHED, previousAction: 'shown' },
  'perturbed, previous action dropped out': { ...COACHED, previousAction: 'dropped' },
};

/** Everything that the study found; kept as results/survive.json. */
export interface SurviveStudy {
  study: 'survive';
  command: string;
  machine: Machine;
  data: { track: string; trackHash: string; players: string[]; framesHash: string };
  judged: Judging;
  seeds: number[];
  bars: Bar[];
  summary: Summary;
  trials: TaughtTrial[];
}

export const dataOf = (track: Track): SurviveStudy['data'] => ({
  track: track.id,
  trackHash: track.hash,
  players: SHOWING.map(playerName),
  framesHash: framesHash(SHOWING, track),
});

const common = { decisionTicks: 3, judging: JUDGED } as const;

/** The grid: laps × recovery × hands. The cells that bars speak of get all players. */
const grid = (): TaughtOrder[] =>
  LAPS.flatMap((laps) =>
    SHOWING.flatMap((player) =>
      [COACHED, UNTAUGHT].flatMap((teaching) => {
        const barred = teaching === COACHED && laps <= 3;
        if (!barred && !FEW.includes(player)) return [];
        return SEEDS.map(
          (seed): TaughtOrder => ({
            ...{ ...common, player, laps, teaching, seed, candidates: CANDIDATES.grid },
            kicks: laps === 3,
          }),
        );
      }),
    ),
  );

const switches = (): TaughtOrder[] =>
  FEW.flatMap((player) =>
    Object.values(SWITCHES).flatMap((teaching) =>
      SEEDS.map(
        (seed): TaughtOrder => ({
          ...{ ...common, player, laps: 3, teaching, seed, candidates: CANDIDATES.switches, kicks: false },
        }),
      ),
    ),
  );

/** How many laps, and what made of them, does a clone need to stay on the road? `tell` gets a line for each trial. */
export async function studySurvive(tell: (line: string) => void): Promise<SurviveStudy> {
  const data = { track: TRACK };
  const trials = await inWorkers<TaughtOrder, TaughtTrial>(
    WORKER,
    [...grid(), ...switches()],
    (trial) => tell(words(trial)),
    data,
  );
  const summary = summaryOf(trials);
  return {
    ...{ study: 'survive', command: 'npm run study -- survive', machine: machine(), data: dataOf(loadTrack(TRACK)) },
    ...{ judged: JUDGED, seeds: SEEDS, bars: barsOf(summary), summary, trials },
  };
}

const words = ({ player, laps, seed, teaching, candidates, fallsPerLap, seconds }: TaughtTrial): string =>
  `${player}, ${laps} laps, seed ${seed}, ${candidates} candidates, ${JSON.stringify(teaching)}: ` +
  `${fallsPerLap.toFixed(2)} falls a lap, ${seconds.toFixed(1)} s`;

export async function run(tell: (line: string) => void): Promise<Study> {
  const result = await studySurvive(tell);
  return { result, page: survivePage(result), bars: result.bars };
}
