import { contentHash } from '../../../shared/exact/content.ts';
import type { Track } from '../../../shared/track/track.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { lapsOfPlayer, PLAYERS, playerName } from '../players.ts';
import { inWorkers, type Machine, machine } from '../pool.ts';
import type { Study } from '../study.ts';
import { camerasPage } from './page.ts';
import { barsOf, type Gain, type Group, gainsOf, groupsOf } from './summary.ts';
import { type CameraOrder, type CameraTrial, JUDGED, LESSONS, SHOWN, STEPS } from './trial.ts';

export const TRACK = 'assets/tracks/technical.json';
/** Of networks, and of what is drawn for a lesson; none of them was used while the layers were chosen. */
export const SEEDS = [301, 302, 303];
/** One of each kind of hands, of middling skill. */
export const SHOWING = PLAYERS.filter(({ skill }) => skill === 'mid');
const WORKER = new URL('./trialworker.ts', import.meta.url);

/** Everything that the study found; kept as results/cameras.json. */
export interface CamerasStudy {
  study: 'cameras';
  command: string;
  machine: Machine;
  data: { track: string; trackHash: string; players: string[]; laps: number; framesHash: string };
  judged: typeof JUDGED;
  steps: number;
  seeds: number[];
  bars: ReturnType<typeof barsOf>;
  groups: Group[];
  gains: Gain[];
  trials: CameraTrial[];
}

/** Do pictures from aside teach a network that drives by pictures to come back? */
export async function studyCameras(tell: (line: string) => void): Promise<CamerasStudy> {
  const orders = SHOWING.flatMap((player) =>
    SEEDS.flatMap((seed) => LESSONS.map((lesson): CameraOrder => ({ player, seed, lesson }))),
  );
  const trials = await inWorkers<CameraOrder, CameraTrial>(WORKER, orders, (trial) => tell(words(trial)), {
    track: TRACK,
  });
  return {
    ...{ study: 'cameras', command: 'npm run study -- cameras', machine: machine(), data: dataOf(loadTrack(TRACK)) },
    ...{ judged: JUDGED, steps: STEPS, seeds: SEEDS },
    ...{ bars: barsOf(trials), groups: groupsOf(trials), gains: gainsOf(trials), trials },
  };
}

/** What the demonstrations are: the same code gives the same hash on every machine. */
export function dataOf(track: Track): CamerasStudy['data'] {
  const frames = SHOWING.map((player) => lapsOfPlayer(player, track, SHOWN).map((lap) => [...lap.frames]));
  return {
    ...{ track: track.id, trackHash: track.hash, players: SHOWING.map(playerName), laps: SHOWN },
    framesHash: contentHash(frames),
  };
}

const words = ({ player, seed, lesson, fallsPerLap, offTracksPerLap, coreSeconds }: CameraTrial): string =>
  `${player}, seed ${seed}, ${lesson}: ${fallsPerLap.toFixed(2)} falls and ${offTracksPerLap.toFixed(2)} off-tracks a lap; ${coreSeconds} core s`;

export async function run(tell: (line: string) => void): Promise<Study> {
  const result = await studyCameras(tell);
  return { result, page: camerasPage(result), bars: result.bars };
}
