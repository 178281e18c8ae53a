import { type DatasetCard, datasetCardSchema } from '../../shared/dataset/cardschema.ts';
import type { ChosenLap, EpisodeEntry } from '../../shared/dataset/choice.ts';
import { loadLaps, type RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { type Recipe, type RecipeInput, recipeSchema } from '../../shared/dataset/recipe.ts';
import { type Dataset, findDataset } from '../store/datasets.ts';
import { readLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';
import { candidatesFor } from './candidates.ts';
import { makeDataset } from './making.ts';
import { NoLaps } from './refusal.ts';

export { isRefusal, NoLaps } from './refusal.ts';

/** Choose laps by a recipe, keep the choice as a new version, and replay its laps. */
export async function collect(
  store: Store,
  name: string,
  recipe: RecipeInput,
  createdBy: string | null,
): Promise<{ dataset: Dataset; laps: RecordedLap[] }> {
  const order = { name, createdBy, viewer: null };
  const { id } = await makeDataset(store, order, recipeSchema.parse(recipe));
  return lapsOfDataset(store, id);
}

/** A dataset that still holds its laps; NoLaps otherwise. */
export async function livingDataset(store: Store, id: string): Promise<Dataset> {
  const dataset = await findDataset(store, id);
  if (dataset === null) throw new NoLaps(`There is no dataset "${id}". "mimic dataset list" names those there are.`);
  if (dataset.tombstonedAt === null) return dataset;
  throw new NoLaps(`Dataset "${id}" is gone: a driver in it took their laps back.`);
}

/** The card of a living dataset, with the defaults of what was not told when it was written. */
export const cardOf = ({ card }: Dataset): DatasetCard => datasetCardSchema.parse(card);

/** The laps of a dataset, replayed from their logs; with the other cars beside them when it takes laps in traffic. */
export async function lapsOfDataset(store: Store, id: string): Promise<{ dataset: Dataset; laps: RecordedLap[] }> {
  const dataset = await livingDataset(store, id);
  const { recipe } = cardOf(dataset);
  const chosen = dataset.laps.map(({ episodeId, driverId, lap }) => ({ episodeId, driverId, number: lap }));
  return { dataset, laps: await lapsNamed(store, recipe, chosen, recipe.inTraffic) };
}

/** These laps, all on one track in one car, replayed from their logs. */
export async function lapsNamed(
  store: Store,
  { trackId, car }: Pick<Recipe, 'trackId' | 'car'>,
  chosen: readonly ChosenLap[],
  withOthers = false,
): Promise<RecordedLap[]> {
  const episodes = [...new Set(chosen.map((lap) => lap.episodeId))];
  const candidates = await candidatesFor(store, { trackId, car, drivers: [], sessions: [], episodes }, null);
  return replay(store, candidates, chosen, withOthers);
}

/** What a dataset's training may be judged by; NoLaps for a split whose score says nothing. */
export function refuseLeak(dataset: Dataset): void {
  if (!cardOf(dataset).splits.leaks) return;
  throw new NoLaps(
    `Dataset "${dataset.id}" is split by frames, which leaks: it is there to show that, and nothing is trained on it or ` +
      'chosen by it. Make it again with whole laps ("split": "whole").',
  );
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
