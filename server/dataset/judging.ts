import { judgeRace } from '../episode/lapquality.ts';
import type { Store } from '../store/tables.ts';
import { type Candidate, readNumbers } from './candidates.ts';
import { NoLaps } from './refusal.ts';

/** Laps that are played again while somebody waits; beyond that the store is to be brought up to date first. */
const MOST_PLAYED = 2000;
/** The same where only the card would tell of them. */
const MOST_FOR_CARD = 200;

/**
 * Judge the laps that lap_quality does not hold yet, of races closed before it was kept. NoLaps when there are too many
 * of them to wait for.
 */
export async function judgeMissing(store: Store, candidates: readonly Candidate[]): Promise<void> {
  const missing = candidates.reduce((sum, candidate) => sum + unjudged(candidate), 0);
  if (missing > MOST_PLAYED) {
    throw new NoLaps(
      `${missing} laps have no quality numbers yet, at most ${MOST_PLAYED} are judged on the way. ` +
        'Let the server judge the older races first, or ask without quality, style and balance by styles.',
    );
  }
  await judge(store, candidates);
}

/** Judge what a card tells of, if that is not much: a recipe that asks for no numbers is answered at once. */
export async function judgeFew(store: Store, candidates: readonly Candidate[]): Promise<void> {
  const missing = candidates.reduce((sum, candidate) => sum + unjudged(candidate), 0);
  if (missing > 0 && missing <= MOST_FOR_CARD) await judge(store, candidates);
}

async function judge(store: Store, candidates: readonly Candidate[]): Promise<void> {
  const lacking = candidates.filter((candidate) => unjudged(candidate) > 0);
  for (const raceId of new Set(lacking.map((candidate) => candidate.raceId))) await judgeRace(store, raceId);
  await readNumbers(store, lacking);
}

const unjudged = ({ laps }: Candidate): number => laps.filter(({ partial, quality }) => !partial && !quality).length;
