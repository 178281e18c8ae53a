import { type Recipe, recipeSchema } from '../../shared/dataset/recipe.ts';
import type { DatasetEntry } from '../../shared/wire/datasets.ts';
import { noteFrozen, tracksDriven } from '../store/sessionlaps.ts';
import type { StoredSession } from '../store/sessions.ts';
import type { Store } from '../store/tables.ts';
import { STRANGER, type Viewer } from '../store/viewer.ts';
import { SessionRefusal } from './refusal.ts';

/** Chooses laps by a recipe and keeps the choice as a version. Rejects with a `status` when there is no lap to choose. */
export interface DatasetMaker {
  makeDataset(request: { name: string; recipe: Recipe }, askedBy: string, viewer: Viewer): Promise<DatasetEntry>;
}

/** Most laps of each driver. */
const LAPS_OF_DRIVER = 10_000;
/** What makeDataset answers where no lap fits. */
const NOTHING_FITS = 409;

/**
 * One dataset version a track that has clean laps, named after the session. Where cars do not touch, laps beside others
 * are as good as laps alone; where they do, laps in traffic stay out, as in every dataset.
 */
export async function freeze(
  store: Store,
  maker: DatasetMaker,
  session: StoredSession,
  name: string = session.settings.name,
): Promise<DatasetEntry[]> {
  const { settings, id } = session;
  const driven = await tracksDriven(store, id);
  const frozen: DatasetEntry[] = [];
  for (const trackId of settings.tracks.filter((track) => driven.includes(track))) {
    const choice = { trackId, car: settings.car, sessions: [id], laps: LAPS_OF_DRIVER, inTraffic: !settings.contact };
    const recipe = recipeSchema.parse(choice);
    const named = settings.tracks.length > 1 ? `${name.slice(0, 60)} ${trackId.slice(0, 19)}` : name;
    const dataset = await made(maker.makeDataset({ name: named, recipe }, id, { ...STRANGER, sessionId: id }));
    if (!dataset) continue;
    await noteFrozen(store, dataset.id, id);
    frozen.push(dataset);
  }
  if (frozen.length > 0) return frozen;
  throw new SessionRefusal(409, 'There is no clean lap to freeze yet. Wait for the first race to end, then freeze.');
}

async function made(making: Promise<DatasetEntry>): Promise<DatasetEntry | null> {
  try {
    return await making;
  } catch (error) {
    if ((error as { status?: unknown }).status === NOTHING_FITS) return null;
    throw error;
  }
}
