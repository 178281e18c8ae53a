import type { Track } from '../../../shared/track/track.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import type { Bar } from '../page.ts';
import { PLAYERS, type Player, playerName } from '../players.ts';
import { inWorkers, type Machine, machine } from '../pool.ts';
import type { Study } from '../study.ts';
import { framesHash } from '../taught.ts';
import { lossPage } from './page.ts';
import { type Ranking, rankingsOf } from './summary.ts';
import { type LossOrder, type LossPoint, SEEDS, SETTINGS } from './trial.ts';

export const TRACK = 'assets/tracks/technical.json';
export const SHOWING: readonly Player[] = PLAYERS.filter(({ skill }) => skill === 'fast');
const WORKER = new URL('./trialworker.ts', import.meta.url);

/** Everything that the study found; kept as results/loss.json. */
export interface LossStudy {
  study: 'loss';
  command: string;
  machine: Machine;
  data: { track: string; trackHash: string; players: string[]; framesHash: string };
  settings: typeof SETTINGS;
  seeds: number[];
  bars: Bar[];
  rankings: Ranking[];
  points: LossPoint[];
}

export const dataOf = (track: Track): LossStudy['data'] => ({
  track: track.id,
  trackHash: track.hash,
  players: SHOWING.map(playerName),
  framesHash: framesHash(SHOWING, track),
});

/** Does the validation loss tell who drives well? `tell` gets a line for each training. */
export async function studyLoss(tell: (line: string) => void): Promise<LossStudy> {
  const orders = SHOWING.flatMap((player) =>
    SETTINGS.flatMap((setting) =>
      [false, true].map((previousAction): LossOrder => ({ player, setting, previousAction })),
    ),
  );
  const looked = await inWorkers<LossOrder, LossPoint[]>(WORKER, orders, (points) => tell(words(points)), {
    track: TRACK,
  });
  const points = looked.flat();
  const rankings = rankingsOf(points);
  return {
    ...{ study: 'loss', command: 'npm run study -- loss', machine: machine(), data: dataOf(loadTrack(TRACK)) },
    ...{ settings: SETTINGS, seeds: SEEDS, bars: barsOf(rankings), rankings, points },
  };
}

/** Two sentences of the lecture, held against the pad, where falls are. */
export function barsOf(rankings: readonly Ranking[]): Bar[] {
  const both = rankings.find(({ hands, pool }) => hands === 'pad' && pool === 'both together')!;
  const without = rankings.find(({ hands, pool }) => hands === 'pad' && pool === 'without the previous action')!;
  return [
    {
      what: 'pad: the lowest loss of all is of a network that is told what it did last',
      bar: 'yes',
      shown: both.choosesPreviousAction ? 'yes' : 'no',
      holds: both.choosesPreviousAction,
    },
    {
      what: 'pad: the network that the loss chooses falls more than the best driver',
      bar: 'more',
      shown: `${both.chosenByLoss.toFixed(2)} against ${both.best.toFixed(2)}; without previous actions ${without.chosenByLoss.toFixed(2)} against ${without.best.toFixed(2)}`,
      holds: both.chosenByLoss > both.best,
    },
  ];
}

const words = (points: readonly LossPoint[]): string => {
  const [{ player, setting, previousAction } = { player: '', setting: '', previousAction: false }] = points;
  const last = points
    .slice(-SEEDS.length)
    .map((point) => `${point.validation.toFixed(4)} ${point.fallsPerLap.toFixed(1)}`);
  return `${player}, ${setting}, previous action ${previousAction ? 'shown' : 'hidden'}: ${last.join(', ')}`;
};

export async function run(tell: (line: string) => void): Promise<Study> {
  const result = await studyLoss(tell);
  return { result, page: lossPage(result), bars: result.bars };
}
