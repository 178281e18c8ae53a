import { stretchesOf } from '../dataset/lap.ts';
import type { Drive } from '../dataset/samples.ts';
import { startsFrom } from '../dataset/starts.ts';
import { seededRandom } from '../exact/random.ts';
import { decisionTicksOf } from '../observation/spec.ts';
import {
  type Course,
  driveTogether,
  fitNovice,
  type InteractiveRound,
  type InteractiveTools,
  type NoviceSettings,
} from './interactive.ts';

/**
 * DAgger, dataset aggregation: the novice drives, the expert says at every moment what should have been done, and the next
 * novice learns from all of it. `npm run mimic -- dagger --track technical --expert ideal --rounds 6`
 *
 *   D ← demonstrations of π*
 *   for i = 1 … N:   π_i = β_i π* + (1 − β_i) π̂_i;   D ← D ∪ {(s, π*(s)) : s visited by π_i};   π̂_{i+1} = argmin over D
 *
 * Plain cloning learns what the expert does where the expert goes, and errs more the further it strays, up to quadratically
 * in the length of the drive; here the novice's own states get labels, and errors grow linearly.
 *
 * It asks for an answer 60 times a second while somebody else drives. A scripted expert can; a person cannot: gated.ts is
 * what people can do.
 *
 * Source: Ross, Gordon & Bagnell 2011, "A Reduction of Imitation Learning and Structured Prediction to No-Regret Online
 * Learning", Algorithm 3.1.
 */
export interface DaggerSettings {
  novice: NoviceSettings;
  /** N: drives of the novice, each followed by a training on all answers so far. */
  rounds: number;
  /** Laps that a round drives. */
  laps: number;
  /**
   * β_i: chance that the expert drives for one decision of round i, from 1 on. The paper's parameter-free choice is 1 in
   * the first round and 0 in all others; its first round is the demonstration here, so 0 throughout is the same thing.
   */
  beta(round: number): number;
  /** Draws the starts of the rounds and who drives. */
  seed: number;
}

export const DAGGER: Omit<DaggerSettings, 'novice' | 'seed'> = { rounds: 6, laps: 1, beta: () => 0 };

/** Teach by aggregation; `each` gets every round as it ends. tfjs must be ready, see `trainNetworks`. */
export async function dagger(
  course: Course,
  settings: DaggerSettings,
  tools: InteractiveTools,
  each: (round: InteractiveRound) => void = () => {},
): Promise<InteractiveRound[]> {
  const { rounds, laps, beta, seed } = settings;
  const decision = decisionTicksOf(course.observation);
  const random = seededRandom(seed * 7907 + 3);
  const starts = startsFrom(course.shown, rounds, seed);

  // Round 0: D ← demonstrations, and plain cloning of them.
  const data: Drive[] = [...stretchesOf(course.shown)];
  let novice = await fitNovice(course, data, settings.novice, tools);
  const done: InteractiveRound[] = [{ round: 0, novice, answers: 0, drive: null }];
  each(done[0]);

  for (let round = 1; round <= rounds; round++) {
    // The mixture π_i drives, one draw a decision; the expert answers at every moment, whoever drives.
    let expertDrives = false;
    const { drives, ...drive } = driveTogether(course, {
      ...{ novice, laps, start: starts[(round - 1) % starts.length].state, expert: course.expert(round) },
      keep: 'always',
      referee: (_, tick) => {
        if (tick % decision === 0) expertDrives = random.uniform() < beta(round);
        return expertDrives ? 'expert' : 'novice';
      },
    });

    // D ← D ∪ answers; the next novice starts from fresh weights, so that no round's data count more than another's.
    data.push(...drives);
    const known = novice.labels;
    novice = await fitNovice(course, data, settings.novice, tools);
    const answers = novice.labels - done[0].novice.labels;
    done.push({ round, novice, answers, drive: { ...drive, labels: novice.labels - known } });
    each(done[round]);
  }
  return done;
}
