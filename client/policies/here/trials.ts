import { arithmeticError, MOST_ERROR } from '../../../shared/training/arithmetic.ts';
import { pace } from '../../../shared/training/pace.ts';
import { ImitatedBackEnd, startBackEnd } from './backend.ts';
import { BACK_ENDS, type BackEnd, type Trial } from './news.ts';

/** Steps a back end is timed by; no more are taken once it needs this many times as long as the best before it. */
const STEPS = 15;
const PATIENCE = 1.5;

/**
 * Try every back end on a small network: whether its numbers are right, and how long a step of training takes. The
 * fastest of those that are right is left active; where two are equally fast, the first of BACK_ENDS.
 *
 * A clone's networks are tiny: a graphics processor waits for each small product and each answer, and often loses to
 * WebAssembly. Nobody knows before it is measured.
 */
export async function chooseBackEnd(tell: (trials: Trial[]) => void): Promise<{ chosen: BackEnd; trials: Trial[] }> {
  const trials: Trial[] = [];
  const quickest = (): Trial | null =>
    trials.reduce<Trial | null>(
      (best, trial) => (trial.fault === null && (best === null || trial.stepMs! < best.stepMs!) ? trial : best),
      null,
    );
  // WebAssembly first: it is nearly always there, and says how long it is worth waiting for the others.
  for (const backEnd of BACK_ENDS.toReversed()) {
    const patience = (quickest()?.stepMs ?? 100) * STEPS * PATIENCE;
    trials.unshift(await tryOut(backEnd, patience));
    tell(trials);
  }
  const fastest = quickest();
  if (fastest === null) throw new Error(trials.map(({ backEnd, told }) => `${backEnd}: ${told}`).join('; '));
  for (const trial of trials) if (trial.fault === null && trial !== fastest) trial.fault = 'slow';
  await startBackEnd(fastest.backEnd);
  return { chosen: fastest.backEnd, trials };
}

/** Start the one that the person wants, imitated or not; it has to be right all the same. */
export async function startWanted(backEnd: BackEnd): Promise<Trial> {
  const trial = await tryOut(backEnd, 0, true);
  if (trial.fault === null) return trial;
  throw new Error(trial.told || `"${backEnd}" is wrong by ${trial.error}, expected less than ${MOST_ERROR}.`);
}

async function tryOut(backEnd: BackEnd, patience: number, imitated = false): Promise<Trial> {
  const trial: Trial = { backEnd, fault: 'absent', stepMs: null, error: null, told: '' };
  try {
    await startBackEnd(backEnd, imitated);
    trial.error = await arithmeticError();
    // Also NaN is no number under the limit.
    if (!(trial.error < MOST_ERROR)) return { ...trial, fault: 'wrong' };
    return { ...trial, fault: null, stepMs: await pace(STEPS, patience, () => performance.now()) };
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    return { ...trial, fault: error instanceof ImitatedBackEnd ? 'imitated' : 'absent', told };
  }
}
