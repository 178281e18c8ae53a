import { contentHash } from '../../../shared/exact/content.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { lapsOfPlayer, PLAYERS, playerName } from '../players.ts';
import { inWorkers, type Machine, machine } from '../pool.ts';
import type { Study } from '../study.ts';
import { type Bar, barsOf } from './bars.ts';
import { clonePage } from './page.ts';
import { type Summary, summaryOf } from './summary.ts';
import { JUDGED, type Trial } from './trial.ts';
import type { TrialOrder } from './trialworker.ts';
import { type OwnTube, ownTubeOf } from './tube.ts';

export const TRACK = 'assets/tracks/technical.json';
/** Laps that each player shows, in one race from the grid. */
export const SHOWN = 3;
/** First network seed of each training of a player; they take the next three, too. */
export const SEEDS = [101, 201];

const WORKER = new URL('./trialworker.ts', import.meta.url);

/** Everything that the study found; kept as results/clone.json. */
export interface CloneStudy {
  study: 'clone';
  command: string;
  machine: Machine;
  data: { track: string; trackHash: string; players: string[]; laps: number; framesHash: string };
  judged: typeof JUDGED;
  seeds: number[];
  bars: Bar[];
  summary: Summary;
  ownTubes: OwnTube[];
  trials: Trial[];
}

/**
 * Does a clone of three laps go round? Six scripted players, two trainings each, both kinds of clone.
 *
 * `tell` gets a line for each trial as it ends.
 */
export async function studyClone(tell: (line: string) => void): Promise<CloneStudy> {
  const track = loadTrack(TRACK);
  const shown = PLAYERS.map((player) => lapsOfPlayer(player, track, SHOWN));
  const data = {
    track: track.id,
    trackHash: track.hash,
    players: PLAYERS.map(playerName),
    laps: SHOWN,
    framesHash: contentHash(shown.map((laps) => laps.map(({ frames }) => [...frames]))),
  };
  const ownTubes = PLAYERS.map((player) => ownTubeOf(player, track));
  for (const { player, laps, stayed } of ownTubes) tell(`${player}: ${stayed} of ${laps} laps stay in their own tube`);
  const orders = PLAYERS.flatMap((player) =>
    SEEDS.flatMap((seed) =>
      (['copy', 'coached'] as const).map((kind): TrialOrder => ({ player, laps: SHOWN, kind, seed })),
    ),
  );
  const trials = await inWorkers<TrialOrder, Trial>(WORKER, orders, (trial) => tell(words(trial)), {
    track: TRACK,
  });
  const summary = summaryOf(trials, ownTubes);
  return {
    study: 'clone',
    command: 'npm run study -- clone',
    machine: machine(),
    data,
    judged: JUDGED,
    seeds: SEEDS,
    bars: barsOf(summary),
    summary,
    ownTubes,
    trials,
  };
}

const words = ({ player, seed, kind, fallsPerLap, autonomy, seconds }: Trial): string =>
  `${player}, seed ${seed}, ${kind}: ${fallsPerLap.toFixed(2)} falls a lap, autonomy ${(autonomy * 100).toFixed(1)} %, made in ${seconds.toFixed(1)} s`;

export async function run(tell: (line: string) => void): Promise<Study> {
  const result = await studyClone(tell);
  return { result, page: clonePage(result), bars: result.bars };
}
