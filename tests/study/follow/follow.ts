import type { TrafficRun } from '../../../shared/evaluation/trafficrun.ts';
import { contentHash } from '../../../shared/exact/content.ts';
import type { Bar } from '../page.ts';
import { playerName } from '../players.ts';
import { inWorkers, type Machine, machine } from '../pool.ts';
import type { Study } from '../study.ts';
import { followPage } from './page.ts';
import { demonstrations, FOLLOWERS, JUDGED_RUNS, type RoadName, roadOf } from './races.ts';
import type { FollowOrder, FollowTrial } from './trial.ts';

/** First network seed of each training of a driver; they take the next three, too. */
export const FOLLOW_SEEDS = [101, 201];
export const FOLLOW_ROADS: readonly RoadName[] = ['lane', 'wide'];
const WORKER = new URL('./trialworker.ts', import.meta.url);

/** Everything that the study found; kept as results/follow.json. */
export interface FollowStudy {
  study: 'follow';
  command: string;
  machine: Machine;
  data: { drivers: string[]; roads: { name: RoadName; trackHash: string; laps: number[] }[]; framesHash: string };
  judged: typeof JUDGED_RUNS;
  seeds: number[];
  bars: Bar[];
  trials: FollowTrial[];
}

/**
 * Does a clone that sees cars follow and pass them? Two scripted drivers, two roads, two trainings each, blind and seeing.
 *
 * `tell` gets a line for each trial as it ends.
 */
export async function studyFollow(tell: (line: string) => void): Promise<FollowStudy> {
  const orders = FOLLOW_ROADS.flatMap((road) =>
    FOLLOWERS.flatMap((player) =>
      FOLLOW_SEEDS.flatMap((seed) =>
        (['road', 'traffic'] as const).map((sees): FollowOrder => ({ player, road, sees, seed })),
      ),
    ),
  );
  const trials = await inWorkers<FollowOrder, FollowTrial>(WORKER, orders, (trial) => tell(words(trial)));
  return {
    study: 'follow',
    command: 'npm run study -- follow',
    machine: machine(),
    data: dataOf(),
    judged: JUDGED_RUNS,
    seeds: FOLLOW_SEEDS,
    bars: followBars(trials),
    trials,
  };
}

/** What the demonstrations are: the same code gives the same hash on every machine. */
export function dataOf(): FollowStudy['data'] {
  const all = FOLLOW_ROADS.map((name) => ({ name, laps: FOLLOWERS.map((player) => demonstrations(player, name)) }));
  return {
    drivers: FOLLOWERS.map(playerName),
    roads: all.map(({ name, laps }) => ({
      ...{ name, trackHash: roadOf(name).hash, laps: laps.map((own) => own.length) },
    })),
    framesHash: contentHash(all.map(({ laps }) => laps.map((own) => own.map(({ frames }) => [...frames])))),
  };
}

export const totalOf = (trials: readonly FollowTrial[], count: (run: TrafficRun) => number): number =>
  trials.reduce((sum, { runs }) => sum + runs.reduce((inner, run) => inner + count(run), 0), 0);

/** Runs in which the clone hit nobody's back. */
export const unhurt = ({ runs }: FollowTrial): number => runs.filter(({ rearContacts }) => rearContacts === 0).length;

export function followBars(trials: readonly FollowTrial[]): Bar[] {
  const of = (road: RoadName, sees: FollowTrial['sees']) => trials.filter((t) => t.road === road && t.sees === sees);
  const { runs } = JUDGED_RUNS;
  const needed = Math.ceil(runs * 0.9);
  const [blind, seeing] = [of('lane', 'road'), of('lane', 'traffic')];
  const [blindWide, seeingWide] = [of('wide', 'road'), of('wide', 'traffic')];
  const list = (of: readonly FollowTrial[]): string => of.map(unhurt).join(', ');
  const perRun = (of: readonly FollowTrial[], count: (run: TrafficRun) => number) =>
    totalOf(of, count) / (of.length * runs);
  const rear = (run: TrafficRun): number => run.rearContacts;
  const [rearBlind, rearSeeing] = [perRun(blindWide, rear), perRun(seeingWide, rear)];
  const falls = perRun(seeing, (run) => run.falls);
  const passed = perRun(seeingWide, (run) => run.overtakes);
  const behind = perRun(seeing, (run) => run.following);
  return [
    {
      ...{
        what: 'seeing, lane: runs of a minute without a rear contact',
        bar: `≥ ${needed} of ${runs}, every training`,
      },
      ...{ shown: `${list(seeing)} of ${runs}`, holds: seeing.every((trial) => unhurt(trial) >= needed) },
    },
    {
      ...{ what: 'blind, lane: the same', bar: 'fewer than the seeing one of the same laps, every training' },
      shown: `${list(blind)} of ${runs}`,
      holds: blind.every((trial, i) => unhurt(trial) < unhurt(seeing[i]!)),
    },
    {
      ...{ what: 'seeing, lane: time within 25 m behind the car ahead', bar: '≥ 70 %' },
      ...{ shown: `${(behind * 100).toFixed(0)} %`, holds: behind >= 0.7 },
    },
    {
      ...{ what: 'seeing, lane: falls a minute', bar: '≤ 0.2' },
      ...{ shown: falls.toFixed(2), holds: falls <= 0.2 },
    },
    {
      ...{ what: 'seeing, wide: slower cars passed in a minute, of 3', bar: '≥ 2' },
      ...{ shown: passed.toFixed(2), holds: passed >= 2 },
    },
    {
      ...{ what: 'seeing, wide: rear contacts a minute', bar: 'at most half of the blind one’s' },
      ...{ shown: `${rearSeeing.toFixed(2)} against ${rearBlind.toFixed(2)}`, holds: rearSeeing <= rearBlind / 2 },
    },
  ];
}

const words = (trial: FollowTrial): string => {
  const sum = (count: (run: TrafficRun) => number): number => totalOf([trial], count);
  return (
    `${trial.road}, ${trial.player}, seed ${trial.seed}, ${trial.sees === 'traffic' ? 'seeing' : 'blind'}: ` +
    `${unhurt(trial)} of ${trial.runs.length} runs without a rear contact, ${sum((run) => run.overtakes)} passed, ` +
    `${sum((run) => run.falls)} falls, ${trial.coreSeconds} core s`
  );
};

export async function run(tell: (line: string) => void): Promise<Study> {
  const result = await studyFollow(tell);
  return { result, page: followPage(result), bars: result.bars };
}
