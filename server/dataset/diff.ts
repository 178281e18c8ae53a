import { lapName, recipeSchema } from '../../shared/dataset/recipe.ts';
import type { DatasetDiff } from '../../shared/wire/laps.ts';
import type { Dataset } from '../store/datasets.ts';
import type { Store } from '../store/tables.ts';
import { cardOf, livingDataset } from './collection.ts';

/** What became of one dataset in another, usually its next version. NoLaps when either is not there or gone. */
export async function diffDatasets(store: Store, before: string, after: string): Promise<DatasetDiff> {
  return differenceOf(await livingDataset(store, before), await livingDataset(store, after));
}

function differenceOf(before: Dataset, after: Dataset): DatasetDiff {
  const [sides, later] = [sidesOf(before), sidesOf(after)];
  const old = new Set(sides.keys());
  const kept = after.laps.filter((lap) => old.has(nameOf(lap)));
  return {
    added: after.laps.filter((lap) => !old.has(nameOf(lap))),
    removed: before.laps.filter((lap) => !later.has(nameOf(lap))),
    kept: kept.length,
    moved: kept.flatMap((lap) => {
      const to = later.get(nameOf(lap))!;
      return to === sides.get(nameOf(lap)) ? [] : [{ ...lap, to }];
    }),
    recipe: recipeDifference(before, after),
    counts: { before: before.laps.length, after: after.laps.length },
  };
}

const nameOf = ({ episodeId, lap }: { episodeId: string; lap: number }): string => lapName({ episodeId, number: lap });

/** On which side of the split each lap is. */
function sidesOf(dataset: Dataset): Map<string, 'train' | 'held-out'> {
  const held = new Set(cardOf(dataset).splits.validation.map(lapName));
  return new Map(dataset.laps.map((lap) => [nameOf(lap), held.has(nameOf(lap)) ? 'held-out' : 'train']));
}

/** Recipes from before a field was asked for are compared with the field's default. */
function recipeDifference(before: Dataset, after: Dataset): DatasetDiff['recipe'] {
  const [a, b] = [before, after].map(({ recipe }): Record<string, unknown> => recipeSchema.parse(recipe));
  const fields = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return fields
    .filter((field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]))
    .map((field) => ({ field, before: a[field] ?? null, after: b[field] ?? null }));
}
