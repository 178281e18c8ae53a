import { type DatasetCard, datasetCard } from '../../shared/dataset/card.ts';
import { loadLaps, type RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { type ChosenLap, chooseLaps, type EpisodeEntry, type Recipe } from '../../shared/dataset/recipe.ts';
import { LogError } from '../../shared/episode/log.ts';
import { PHYSICS } from '../../shared/race/constants.ts';
import { type Dataset, findDataset, insertDataset, LapsGone } from '../store/datasets.ts';
import { listEpisodes } from '../store/episodes.ts';
import { readLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';

/** Draws the split of every dataset, kept in its card, and of every training on it. */
export const SPLIT_SEED = 1;

/** Laps cannot be chosen or replayed as asked; the message is for the person who asked. */
export class NoLaps extends Error {
  override name = 'NoLaps';
}

/** Whether an error is for the person who asked: no laps, laps that cannot be replayed, or laps that went meanwhile. */
export const isRefusal = (error: unknown): error is Error =>
  error instanceof NoLaps || error instanceof LogError || error instanceof LapsGone;

/** Choose laps by a recipe, replay them, and keep the choice as a new version. */
export async function collect(
  store: Store,
  name: string,
  recipe: Recipe,
  createdBy: string | null,
): Promise<{ dataset: Dataset; laps: RecordedLap[] }> {
  const episodes = await episodesFor(store, recipe);
  const chosen = chooseLaps(recipe, episodes);
  if (chosen.length === 0) {
    throw new NoLaps(
      `No lap on "${recipe.trackId}" fits the recipe (${recipe.clean ? 'clean laps' : 'laps'}${recipe.inTraffic ? '' : ' out of traffic'}). Drive one, or widen the recipe.`,
    );
  }
  const laps = await replay(store, episodes, chosen, recipe.inTraffic);
  const card = datasetCard({ name, recipe, physics: PHYSICS, laps, seed: SPLIT_SEED });
  const rows = chosen.map(({ episodeId, driverId, number }) => ({ episodeId, driverId, lap: number }));
  return { dataset: await insertDataset(store, { name, recipe, laps: rows, card, createdBy }), laps };
}

/** A dataset that still holds its laps; NoLaps otherwise. */
export async function livingDataset(store: Store, id: string): Promise<Dataset> {
  const dataset = await findDataset(store, id);
  if (dataset === null) throw new NoLaps(`There is no dataset "${id}". "mimic dataset list" names those there are.`);
  if (dataset.tombstonedAt === null) return dataset;
  throw new NoLaps(`Dataset "${id}" is gone: a driver in it took their laps back.`);
}

/** The laps of a dataset, replayed from their logs; with the other cars beside them when it takes laps in traffic. */
export async function lapsOfDataset(store: Store, id: string): Promise<{ dataset: Dataset; laps: RecordedLap[] }> {
  const dataset = await livingDataset(store, id);
  const { recipe } = dataset.card as DatasetCard;
  const chosen = dataset.laps.map(({ episodeId, driverId, lap }) => ({ episodeId, driverId, number: lap }));
  const wanted = { ...recipe, episodes: [...new Set(chosen.map((lap) => lap.episodeId))] };
  return { dataset, laps: await replay(store, await episodesFor(store, wanted), chosen, recipe.inTraffic) };
}

/** All whole laps of one episode. */
export async function lapsOfEpisode(store: Store, episode: EpisodeEntry): Promise<RecordedLap[]> {
  const driverId = episode.driver.id;
  const whole = episode.laps.filter(({ partial }) => !partial);
  const chosen = whole.map(({ number }) => ({ episodeId: episode.id, driverId, number }));
  return replay(store, [episode], chosen);
}

const replay = (
  store: Store,
  episodes: readonly EpisodeEntry[],
  chosen: readonly ChosenLap[],
  withOthers = false,
): Promise<RecordedLap[]> => loadLaps({ log: (raceId) => readLog(store, raceId) }, episodes, chosen, withOthers);

/** Every episode a recipe may choose from; quarantined ones hold no laps. */
async function episodesFor(store: Store, recipe: Recipe): Promise<EpisodeEntry[]> {
  const found: EpisodeEntry[] = [];
  const drivers = recipe.drivers.length > 0 ? recipe.drivers : [undefined];
  for (const driver of drivers) {
    let after: string | undefined;
    do {
      const page = await listEpisodes(store, { track: recipe.trackId, driver, after, limit: 200 });
      found.push(...page.items.filter((episode) => episode.status !== 'quarantined'));
      after = page.next ?? undefined;
    } while (after !== undefined);
  }
  return found;
}
