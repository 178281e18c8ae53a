import { ApiError, refusal } from './api.ts';
import { byHeldTokens } from './held.ts';

/** Largest log a page takes: a four-hour race of sixteen cars has about fifty megabytes. */
const MOST_BYTES = 64 * 1024 * 1024;

/** A race that has just ended is closed within a second or two; until then its log is refused with this status. */
const NOT_YET = 409;
const TRIES = 5;
const TRY_AGAIN_MS = 800;

/** The log of a race, which may have ended a moment ago. */
export async function fetchRaceLog(
  raceId: string,
  signal: AbortSignal,
  told: (share: number | null) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await byHeldTokens((token) => download(raceId, token, signal, told));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== NOT_YET || attempt === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }
}

/**
 * The log of a race in its binary form. `told` hears the share that has come, null where the server does not say how
 * much there is. Rejects with ApiError.
 */
async function download(
  raceId: string,
  token: string | undefined,
  signal: AbortSignal,
  told: (share: number | null) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const path = `/api/races/${encodeURIComponent(raceId)}/log`;
  const headers: HeadersInit = token ? { authorization: `Bearer ${token}` } : {};
  const response = await fetch(path, { signal, headers }).catch((error: unknown) => {
    throw signal.aborted ? error : new ApiError(0, String(error));
  });
  if (!response.ok) throw await refusal(response);
  // A compressed answer's length is that of the compressed bytes.
  const whole = response.headers.has('content-encoding') ? 0 : Number(response.headers.get('content-length'));
  const parts: Uint8Array[] = [];
  let come = 0;
  for (const reader = response.body!.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    come += value.length;
    if (come > MOST_BYTES) throw new ApiError(413, `The log of race ${raceId} is too large to replay in a page.`);
    told(whole > 0 ? come / whole : null);
  }
  return joined(parts, come);
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
