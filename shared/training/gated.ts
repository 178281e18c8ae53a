import { stretchesOf } from '../dataset/lap.ts';
import type { Drive } from '../dataset/samples.ts';
import { startsFrom } from '../dataset/starts.ts';
import { type Seconds, TICK_HZ } from '../units/units.ts';
import {
  type Course,
  driveTogether,
  fitNovice,
  type InteractiveRound,
  type InteractiveTools,
  type NoviceSettings,
  type Referee,
} from './interactive.ts';
import { type Reach, SafeSet } from './safeset.ts';

/**
 * Human-gated DAgger: the novice drives until the expert takes the wheel, and only what the expert then does is learned.
 * `npm run mimic -- dagger --gated --reaction 0.3 --track technical --expert pad --rounds 6`
 *
 *   D ← demonstrations of π_H
 *   for i = 1 … N:   π_i(s) = g(s) π_H(s) + (1 − g(s)) π̂_i(s);   D ← D ∪ {(s, π_H(s)) : g(s) = 1};   π̂_{i+1} = argmin over D
 *
 * where g is 1 from the moment the expert takes the wheel, a reaction time after the car left the states they hold for
 * safe, until it is well back among them. A person can do that, at the speed of their hands, with the wheel in them;
 * nobody can answer sixty times a second while somebody else drives (dagger.ts). The paper also learns a threshold of
 * doubt from an ensemble; with no ensemble to warn anybody, that part is left out.
 *
 * Source: Kelly, Sidrane, Driggs-Campbell & Kochenderfer 2019, "HG-DAgger: Interactive Imitation Learning with Human
 * Experts", Algorithm 1.
 */
export interface GatedSettings {
  novice: NoviceSettings;
  /** N: drives of the novice, each followed by a training on all that experts did so far. */
  rounds: number;
  /** Laps that a round drives. */
  laps: number;
  /** From the car's leaving the safe states to the expert's hands moving: about 0.3 s in people who watch for it. */
  reaction: Seconds;
  /** Beyond this the expert reacts. */
  leave: Reach;
  /** Within this, for as long as `calm`, the expert lets go. Narrower, or the wheel would go to and fro. */
  back: Reach;
  calm: Seconds;
  /** Draws the starts of the rounds. */
  seed: number;
}

export const GATED: Omit<GatedSettings, 'novice' | 'seed'> = {
  rounds: 6,
  laps: 1,
  reaction: 0.3,
  leave: { aside: 1.2, turned: 0.25, faster: 2.5 },
  back: { aside: 0.5, turned: 0.1, faster: 1 },
  calm: 0.5,
};

/** Teach by taking the wheel; `each` gets every round as it ends. tfjs must be ready, see `trainNetworks`. */
export async function gated(
  course: Course,
  settings: GatedSettings,
  tools: InteractiveTools,
  each: (round: InteractiveRound) => void = () => {},
): Promise<InteractiveRound[]> {
  const { rounds, laps, seed } = settings;
  const safe = new SafeSet(course.shown);
  const starts = startsFrom(course.shown, rounds, seed);

  // Round 0: D ← demonstrations, and plain cloning of them.
  const data: Drive[] = [...stretchesOf(course.shown)];
  let novice = await fitNovice(course, data, settings.novice, tools);
  const done: InteractiveRound[] = [{ round: 0, novice, answers: 0, drive: null }];
  each(done[0]);

  for (let round = 1; round <= rounds; round++) {
    // The novice drives, the expert watches; nobody's answer counts but that of hands on the wheel.
    const { drives, ...drive } = driveTogether(course, {
      ...{ novice, laps, start: starts[(round - 1) % starts.length].state, expert: course.expert(round) },
      keep: 'driving',
      referee: gate(safe, settings),
    });

    // D ← D ∪ interventions; a drive that needed none leaves the novice as it is.
    data.push(...drives);
    const known = novice.labels;
    if (drives.length > 0) novice = await fitNovice(course, data, settings.novice, tools);
    const answers = novice.labels - done[0].novice.labels;
    done.push({ round, novice, answers, drive: { ...drive, labels: novice.labels - known } });
    each(done[round]);
  }
  return done;
}

/** g: who has the wheel, tick by tick. */
function gate(
  safe: SafeSet,
  { reaction, leave, back, calm }: Pick<GatedSettings, 'reaction' | 'leave' | 'back' | 'calm'>,
): Referee {
  let expertDrives = false;
  /** Ticks in a row astray while the novice drives, or well back while the expert does. */
  let waited = 0;
  return (car) => {
    const turning = expertDrives ? safe.holds(car, back) : !safe.holds(car, leave);
    waited = turning ? waited + 1 : 0;
    if (waited > TICK_HZ * (expertDrives ? calm : reaction)) {
      expertDrives = !expertDrives;
      waited = 0;
    }
    return expertDrives ? 'expert' : 'novice';
  };
}
