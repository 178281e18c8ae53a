import type { DatasetCard } from '../../shared/dataset/card.ts';
import { lapsOfLog, type RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { STATE_WIDTH } from '../../shared/dataset/lap.ts';
import { logTicks } from '../../shared/episode/log.ts';
import type { Dataset } from '../store/datasets.ts';
import { findEpisode, type StoredEpisode } from '../store/episodes.ts';
import { readLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';
import { NoLaps } from './collection.ts';

/** The laps of a data set that may leave this server, by the races they were driven in. */
export interface Leaving {
  episodes: StoredEpisode[];
  /** `nameOf` each lap. */
  laps: Set<string>;
  /** Laps whose person did not agree. */
  withheld: number;
}

/** States of cars that are noted while a log is played again; more cars than that are played in turns. */
const NOTED_BYTES = 32e6;

export const nameOf = ({ episodeId, number }: { episodeId: string; number: number }): string =>
  `${episodeId} ${number}`;

/** A person's laps leave when they said so; a scripted driver's always may. */
export const mayLeave = ({ driver, consent }: Pick<StoredEpisode, 'driver' | 'consent'>): boolean =>
  driver.kind === 'scripted' || (driver.kind === 'human' && consent?.exported === true);

/** NoLaps when none may leave. */
export async function lapsThatLeave(store: Store, dataset: Dataset): Promise<Leaving> {
  const { laps } = dataset.card as DatasetCard;
  const episodes: StoredEpisode[] = [];
  for (const id of new Set(laps.map(({ episodeId }) => episodeId))) {
    const episode = await findEpisode(store, id);
    if (episode && mayLeave(episode)) episodes.push(episode);
  }
  const allowed = new Set(episodes.map(({ id }) => id));
  const wanted = new Set(laps.filter(({ episodeId }) => allowed.has(episodeId)).map(nameOf));
  if (wanted.size === 0) {
    throw new NoLaps(`Of ${laps.length} laps none may leave: nobody in "${dataset.name}" agreed to an export.`);
  }
  return { episodes, laps: wanted, withheld: laps.length - wanted.size };
}

/** Each of those laps from its race's log, one race in memory at a time. */
export async function* lapsByRace(store: Store, leaving: Leaving, withOthers: boolean): AsyncGenerator<RecordedLap> {
  for (const [raceId, episodes] of byRace(leaving.episodes)) {
    const { log, track } = await readLog(store, raceId);
    const bytes = (logTicks(log) + 1) * STATE_WIDTH * 4;
    const together = withOthers ? episodes.length : Math.max(1, Math.floor(NOTED_BYTES / bytes));
    for (let from = 0; from < episodes.length; from += together) {
      const laps = lapsOfLog(log, track, episodes.slice(from, from + together), withOthers);
      for (const lap of laps) if (leaving.laps.has(nameOf(lap))) yield lap;
    }
  }
}

/** In the order of their first episode. */
export function byRace(episodes: readonly StoredEpisode[]): Map<string, StoredEpisode[]> {
  const races = new Map<string, StoredEpisode[]>();
  for (const episode of episodes) {
    const here = races.get(episode.raceId);
    if (here) here.push(episode);
    else races.set(episode.raceId, [episode]);
  }
  return races;
}
