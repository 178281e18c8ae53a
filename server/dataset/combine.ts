import type { DatasetCard } from '../../shared/dataset/cardschema.ts';
import { type Choice, choose } from '../../shared/dataset/choice.ts';
import { asksForQuality, lapName, MOST_LAPS, type Recipe, recipeSchema } from '../../shared/dataset/recipe.ts';
import type { Combination, DatasetEntry } from '../../shared/wire/datasets.ts';
import type { Dataset } from '../store/datasets.ts';
import type { Store } from '../store/tables.ts';
import { type Candidate, candidatesFor } from './candidates.ts';
import { cardOf, livingDataset } from './collection.ts';
import { judgeMissing } from './judging.ts';
import { type DatasetOrder, keepDataset } from './making.ts';
import { NoLaps } from './refusal.ts';

interface Parent {
  dataset: Dataset;
  card: DatasetCard;
}

/**
 * A new dataset out of laps of others: of all of them (merge), of the first without the second's (subtract), of some
 * laps of one (subset). Split anew, with where it is from in its card. NoLaps when they do not go together, or when
 * nothing is left.
 */
export async function combineDatasets(
  store: Store,
  order: DatasetOrder,
  combination: Combination,
): Promise<DatasetEntry> {
  const { operation, of } = combination;
  const parents: Parent[] = [];
  for (const id of new Set(of)) {
    const dataset = await livingDataset(store, id);
    parents.push({ dataset, card: cardOf(dataset) });
  }
  refuseStrangers(parents);
  const names = namesLeft(parents, combination);
  if (names.size === 0) throw new NoLaps(nothingLeft(combination));
  const candidates = await candidatesOf(store, order, parents, names);
  const { recipe, choice } = await chosenOf(store, parents, combination, candidates, names);
  if (choice.laps.length === 0) throw new NoLaps(nothingLeft(combination));
  const madeOf = {
    operation,
    of: parents.map(({ dataset, card }) => {
      return { id: dataset.id, version: dataset.version, content: card.id, laps: card.counts.laps };
    }),
  };
  return keepDataset(store, order, { recipe, candidates, choice, madeOf });
}

/** A policy drives one car on one road: laps of others teach it nothing. */
function refuseStrangers([first, ...others]: readonly Parent[]): void {
  for (const { dataset, card } of others) {
    const [a, b] = [first.card, card];
    const differing =
      a.trackId !== b.trackId
        ? `on ${a.trackId} and on ${b.trackId}`
        : a.trackHash !== b.trackHash
          ? `on two versions of ${a.trackId} (${a.trackHash.slice(0, 8)} and ${b.trackHash.slice(0, 8)})`
          : a.recipe.car !== b.recipe.car
            ? `in ${a.recipe.car} and in ${b.recipe.car}`
            : a.physics !== b.physics
              ? `under physics ${a.physics} and ${b.physics}`
              : null;
    if (differing === null) continue;
    throw new NoLaps(
      `Datasets "${first.dataset.id}" and "${dataset.id}" are laps ${differing}, expected one track, car and physics. ` +
        'Choose datasets that share them.',
    );
  }
}

/** Names of the laps that the operation leaves, before a subset's recipe. */
function namesLeft(parents: readonly Parent[], { operation, laps }: Combination): Set<string> {
  const [first, ...others] = parents.map(({ card }) => card.laps.map(lapName));
  if (operation === 'merge') return new Set([...first, ...others.flat()]);
  if (operation === 'subtract') {
    const away = new Set(others.flat());
    return new Set(first.filter((name) => !away.has(name)));
  }
  const own = new Set(first);
  return new Set(laps ? laps.map(lapName).filter((name) => own.has(name)) : first);
}

function nothingLeft({ operation, of }: Combination): string {
  const next = operation === 'subset' ? 'Name laps that it holds, or widen the recipe.' : 'Choose other datasets.';
  return `A ${operation} of ${of.map((id) => `"${id}"`).join(' and ')} leaves no lap. ${next}`;
}

/** The episodes of those laps, with these laps alone; NoLaps when one of them is not the asker's to learn from. */
async function candidatesOf(
  store: Store,
  order: DatasetOrder,
  parents: readonly Parent[],
  names: ReadonlySet<string>,
): Promise<Candidate[]> {
  const { trackId, recipe } = parents[0].card;
  const laps = parents.flatMap(({ card }) => card.laps).filter((lap) => names.has(lapName(lap)));
  const episodes = [...new Set(laps.map(({ episodeId }) => episodeId))];
  const range = { trackId, car: recipe.car, drivers: [], sessions: [], episodes };
  const found = await candidatesFor(store, range, order.viewer);
  if (found.length < episodes.length) {
    throw new NoLaps(
      `${episodes.length - found.length} of ${episodes.length} episodes in these datasets are gone, or are not yours to ` +
        'learn from. Ask their drivers to let others race their clones, or take a subset without them.',
    );
  }
  return found;
}

/** What a subset's recipe says where it says nothing, and what a merge and a subtraction ask: every lap that is left. */
const EVERYTHING = { clean: false, inTraffic: true, laps: MOST_LAPS } as const;

async function chosenOf(
  store: Store,
  parents: readonly Parent[],
  { operation, recipe: asked = {} }: Combination,
  candidates: readonly Candidate[],
  names: ReadonlySet<string>,
): Promise<{ recipe: Recipe; choice: Choice }> {
  const { trackId, recipe: own } = parents[0].card;
  const marks = operation === 'subset' ? 'respect' : 'ignore';
  const wanted = recipeSchema.parse({ ...EVERYTHING, marks, ...asked, trackId, car: own.car });
  const left = candidates.map((candidate): Candidate => {
    const { id: episodeId, laps } = candidate;
    return { ...candidate, laps: laps.filter(({ number }) => names.has(lapName({ episodeId, number }))) };
  });
  if (asksForQuality(wanted)) await judgeMissing(store, left);
  const choice = choose(wanted, left);
  const taken = new Set(choice.laps.map(lapName));
  const laps = left.flatMap(({ id: episodeId, laps }) =>
    laps.filter(({ number }) => taken.has(lapName({ episodeId, number }))),
  );
  // As the laps are, not as they were asked for: who learns from them goes by it.
  const facts = { clean: laps.every(({ clean }) => clean), inTraffic: laps.some(({ inTraffic }) => inTraffic) };
  return { recipe: { ...wanted, ...facts }, choice };
}
