import { contentHash } from '../../../shared/exact/content.ts';
import type { Bar } from '../page.ts';
import { playerName } from '../players.ts';
import { inWorkers, type Machine, machine } from '../pool.ts';
import type { Study } from '../study.ts';
import { memoryPage } from './page.ts';
import { cueTrack, HELD, LEARNED, lapsFor, PLAYERS, plainTrack } from './races.ts';
import { barsOf } from './summary.ts';
import { ARMS, GIVEN, SEEDS, type Trial, type TrialOrder } from './trial.ts';

/** Everything that the study found; kept as results/memory.json. */
export interface MemoryStudy {
  study: 'memory';
  command: string;
  machine: Machine;
  data: MemoryData;
  given: typeof GIVEN;
  seeds: number[];
  bars: Bar[];
  trials: Trial[];
}

export interface MemoryData {
  cueHash: string;
  plainHash: string;
  players: string[];
  learned: typeof LEARNED;
  held: typeof HELD;
  framesHash: string;
}

/** What the players showed. */
export const dataOf = (): MemoryData => ({
  ...{ cueHash: cueTrack.hash, plainHash: plainTrack.hash, players: PLAYERS.map(playerName) },
  ...{ learned: LEARNED, held: HELD },
  framesHash: contentHash(
    PLAYERS.flatMap((player) => (['cue', 'plain'] as const).map((road) => lapsFor(player, road))).map(
      ({ learned, held }) => [...learned, ...held].map(({ frames }) => [...frames]),
    ),
  ),
});

/** The longest trainings first, so that both threads end together. */
export const ORDERS: readonly TrialOrder[] = ARMS.flatMap(({ name }) =>
  PLAYERS.map((player): TrialOrder => ({ arm: name, player })),
);

export async function run(tell: (line: string) => void): Promise<Study> {
  const trials = await inWorkers<TrialOrder, Trial>(new URL('./trialworker.ts', import.meta.url), ORDERS, (trial) =>
    tell(words(trial)),
  );
  const result: MemoryStudy = {
    study: 'memory',
    command: 'npm run study -- memory',
    machine: machine(),
    data: dataOf(),
    given: GIVEN,
    seeds: SEEDS,
    bars: barsOf(trials),
    trials,
  };
  return { result, page: memoryPage(result), bars: result.bars };
}

function words({ player, arm, passed, driven, coreSeconds }: Trial): string {
  const passes = passed.map(({ told, left, right, crashes }) => `${told}/${left + right}, ${crashes} crashes`);
  const falls = driven.map(({ rollouts }) => `${rollouts.reduce((sum, one) => sum + one.falls, 0)} falls`);
  return `${player}, ${arm}: ${[...passes, ...falls].join('; ')} (${coreSeconds} s)`;
}
