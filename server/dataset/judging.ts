import type { LapNumbers } from '../../shared/dataset/choice.ts';
import { type DrivenLap, LapJudge } from '../../shared/dataset/drivenlap.ts';
import { styleOf } from '../../shared/dataset/manner.ts';
import { latencyOf } from '../../shared/dataset/quality.ts';
import { Resimulation } from '../../shared/episode/resimulate.ts';
import { readLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';
import type { Candidate } from './candidates.ts';
import { NoLaps } from './refusal.ts';

/** Laps that are played again while somebody waits; beyond that the store is to be brought up to date first. */
const MOST_PLAYED = 2000;

/**
 * Give laps that lap_quality does not hold yet (of races closed before it was kept) their numbers, by playing their logs
 * again. How unlike the others they are stays unknown. NoLaps when there are too many of them to wait for.
 */
export async function judgeMissing(store: Store, candidates: readonly Candidate[]): Promise<void> {
  const races = new Map<string, Candidate[]>();
  let missing = 0;
  for (const candidate of candidates) {
    const laps = candidate.laps.filter(({ partial, quality }) => !partial && !quality).length;
    if (laps === 0) continue;
    missing += laps;
    races.set(candidate.raceId, [...(races.get(candidate.raceId) ?? []), candidate]);
  }
  if (missing > MOST_PLAYED) {
    throw new NoLaps(
      `${missing} laps have no quality numbers yet, at most ${MOST_PLAYED} are judged on the way. ` +
        'Start the server and let it judge the older races, or ask without quality, style and balance by styles.',
    );
  }
  for (const [raceId, episodes] of races) await judgeRace(store, raceId, episodes);
}

async function judgeRace(store: Store, raceId: string, episodes: readonly Candidate[]): Promise<void> {
  const { log, track } = await readLog(store, raceId);
  const judge = new LapJudge(log, track);
  const replay = new Resimulation(log, track);
  while (replay.advance(judge.visit, judge.resumed));
  for (const episode of episodes) {
    for (const lap of episode.laps) {
      const driven = judge.laps.find(({ car, endTick }) => car === episode.car && endTick === lap.endTick);
      if (driven && !lap.quality) lap.quality = numbersOf(driven);
    }
  }
}

function numbersOf({ ticks, quality, manner }: DrivenLap): LapNumbers {
  const { falls, offTracks, contacts, starved, wrongWays } = quality;
  return {
    ...{ ticks, falls, offTracks, contacts, starved, wrongWay: wrongWays > 0, latencyMs: latencyOf(quality) },
    ...{ idleShare: manner.idleShare, reversals: manner.reversals, novelty: null },
    ...{ style: styleOf(manner), mark: 'none' },
  };
}
