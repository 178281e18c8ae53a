import { promisify } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { gzip } from 'node:zlib';
import { encodeLog } from '../../shared/episode/codec.ts';
import { publicTrajectory, trajectoryOf } from '../../shared/episode/trajectory.ts';
import { openStoreReadOnly } from '../store/database.ts';
import { findEpisode } from '../store/episodes.ts';
import { isOpen } from '../store/laps.ts';
import { findRace, readLog } from '../store/races.ts';
import { coverageOfLaps } from './coverage.ts';
import { ghostDrive } from './ghostdrive.ts';
import type { Questions, Readings, ReadReply, ReadRequest } from './reader.ts';

/** The thread behind episode/reader.ts. */
const port = parentPort!;
const store = openStoreReadOnly((workerData as { dataDir: string }).dataDir);
const packed = promisify(gzip);

const read: { [What in keyof Questions]: (about: Questions[What]) => Promise<Readings[What]> } = {
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
  async coverage(order) {
    return new TextEncoder().encode(JSON.stringify(await coverageOfLaps(store, order)));
  },
};

/** What can be handed over instead of copied. */
function buffersOf(reading: Readings[keyof Readings]): ArrayBuffer[] {
  if (reading === null) return [];
  if (reading instanceof Uint8Array) return [reading.buffer];
  return [reading.opening.buffer as ArrayBuffer, reading.flying.buffer as ArrayBuffer];
}

async function answer<What extends keyof Questions>({ request, what, about }: ReadRequest<What>): Promise<void> {
  const reply: ReadReply = { request, reading: null, error: null };
  try {
    reply.reading = await read[what](about);
  } catch (error) {
    reply.error = error instanceof Error ? error.message : String(error);
  }
  port.postMessage(reply, buffersOf(reply.reading));
}

port.on('message', answer);
