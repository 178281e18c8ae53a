import type { ExportFormat } from '../../shared/dataset/transitions.ts';
import { type JobReply, jobSchema } from '../../shared/wire/api.ts';
import { ApiError, refusal } from './api.ts';
import { followJob } from './job.ts';

export interface DownloadWish {
  datasetId: string;
  format: ExportFormat;
  /** A driver's or an organiser's: who makes the server work is known to it, and a private dataset is for some alone. */
  token: string;
}

/** A file on its way. */
export interface Download {
  /** Resolves when the browser has the file. Rejects with ApiError, or where it was cancelled with AbortError. */
  done: Promise<void>;
  cancel(): void;
}

/**
 * Have a dataset's export made where there is none, and hand it to the browser as a file.
 *
 * @param tell hears how far the making is, 0 to 1
 */
export function downloadDataset(wish: DownloadWish, tell: (progress: number) => void): Download {
  const cancelled = new AbortController();
  return { done: fetchExport(wish, tell, cancelled.signal), cancel: () => cancelled.abort() };
}

async function fetchExport(wish: DownloadWish, tell: (progress: number) => void, signal: AbortSignal): Promise<void> {
  let response = await ask(wish, signal);
  if (response.status === 202) {
    await whenMade(jobSchema.parse(await response.json()).id, tell, signal);
    response = await ask(wish, signal);
  }
  // A link cannot say who asks, so the file passes through the page.
  save(await response.blob(), nameOf(response) ?? `${wish.datasetId}-${wish.format}.zip`);
}

async function ask({ datasetId, format, token }: DownloadWish, signal: AbortSignal): Promise<Response> {
  const path = `/api/datasets/${encodeURIComponent(datasetId)}/export?format=${format}`;
  const response = await fetch(path, { headers: { authorization: `Bearer ${token}` }, signal }).catch((error) => {
    if (signal.aborted) throw error;
    throw new ApiError(0, String(error));
  });
  if (!response.ok) throw await refusal(response);
  return response;
}

/** Resolves when a job has made its file. */
export function whenMade(jobId: string, tell: (progress: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const hear = ({ state, progress, error }: JobReply): void => {
      tell(progress);
      if (state === 'done') resolve();
      if (state === 'failed' || state === 'cancelled') reject(new ApiError(500, error ?? state));
    };
    const stop = followJob(jobId, hear, reject);
    signal.addEventListener('abort', () => {
      stop();
      reject(signal.reason);
    });
  });
}

/** The name that the server gives a file. */
export const nameOf = (response: Response): string | undefined =>
  /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1];

/** Hand a file to the browser. */
export function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
