import { loadLaps, type RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import type { LogSource } from '../../../shared/dataset/source.ts';
import { decodeLog } from '../../../shared/episode/codec.ts';
import { LogError } from '../../../shared/episode/log.ts';
import { buildTrack } from '../../../shared/track/track.ts';
import { datasetDrivesSchema } from '../../../shared/wire/datasets.ts';
import { ApiError, ask, refusal } from '../../connection/api.ts';
import type { Lesson } from './news.ts';

/** What one page learns from at once: laps, and bytes of the logs they lie in. */
const MOST_LAPS = 400;
const MOST_BYTES = 192 * 1024 * 1024;
/** A server that replays for many asks to come again. */
const BUSY = 503;
const TRIES = 6;
const TRY_AGAIN_MS = 1500;

/**
 * The laps of a dataset, driven again here from their races' logs, with the other cars beside them where it takes laps in
 * traffic. `tell` hears the races that have come. Rejects with ApiError or LogError.
 */
export async function lapsOfDataset(
  { dataset, token }: Pick<Lesson, 'dataset' | 'token'>,
  tell: (races: number, of: number, megabytes: number) => void,
): Promise<RecordedLap[]> {
  const { laps, card } = dataset;
  if (laps.length > MOST_LAPS) {
    throw new ApiError(413, `The data set has ${laps.length} laps, a page learns from at most ${MOST_LAPS}.`);
  }
  const { items } = await ask(datasetDrivesSchema, `/datasets/${encodeURIComponent(dataset.id)}/drives`, { token });
  const of = new Set(items.map(({ raceId }) => raceId)).size;
  let races = 0;
  let bytes = 0;
  tell(races, of, 0);
  const source: LogSource = {
    log: async (raceId) => {
      const packed = await fetchLog(raceId, token);
      bytes += packed.length;
      if (bytes > MOST_BYTES) {
        const most = MOST_BYTES / 1024 / 1024;
        throw new ApiError(413, `The logs of this data set have more than ${most} MB, too much for a page.`);
      }
      const log = decodeLog(packed);
      const { trackFile, trackId } = log.header;
      if (!trackFile) throw new LogError('Race log', 'no track', `the file of track ${trackId}`, 'Fetch it again.');
      races++;
      tell(races, of, bytes / 1024 / 1024);
      return { log, track: buildTrack(trackFile) };
    },
  };
  const chosen = laps.map(({ episodeId, driverId, lap }) => ({ episodeId, driverId, number: lap }));
  return loadLaps(source, items, chosen, card?.recipe.inTraffic ?? false);
}

async function fetchLog(raceId: string, token: string | undefined): Promise<Uint8Array> {
  const headers: HeadersInit = token ? { authorization: `Bearer ${token}` } : {};
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`/api/races/${encodeURIComponent(raceId)}/log`, { headers }).catch((error) => {
      throw new ApiError(0, String(error));
    });
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    if (response.status !== BUSY || attempt === TRIES) throw await refusal(response);
    await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
  }
}
