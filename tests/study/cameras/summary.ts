import { bootstrapInterval, mean, median } from '../../../shared/evaluation/interval.ts';
import { noEventInterval } from '../../../shared/evaluation/noevents.ts';
import type { Bar, Estimate } from '../page.ts';
import { type CameraRollout, type CameraTrial, LESSONS, type Lesson } from './trial.ts';

export type Hands = CameraTrial['hands'] | 'both';

/** One lesson on one kind of hands, or on both. */
export interface Group {
  lesson: Lesson;
  hands: Hands;
  trainings: number;
  fallsMedian: number;
  fallsPerLap: Estimate;
  offTracksPerLap: Estimate;
}

/** Falls a lap of the same player and seed without side cameras less those with them. */
export interface Gain {
  hands: Hands;
  fewer: Estimate;
  /** Pairs in which the side cameras' network fell less often. */
  better: number;
  pairs: number;
}

const BOOTSTRAP_SEED = 1;
const HANDS: readonly Hands[] = ['both', 'keyboard', 'pad'];
const rounded = (value: number): number => Math.round(value * 1000) / 1000;
const estimate = (value: number, [low, high]: [number, number]): Estimate => ({
  value: rounded(value),
  interval: [rounded(low), rounded(high)],
});

const ofHands = (trials: readonly CameraTrial[], hands: Hands): CameraTrial[] =>
  trials.filter((trial) => hands === 'both' || trial.hands === hands);

export function groupsOf(trials: readonly CameraTrial[]): Group[] {
  return LESSONS.flatMap((lesson) =>
    HANDS.map((hands): Group => {
      const own = ofHands(trials, hands).filter((trial) => trial.lesson === lesson);
      return {
        ...{ lesson, hands, trainings: own.length },
        fallsMedian: median(own.map(({ fallsPerLap }) => fallsPerLap)),
        fallsPerLap: rateOf(own, 'falls'),
        offTracksPerLap: rateOf(own, 'offTracks'),
      };
    }),
  );
}

/** Mean over rollouts, with 95 % by bootstrap over players, then seeds, then rollouts. */
function rateOf(trials: readonly CameraTrial[], what: 'falls' | 'offTracks'): Estimate {
  const rate = (rollout: CameraRollout): number => rollout[what] / Math.max(1e-3, rollout.laps);
  const nested = byPlayer(trials).map((own) => own.map(({ rollouts }) => rollouts.map(rate)));
  const value = mean(nested.flat(2));
  const laps = trials.flatMap(({ rollouts }) => rollouts).reduce((sum, { laps }) => sum + laps, 0);
  return estimate(value, value === 0 ? noEventInterval(laps) : bootstrapInterval(nested, mean, BOOTSTRAP_SEED));
}

const byPlayer = (trials: readonly CameraTrial[]): CameraTrial[][] =>
  [...new Set(trials.map(({ player }) => player))].map((player) => trials.filter((trial) => trial.player === player));

export function gainsOf(trials: readonly CameraTrial[]): Gain[] {
  return HANDS.map((hands) => {
    const without = ofHands(trials, hands).filter(({ lesson }) => lesson === 'front');
    const nested = byPlayer(without).map((own) =>
      own.map(({ player, seed, fallsPerLap }) => {
        const sides = trials.find((one) => one.lesson === 'sides' && one.player === player && one.seed === seed)!;
        return fallsPerLap - sides.fallsPerLap;
      }),
    );
    const gains = nested.flat();
    const fewer = estimate(mean(gains), bootstrapInterval(nested, mean, BOOTSTRAP_SEED));
    return { hands, fewer, better: gains.filter((gain) => gain > 0).length, pairs: gains.length };
  });
}

/** What side cameras would be worth having for: a bar of our own. */
export function barsOf(trials: readonly CameraTrial[]): Bar[] {
  const gains = gainsOf(trials);
  const sides = groupsOf(trials).find(({ lesson, hands }) => lesson === 'sides' && hands === 'both')!;
  return [
    ...gains.slice(1).map(({ hands, fewer: { value, interval } }): Bar => {
      const shown = `${value.toFixed(2)} [${interval.map((end) => end.toFixed(2)).join(', ')}]`;
      const what = `${hands} hands: falls a lap that side cameras save, same player and seed`;
      return { what, bar: 'interval above 0', shown, holds: interval[0] > 0 };
    }),
    {
      what: 'side cameras alone: falls a lap, median over all trainings',
      bar: '≤ 0.05',
      shown: sides.fallsMedian.toFixed(2),
      holds: sides.fallsMedian <= 0.05,
    },
  ];
}
