import { z } from 'zod';
import type { ExportFormat } from '../../shared/dataset/transitions.ts';
import { type JobReply, jobSchema, listOf } from '../../shared/wire/api.ts';
import {
  type DatasetEntry,
  type DatasetReply,
  datasetEntrySchema,
  type datasetRequestSchema,
  datasetSchema,
} from '../../shared/wire/datasets.ts';
import {
  type Coverage,
  coverageSchema,
  type DatasetDiff,
  datasetDiffSchema,
  type LapRow,
  lapsReplySchema,
  type Mark,
} from '../../shared/wire/laps.ts';
import { ApiError, ask, refusal } from './api.ts';
import { nameOf, save } from './download.ts';

/** Laps as rows, where they have been, and the datasets made of them. `token`: a driver's, or an organiser's. */

/** What a list of laps is narrowed by; the names are those of lapsQuerySchema. */
export type LapsFilter = Readonly<Record<string, string | number | boolean | undefined>>;
export type LapKey = Pick<LapRow, 'episodeId' | 'number'>;
export type LapsReply = z.infer<typeof lapsReplySchema>;

const id = encodeURIComponent;
const done = z.unknown();

function queryOf(filter: LapsFilter): string {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '');
  return String(new URLSearchParams(given.map(([name, value]) => [name, String(value)])));
}

export const fetchLaps = (filter: LapsFilter, token?: string, signal?: AbortSignal): Promise<LapsReply> =>
  ask(lapsReplySchema, `/laps?${queryOf(filter)}`, { token, signal });

export const fetchCoverage = (filter: LapsFilter, token?: string, signal?: AbortSignal): Promise<Coverage> =>
  ask(coverageSchema, `/coverage?${queryOf(filter)}`, { token, signal });

const placeOf = ({ episodeId, number }: LapKey): LapKey => ({ episodeId, number });

export const markLaps = (token: string, laps: readonly LapKey[], mark: Mark, reason: string): Promise<unknown> =>
  ask(done, '/laps/marks', { method: 'POST', token, body: { laps: laps.map(placeOf), mark, reason } });

/** Whole episodes go with their laps. */
export const deleteLaps = (token: string, laps: readonly LapKey[]): Promise<unknown> =>
  ask(done, '/laps/delete', { method: 'POST', token, body: { laps: laps.map(placeOf) } });

/** The newest first, tombstones among them. */
export const fetchDatasets = async (
  filter: { name?: string; track?: string; session?: string },
  token?: string,
  signal?: AbortSignal,
): Promise<DatasetEntry[]> =>
  (await ask(listOf(datasetEntrySchema), `/datasets?${queryOf({ ...filter, limit: 200 })}`, { token, signal })).items;

const fetchDatasetBy = (datasetId: string, token?: string, signal?: AbortSignal): Promise<DatasetReply> =>
  ask(datasetSchema, `/datasets/${id(datasetId)}`, { token, signal });

/** By the first of these tokens that may read it: to anybody else a private dataset is not there. */
export async function fetchDataset(
  datasetId: string,
  [token, ...others]: readonly (string | undefined)[],
  signal?: AbortSignal,
): Promise<{ dataset: DatasetReply; token: string | undefined }> {
  try {
    return { dataset: await fetchDatasetBy(datasetId, token, signal), token };
  } catch (error) {
    const hidden = error instanceof ApiError && [401, 403, 404].includes(error.status);
    if (!hidden || others.length === 0) throw error;
    return fetchDataset(datasetId, others, signal);
  }
}

export type NewDataset = z.input<typeof datasetRequestSchema>;

export const makeDataset = (token: string, dataset: NewDataset): Promise<{ id: string }> =>
  ask(z.object({ id: z.string() }), '/datasets', { method: 'POST', token, body: dataset });

export const fetchDiff = (
  datasetId: string,
  against: string,
  token?: string,
  signal?: AbortSignal,
): Promise<DatasetDiff> =>
  ask(datasetDiffSchema, `/datasets/${id(datasetId)}/diff?against=${id(against)}`, { token, signal });

export const trainOn = (token: string, datasetId: string): Promise<JobReply> =>
  ask(jobSchema, '/policies', { method: 'POST', token, body: { datasetId } });

/** What an archive is to hold, in the words of exportQuerySchema. */
export interface ExportWish {
  format: ExportFormat;
  rate: '20' | '60';
  observation: string;
  /** Cameras with commas between them; LeRobot alone holds pictures. */
  images: string;
}

/** Where an archive is; what is as always stands out of the address. */
export function exportPath(datasetId: string, { format, rate, observation, images }: ExportWish): string {
  const pictures = format === 'lerobot' ? images : '';
  const query = queryOf({ format, rate, observation: observation === 'own' ? '' : observation, images: pictures });
  return `/api/datasets/${id(datasetId)}/export?${query}`;
}

/** The archive where it has been made, with its size in bytes if known; else the job that makes it. */
export type ExportAnswer =
  | { ready: true; bytes: number | null /** A plain link leads to it, without a token. */; open: boolean }
  | { ready: false; job: JobReply };

/** Asks for an export without taking its bytes. */
export async function askExport(path: string, token: string, signal?: AbortSignal): Promise<ExportAnswer> {
  const stop = new AbortController();
  signal?.addEventListener('abort', () => stop.abort());
  const response = await fetch(path, { headers: { authorization: `Bearer ${token}` }, signal: stop.signal }).catch(
    (error: unknown) => {
      throw new ApiError(0, String(error));
    },
  );
  if (!response.ok) throw await refusal(response);
  if (response.status === 202) return { ready: false, job: jobSchema.parse(await response.json()) };
  const length = Number(response.headers.get('content-length'));
  stop.abort();
  const { ok: open } = await fetch(path, { method: 'HEAD' });
  return { ready: true, bytes: length > 0 ? length : null, open };
}

/** Hand an archive to the browser that a plain link would be refused. */
export async function downloadWithToken(path: string, token: string, name: string): Promise<void> {
  const response = await fetch(path, { headers: { authorization: `Bearer ${token}` } }).catch((error: unknown) => {
    throw new ApiError(0, String(error));
  });
  if (!response.ok) throw await refusal(response);
  save(await response.blob(), nameOf(response) ?? name);
}
