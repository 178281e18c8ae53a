import type { ChunkSpec } from '../../../shared/policy/chunk.ts';
import type { Track } from '../../../shared/track/track.ts';
import { COACHED, UNTAUGHT } from '../../../shared/training/teaching.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import type { Judging } from '../judged.ts';
import type { Bar } from '../page.ts';
import { PLAYERS, type Player, playerName } from '../players.ts';
import { inWorkers, type Machine, machine } from '../pool.ts';
import type { Study } from '../study.ts';
import { type Cell, cellOf, framesHash, type TaughtOrder, type TaughtTrial } from '../taught.ts';
import { chunksPage } from './page.ts';

export const TRACK = 'assets/tracks/technical.json';
export const SEEDS = [101, 202, 303];
export const SHOWING: readonly Player[] = PLAYERS.filter(({ skill }) => skill !== 'sloppy');
export const JUDGED: Judging = { rollouts: 8, laps: 2 };
const LAPS = 3;
const WORKER = new URL('../taughtworker.ts', import.meta.url);

/** One decision at a time, and plans of several. */
export const ARMS: readonly { name: string; chunk: ChunkSpec | null }[] = [
  { name: 'one by one', chunk: null },
  { name: '4, each to its end', chunk: { length: 4, drive: 'commit', fade: 0.1 } },
  { name: '4, mean of all plans', chunk: { length: 4, drive: 'ensemble', fade: 0.1 } },
  { name: '8, mean of all plans', chunk: { length: 8, drive: 'ensemble', fade: 0.1 } },
  { name: '16, mean of all plans', chunk: { length: 16, drive: 'ensemble', fade: 0.1 } },
];

/** One arm, with and without recovery, by one kind of hands. */
export interface ChunkCell extends Cell {
  arm: string;
  recovery: boolean;
  hands: Player['hands'];
}

/** Everything that the study found; kept as results/chunks.json. */
export interface ChunksStudy {
  study: 'chunks';
  command: string;
  machine: Machine;
  data: { track: string; trackHash: string; players: string[]; framesHash: string };
  judged: Judging;
  seeds: number[];
  bars: Bar[];
  cells: ChunkCell[];
  trials: TaughtTrial[];
}

export const dataOf = (track: Track): ChunksStudy['data'] => ({
  track: track.id,
  trackHash: track.hash,
  players: SHOWING.map(playerName),
  framesHash: framesHash(SHOWING, track),
});

/** The training of one arm: one network, nothing chosen. */
export const orderOf = (player: Player, arm: number, recovery: boolean, seed: number): TaughtOrder => ({
  ...{ player, laps: LAPS, teaching: recovery ? COACHED : UNTAUGHT, decisionTicks: 3, seed, candidates: 1 },
  ...{ chunk: ARMS[arm]!.chunk, judging: JUDGED, kicks: false },
});

/** Does planning ahead keep a clone on the road? `tell` gets a line for each trial. */
export async function studyChunks(tell: (line: string) => void): Promise<ChunksStudy> {
  const orders = SHOWING.flatMap((player) =>
    ARMS.flatMap((_, arm) =>
      [false, true].flatMap((recovery) => SEEDS.map((seed) => orderOf(player, arm, recovery, seed))),
    ),
  );
  const trials = await inWorkers<TaughtOrder, TaughtTrial>(WORKER, orders, (trial) => tell(words(trial)), {
    track: TRACK,
  });
  const cells = cellsOf(trials);
  return {
    ...{ study: 'chunks', command: 'npm run study -- chunks', machine: machine(), data: dataOf(loadTrack(TRACK)) },
    ...{ judged: JUDGED, seeds: SEEDS, bars: barsOf(cells), cells, trials },
  };
}

const isOf = ({ chunk = null }: TaughtTrial, arm: ChunkSpec | null): boolean =>
  chunk?.length === arm?.length && chunk?.drive === arm?.drive;

export const cellsOf = (trials: readonly TaughtTrial[]): ChunkCell[] =>
  ARMS.flatMap(({ name, chunk }) =>
    [false, true].flatMap((recovery) =>
      (['keyboard', 'pad'] as const).map((hands): ChunkCell => {
        const some = trials.filter(
          (trial) => isOf(trial, chunk) && trial.teaching.perturb === recovery && trial.hands === hands,
        );
        return { arm: name, recovery, hands, ...cellOf(some) };
      }),
    ),
  );

/** Bars of our own: what planning is worth to smooth hands that nobody coached, and that it costs the coached nothing. */
export function barsOf(cells: readonly ChunkCell[]): Bar[] {
  const of = (arm: number, recovery: boolean, hands: Player['hands']): ChunkCell =>
    cells.find((cell) => cell.arm === ARMS[arm]!.name && cell.recovery === recovery && cell.hands === hands)!;
  const [alone, planned] = [of(0, false, 'pad').falls.value, of(2, false, 'pad').falls.value];
  const coached = cells.filter(({ arm, recovery }) => recovery && arm === ARMS[2]!.name);
  const shown = coached.map(({ hands, falls }) => `${hands} ${falls.value.toFixed(2)}`).join(', ');
  return [
    {
      what: 'pad, copies: falls a lap with four decisions planned, mean of all plans',
      bar: 'at most a third of one by one',
      shown: `${planned.toFixed(2)} against ${alone.toFixed(2)}`,
      holds: planned <= alone / 3,
    },
    {
      what: 'coached, four decisions planned: falls a lap',
      bar: '≤ 0.05 for both hands',
      shown,
      holds: coached.every(({ falls }) => falls.value <= 0.05),
    },
  ];
}

const words = ({ player, chunk, seed, teaching, fallsPerLap, seconds }: TaughtTrial): string => {
  const { name } = ARMS.find((arm) => arm.chunk?.length === chunk?.length && arm.chunk?.drive === chunk?.drive)!;
  const kind = teaching.perturb ? 'coached' : 'copy';
  return `${player}, ${name}, seed ${seed}, ${kind}: ${fallsPerLap.toFixed(2)} falls a lap, ${seconds.toFixed(1)} s`;
};

export async function run(tell: (line: string) => void): Promise<Study> {
  const result = await studyChunks(tell);
  return { result, page: chunksPage(result), bars: result.bars };
}
