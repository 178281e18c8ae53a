import { DECISION_RATES } from '../../../shared/observation/spec.ts';
import type { Track } from '../../../shared/track/track.ts';
import { COACHED, UNTAUGHT } from '../../../shared/training/teaching.ts';
import { TICK_HZ } from '../../../shared/units/units.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import type { Judging } from '../judged.ts';
import type { Bar } from '../page.ts';
import { PLAYERS, type Player, playerName } from '../players.ts';
import { inWorkers, type Machine, machine } from '../pool.ts';
import type { Study } from '../study.ts';
import { type Cell, cellOf, framesHash, type TaughtOrder, type TaughtTrial } from '../taught.ts';
import { ratePage } from './page.ts';

export const TRACK = 'assets/tracks/technical.json';
export const SEEDS = [101, 202, 303];
export const SHOWING: readonly Player[] = PLAYERS.filter(({ skill }) => skill === 'fast');
export const JUDGED: Judging = { rollouts: 6, laps: 2 };
const LAPS = 3;
const WORKER = new URL('../taughtworker.ts', import.meta.url);

/** Decisions a second, with and without recovery, by one kind of hands. */
export interface RateCell extends Cell {
  hz: number;
  recovery: boolean;
  hands: Player['hands'];
}

/** Everything that the study found; kept as results/rate.json. */
export interface RateStudy {
  study: 'rate';
  command: string;
  machine: Machine;
  data: { track: string; trackHash: string; players: string[]; framesHash: string };
  judged: Judging;
  seeds: number[];
  bars: Bar[];
  cells: RateCell[];
  trials: TaughtTrial[];
}

export const dataOf = (track: Track): RateStudy['data'] => ({
  track: track.id,
  trackHash: track.hash,
  players: SHOWING.map(playerName),
  framesHash: framesHash(SHOWING, track),
});

/** How often must a clone decide? One network a training, nothing chosen. `tell` gets a line for each trial. */
export async function studyRate(tell: (line: string) => void): Promise<RateStudy> {
  const orders = SHOWING.flatMap((player) =>
    DECISION_RATES.flatMap((decisionTicks) =>
      [COACHED, UNTAUGHT].flatMap((teaching) =>
        SEEDS.map(
          (seed): TaughtOrder => ({
            ...{ player, laps: LAPS, teaching, decisionTicks, seed, candidates: 1, judging: JUDGED, kicks: false },
          }),
        ),
      ),
    ),
  );
  const trials = await inWorkers<TaughtOrder, TaughtTrial>(WORKER, orders, (trial) => tell(words(trial)), {
    track: TRACK,
  });
  const cells = cellsOf(trials);
  return {
    ...{ study: 'rate', command: 'npm run study -- rate', machine: machine(), data: dataOf(loadTrack(TRACK)) },
    ...{ judged: JUDGED, seeds: SEEDS, bars: barsOf(cells), cells, trials },
  };
}

export const cellsOf = (trials: readonly TaughtTrial[]): RateCell[] =>
  DECISION_RATES.flatMap((ticks) =>
    [true, false].flatMap((recovery) =>
      (['keyboard', 'pad'] as const).map((hands): RateCell => {
        const some = trials.filter(
          ({ decisionTicks, teaching, hands: own }) =>
            decisionTicks === ticks && teaching.perturb === recovery && own === hands,
        );
        return { hz: TICK_HZ / ticks, recovery, hands, ...cellOf(some) };
      }),
    ),
  );

/** What the product stands on: its own rate, with recovery. */
export function barsOf(cells: readonly RateCell[]): Bar[] {
  const own = cells.filter(({ hz, recovery }) => hz === 20 && recovery);
  const shown = own.map(({ hands, falls }) => `${hands} ${falls.value.toFixed(2)}`).join(', ');
  const holds = own.every(({ falls }) => falls.value <= 0.2);
  return [{ what: '20 Hz with recovery, falls a lap', bar: '≤ 0.2 for both hands', shown, holds }];
}

const words = ({ player, decisionTicks, seed, teaching, fallsPerLap, seconds }: TaughtTrial): string =>
  `${player}, ${TICK_HZ / decisionTicks} Hz, seed ${seed}, ${teaching.perturb ? 'recovery' : 'none'}: ` +
  `${fallsPerLap.toFixed(2)} falls a lap, ${seconds.toFixed(1)} s`;

export async function run(tell: (line: string) => void): Promise<Study> {
  const result = await studyRate(tell);
  return { result, page: ratePage(result), bars: result.bars };
}
