import { contentHash } from '../../../shared/exact/content.ts';
import type { Bar } from '../page.ts';
import { playerName } from '../players.ts';
import { inWorkers, type Machine, machine } from '../pool.ts';
import type { Study } from '../study.ts';
import { ARMS } from './arms.ts';
import { sidesPage } from './page.ts';
import { aheadBy, HELD, LATE, LEARNED, lapsOf, PLAYERS, RACED, rock, shareOf, sideOf, toldBy, track } from './races.ts';
import { BALANCED, barsOf } from './summary.ts';
import { GIVEN, SEEDS, type Trial, type TrialOrder } from './trial.ts';

/** Swept with squared error: how long before its rim the rock is seen, and how many of the laps go left. */
export const SIGHTS = [0.8, 1.2, 1.8, 2.6];
export const LEFTS = [LEARNED / 2, (3 * LEARNED) / 4, LEARNED];

/** Everything that the study found; kept as results/sides.json. */
export interface SidesStudy {
  study: 'sides';
  command: string;
  machine: Machine;
  data: SidesData;
  given: typeof GIVEN;
  seeds: number[];
  bars: Bar[];
  trials: Trial[];
}

export interface SidesData {
  trackHash: string;
  radius: number;
  late: typeof LATE;
  raced: number;
  learned: number;
  held: number;
  players: {
    name: string;
    laps: number;
    left: number;
    sightMetres: number;
    told: { seconds: number; share: number }[];
  }[];
  framesHash: string;
}

/** What the players showed. */
export function dataOf(): SidesData {
  const all = PLAYERS.map(lapsOf);
  return {
    ...{ trackHash: track.hash, radius: rock.radius, late: LATE, raced: RACED, learned: LEARNED, held: HELD },
    players: PLAYERS.map((player, i) => {
      const laps = all[i]!;
      const { learned } = shareOf(laps, BALANCED.left);
      return {
        ...{ name: playerName(player), laps: laps.length },
        left: laps.filter((lap) => sideOf(lap) === 'left').length,
        sightMetres: Math.round(aheadBy(learned, BALANCED.sight) * 10) / 10,
        told: [1.6, 1.4, 1.2, 1, 0.8].map((seconds) => ({
          seconds,
          share: Math.round(toldBy(learned, aheadBy(learned, seconds)) * 100) / 100,
        })),
      };
    }),
    framesHash: contentHash(all.map((laps) => laps.map(({ frames }) => [...frames]))),
  };
}

export const ORDERS: readonly TrialOrder[] = PLAYERS.flatMap((player) => [
  ...ARMS.map(({ name }): TrialOrder => ({ arm: name, player, ...BALANCED })),
  ...SIGHTS.flatMap((sight) => LEFTS.map((left): TrialOrder => ({ arm: 'squared error', player, sight, left }))).filter(
    ({ sight, left }) => sight !== BALANCED.sight || left !== BALANCED.left,
  ),
]);

export async function run(tell: (line: string) => void): Promise<Study> {
  const trials = await inWorkers<TrialOrder, Trial>(new URL('./trialworker.ts', import.meta.url), ORDERS, (trial) =>
    tell(words(trial)),
  );
  const result: SidesStudy = {
    study: 'sides',
    command: 'npm run study -- sides',
    machine: machine(),
    data: dataOf(),
    given: GIVEN,
    seeds: SEEDS,
    bars: barsOf(trials),
    trials,
  };
  return { result, page: sidesPage(result), bars: result.bars };
}

function words({ arm, player, sight, left, driven, coreSeconds }: Trial): string {
  const straight = driven.filter(({ motion }) => motion === 'straight');
  const shown = straight.map(({ decoding, crashes, passes }) => `${decoding} ${crashes}/${passes}`).join(', ');
  return `${player}, ${arm}, seen ${sight} s ahead, ${left} of ${LEARNED} left: ${shown} (${coreSeconds} s)`;
}
