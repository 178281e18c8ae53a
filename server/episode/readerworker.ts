import { parentPort, workerData } from 'node:worker_threads';
import { encodeLog } from '../../shared/episode/codec.ts';
import { publicTrajectory, trajectoryOf } from '../../shared/episode/trajectory.ts';
import { openStoreReadOnly } from '../store/database.ts';
import { findEpisode } from '../store/episodes.ts';
import { readLog } from '../store/races.ts';
import type { ReadReply, ReadRequest } from './reader.ts';

/** The thread behind episode/reader.ts. */
const port = parentPort!;
const store = openStoreReadOnly((workerData as { dataDir: string }).dataDir);

async function read({ what, episodeId }: ReadRequest): Promise<Uint8Array<ArrayBuffer> | null> {
  const episode = await findEpisode(store, episodeId);
  if (!episode) return null;
  const { log, track } = await readLog(store, episode.raceId);
  if (what === 'log') return encodeLog(log);
  return new TextEncoder().encode(JSON.stringify(publicTrajectory(episodeId, trajectoryOf(log, track, episode))));
}

port.on('message', async (request: ReadRequest) => {
  const reply: ReadReply = { request: request.request, bytes: null, error: null };
  try {
    reply.bytes = await read(request);
  } catch (error) {
    reply.error = error instanceof Error ? error.message : String(error);
  }
  port.postMessage(reply, reply.bytes ? [reply.bytes.buffer] : []);
});
