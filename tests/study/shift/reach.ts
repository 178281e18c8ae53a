import { stretchesOf } from '../../../shared/dataset/lap.ts';
import { DAGGER, dagger } from '../../../shared/training/dagger.ts';
import { fitNovice } from '../../../shared/training/interactive.ts';
import { noviceOf } from '../../../shared/training/novices.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { kernelBytes } from '../../shared/tensor/wasm.ts';
import { courseOf, DEMONSTRATORS, judged } from './trial.ts';

/** Where, and for how long, the weakest policy is taught by the ideal demonstrator besides the main trials. */
export const REACHES = [
  { road: 'oval', rounds: 6 },
  { road: 'technical', rounds: 18 },
] as const;
export const REACH_SEEDS = [101, 202, 303] as const;

export interface ReachOrder {
  road: (typeof REACHES)[number]['road'];
  rounds: number;
  seed: number;
}

/** How far answers bring a linear policy on one road: falls a lap after each round, and with as many laps instead. */
export interface ReachTrial extends ReachOrder {
  dagger: number[];
  plain: number;
}

/** tfjs must be ready in this thread. */
export async function reachTrial({ road, rounds, seed }: ReachOrder): Promise<ReachTrial> {
  const track = loadTrack(`assets/tracks/${road}.json`);
  const { course, held, laps } = courseOf(DEMONSTRATORS[0]!, 'linear', track, seed, rounds + 1);
  const novice = noviceOf('linear', seed);
  const tools = { kernelBytes: kernelBytes() };
  const taught = await dagger(course, { ...DAGGER, rounds, novice, seed }, tools);
  const plain = await fitNovice(course, stretchesOf(laps), novice, tools);
  return {
    ...{ road, rounds, seed },
    dagger: taught.map((one) => judged(one.novice, one.round, course, held).fallsPerLap),
    plain: judged(plain, rounds, course, held).fallsPerLap,
  };
}
