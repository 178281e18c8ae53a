import { promisify } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { gzip } from 'node:zlib';
import { encodeLog } from '../../shared/episode/codec.ts';
import { publicTrajectory, trajectoryOf } from '../../shared/episode/trajectory.ts';
import { openStoreReadOnly } from '../store/database.ts';
import { findEpisode } from '../store/episodes.ts';
import { isOpen } from '../store/laps.ts';
import { findRace, readLog } from '../store/races.ts';
import { ghostDrive } from './ghostdrive.ts';
import type { Readings, ReadReply, ReadRequest } from './reader.ts';

/** The thread behind episode/reader.ts. */
const port = parentPort!;
const store = openStoreReadOnly((workerData as { dataDir: string }).dataDir);
const packed = promisify(gzip);

const read: { [What in keyof Readings]: (id: string) => Promise<Readings[What]> } = {
  async trajectory(episodeId) {
    const episode = await findEpisode(store, episodeId);
    if (!episode) return null;
    const { log, track } = await readLog(store, episode.raceId);
    return new TextEncoder().encode(JSON.stringify(publicTrajectory(episodeId, trajectoryOf(log, track, episode))));
  },
  async raceLog(raceId) {
    if (!(await findRace(store, raceId))) return null;
    const { log } = await readLog(store, raceId);
    return new Uint8Array(await packed(encodeLog(log)));
  },
  async ghost(episodeId) {
    const episode = await findEpisode(store, episodeId);
    if (!episode || !isOpen(episode)) return null;
    const { log, track } = await readLog(store, episode.raceId);
    return ghostDrive(episode, log, track);
  },
};

/** What can be handed over instead of copied. */
function buffersOf(reading: Readings[keyof Readings]): ArrayBuffer[] {
  if (reading === null) return [];
  if (reading instanceof Uint8Array) return [reading.buffer];
  return [reading.opening.buffer as ArrayBuffer, reading.flying.buffer as ArrayBuffer];
}

port.on('message', async ({ request, what, id }: ReadRequest) => {
  const reply: ReadReply = { request, reading: null, error: null };
  try {
    reply.reading = await read[what](id);
  } catch (error) {
    reply.error = error instanceof Error ? error.message : String(error);
  }
  port.postMessage(reply, buffersOf(reply.reading));
});
