import type { DatasetEntry, DatasetRequest } from '../../shared/wire/datasets.ts';
import type { Store } from '../store/tables.ts';
import type { Viewer } from '../store/viewer.ts';
import { combineDatasets } from './combine.ts';
import { makeDataset } from './making.ts';

/** A dataset as it was asked for: of a recipe, or of other datasets. */
export function datasetAsked(
  store: Store,
  { name, licence, recipe, combine }: DatasetRequest,
  createdBy: string | null,
  viewer: Viewer | null,
): Promise<DatasetEntry> {
  const order = { name, licence, createdBy, viewer };
  if (recipe) return makeDataset(store, order, recipe);
  return combineDatasets(store, { ...order, sessionId: viewer?.sessionId }, combine!);
}
