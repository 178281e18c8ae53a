import { datasetCard } from '../../shared/dataset/card.ts';
import type { CardLap } from '../../shared/dataset/cardparts.ts';
import type { DatasetCard } from '../../shared/dataset/cardschema.ts';
import { type Choice, choose } from '../../shared/dataset/choice.ts';
import { coverageOf } from '../../shared/dataset/coverage.ts';
import { loadLaps } from '../../shared/dataset/demonstrations.ts';
import { LEAK_LAPS, leakOf } from '../../shared/dataset/leak.ts';
import { defaultLicence, type Licence } from '../../shared/dataset/licence.ts';
import { asksForQuality, lapName, MOST_LAPS, type Recipe } from '../../shared/dataset/recipe.ts';
import { type Split, splitByFrames, splitByHand, splitLaps } from '../../shared/dataset/split.ts';
import { thinStretches } from '../../shared/dataset/thin.ts';
import { PHYSICS } from '../../shared/race/constants.ts';
import type { Track } from '../../shared/track/track.ts';
import type { DatasetEntry } from '../../shared/wire/datasets.ts';
import { insertDataset } from '../store/datasets.ts';
import { readLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';
import type { Viewer } from '../store/viewer.ts';
import { type Candidate, candidatesFor } from './candidates.ts';
import { readCardLaps } from './cardlaps.ts';
import { judgeFew, judgeMissing } from './judging.ts';
import { NoLaps } from './refusal.ts';

/** Draws the split of every dataset, kept in its card. */
export const SPLIT_SEED = 1;
/** Rows that one query brings. */
const PAGE = 500;

/** Who makes a dataset, and how it is called. */
export interface DatasetOrder {
  name: string;
  licence?: Licence;
  /** Driver id; null for the command line and for organisers. */
  createdBy: string | null;
  /** Who asks, and so whose laps may be taken; null may take everybody's. */
  viewer: Viewer | null;
  /** The session it is frozen from. */
  sessionId?: string | null;
}

/** What is kept of a choice besides its laps. */
interface Kept {
  recipe: Recipe;
  candidates: readonly Candidate[];
  choice: Choice;
  madeOf: DatasetCard['madeOf'];
}

/** Choose laps by a recipe and keep the choice as a new version. NoLaps when there are none, with the reasons. */
export async function makeDataset(store: Store, order: DatasetOrder, recipe: Recipe): Promise<DatasetEntry> {
  const candidates = await candidatesFor(store, recipe, order.viewer);
  if (asksForQuality(recipe)) await judgeMissing(store, candidates);
  const choice = choose(recipe, candidates);
  if (choice.laps.length === 0) throw new NoLaps(nothingFits(recipe, choice));
  return keepDataset(store, order, { recipe, candidates, choice, madeOf: null });
}

function nothingFits({ trackId, clean, inTraffic }: Recipe, { leftOut }: Choice): string {
  const kind = `${clean ? 'clean laps' : 'laps'}${inTraffic ? '' : ' out of traffic'}`;
  const reasons = leftOut.map(({ reason, laps }) => `${laps} ${reason}`).join(', ');
  const out = reasons ? ` Left out: ${reasons}.` : '';
  return `No lap on "${trackId}" fits the recipe (${kind}).${out} Drive one, or widen the recipe.`;
}

/** Write the card of a choice that is not empty, and keep both. */
export async function keepDataset(
  store: Store,
  order: DatasetOrder,
  { recipe, candidates, choice, madeOf }: Kept,
): Promise<DatasetEntry> {
  const { name, createdBy } = order;
  if (choice.laps.length > MOST_LAPS) {
    throw new NoLaps(
      `The recipe takes ${choice.laps.length} laps, at most ${MOST_LAPS} go into one dataset. Narrow it.`,
    );
  }
  const held = new Set(choice.laps.map(({ episodeId }) => episodeId));
  await judgeFew(
    store,
    candidates.filter(({ id }) => held.has(id)),
  );
  const { laps, trackHash, vehicleHash } = await readCardLaps(store, candidates, choice.laps);
  const { track } = await readLog(store, laps[0].raceId);
  const split = splitFor(recipe, laps);
  const card = datasetCard({
    ...{ name, recipe, physics: PHYSICS, track: { id: recipe.trackId, hash: trackHash }, vehicleHash, laps, split },
    ...{ leftOut: choice.leftOut, madeOf },
    licence: order.licence ?? (await licenceFor(store, laps)),
    leak: split.kind === 'frame' ? await proveLeak(store, candidates, choice) : null,
    coverage: await coverageOfLaps(store, track, laps),
  });
  const rows = laps.map(({ episodeId, driverId, number }) => ({ episodeId, driverId, lap: number }));
  const sessionId = order.sessionId ?? frozenFrom(order, recipe);
  return insertDataset(store, { name, recipe, laps: rows, card, createdBy, sessionId });
}

/** The server's and an organiser's choice of one session's laps is frozen from it; a driver's is their own. */
function frozenFrom({ viewer }: DatasetOrder, { sessions }: Recipe): string | null {
  return !viewer?.driverId && sessions.length === 1 ? sessions[0] : null;
}

function splitFor(recipe: Recipe, laps: readonly CardLap[]): Split<CardLap> {
  if (recipe.split === 'frames') return splitByFrames(laps);
  if (recipe.heldOut.length === 0) return splitLaps(laps, SPLIT_SEED);
  const split = splitByHand(laps, recipe.heldOut);
  if (split) return split;
  throw new NoLaps(
    `Of ${recipe.heldOut.length} laps to hold out, either none is among the ${laps.length} chosen or all of them are. ` +
      'Hold out some of the laps that are chosen.',
  );
}

async function licenceFor(store: Store, laps: readonly CardLap[]): Promise<Licence> {
  const leaving = laps.filter(({ kind, consent }) => kind === 'scripted' || consent?.exported === true).length;
  const sessions = [...new Set(laps.flatMap(({ sessionId }) => sessionId ?? []))];
  const query = store.selectFrom('session').select('id').where('private', '=', 1);
  const hidden = sessions.length > 0 ? await query.where('id', 'in', sessions).executeTakeFirst() : undefined;
  return defaultLicence(leaving, hidden !== undefined);
}

/** How much the split by frames would flatter, on some of the laps, spread over all drivers. */
async function proveLeak(
  store: Store,
  candidates: readonly Candidate[],
  { laps }: Choice,
): Promise<DatasetCard['splits']['leak']> {
  const some = laps.filter(
    (_, i) => Math.floor((i * LEAK_LAPS) / laps.length) !== Math.floor(((i - 1) * LEAK_LAPS) / laps.length),
  );
  const source = { log: (raceId: string) => readLog(store, raceId) };
  return leakOf(await loadLaps(source, candidates, some), SPLIT_SEED);
}

/** Of the laps whose profile is kept; null where none is. */
async function coverageOfLaps(store: Store, track: Track, laps: readonly CardLap[]): Promise<DatasetCard['coverage']> {
  const wanted = new Set(laps.map(lapName));
  const episodes = [...new Set(laps.map(({ episodeId }) => episodeId))];
  const profiles: { driverId: string; profile: Uint8Array }[] = [];
  for (let from = 0; from < episodes.length; from += PAGE) {
    const rows = await store
      .selectFrom('lap_quality')
      .select(['episode_id as episodeId', 'number', 'driver_id as driverId', 'profile'])
      .where('episode_id', 'in', episodes.slice(from, from + PAGE))
      .execute();
    profiles.push(...rows.filter((row) => wanted.has(lapName(row))));
  }
  if (profiles.length === 0) return null;
  const coverage = coverageOf(track, profiles);
  const thin = thinStretches(track, coverage).map(({ trackId: _, ...stretch }) => stretch);
  return { seen: coverage.seen, laps: coverage.laps, thin };
}
