import { parentPort, workerData } from 'node:worker_threads';
import type { RaceLogHeader } from '../../shared/episode/log.ts';
import { openStore } from '../store/database.ts';
import { abandonedRaces, closeRace, type EpisodeStatus, type FinishReason } from './closing.ts';
import { type Forgotten, forgetDriver, forgetEpisode, withdrawnDrivers } from './deletion.ts';
import { LogWriter } from './writer.ts';

export interface RecorderWorkerData {
  dataDir: string;
  recorderId: string;
}

export type ToRecorder =
  | { kind: 'begin'; header: RaceLogHeader; always: boolean }
  | { kind: 'chunk'; raceId: string; firstTick: number; ticks: number; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'finish'; raceId: string; reason: FinishReason }
  | { kind: 'forget'; request: number; driverId?: string; episodeId?: string }
  | { kind: 'close' };

export type FromRecorder =
  | { kind: 'recorded'; raceId: string; tick: number }
  | { kind: 'closed'; raceId: string; status: EpisodeStatus | null }
  | { kind: 'retrying'; message: string | null }
  | { kind: 'lost'; raceId: string; message: string }
  | { kind: 'forgotten'; request: number; forgotten?: Forgotten; error?: string };

/** How often races of recorders that died meanwhile are looked for. */
const SWEEP_MS = 60_000;
/** Short, so that a locked database is told soon; the writer tries again by itself. */
const PATIENCE_MS = 1000;

const port = parentPort!;
const { dataDir, recorderId } = workerData as RecorderWorkerData;
const store = await openStore(dataDir, PATIENCE_MS);
const tell = (message: FromRecorder): void => port.postMessage(message);
const writer = new LogWriter(
  store,
  { id: recorderId, pid: process.pid },
  {
    recorded: (raceId, tick) => tell({ kind: 'recorded', raceId, tick }),
    retrying: (message) => tell({ kind: 'retrying', message }),
    lost: (raceId, message) => tell({ kind: 'lost', raceId, message }),
  },
);

/** Closing and deleting, one after the other: both read a whole log before they write. */
let slowWork: Promise<void> = Promise.resolve();
const slowly = (work: () => Promise<void>): Promise<void> => {
  slowWork = slowWork.then(work).catch((error) => tell({ kind: 'retrying', message: String(error?.message ?? error) }));
  return slowWork;
};

/** Races that ended while the disk refused. */
const unclosed = new Map<string, FinishReason>();

async function sweep(): Promise<void> {
  for (const [raceId, reason] of unclosed) await close(raceId, reason);
  for (const raceId of await abandonedRaces(store, recorderId)) await close(raceId, 'interrupted');
  for (const driverId of await withdrawnDrivers(store)) await forgetDriver(store, driverId);
}

async function close(raceId: string, reason: FinishReason): Promise<void> {
  unclosed.set(raceId, reason);
  tell({ kind: 'closed', raceId, status: await closeRace(store, raceId, reason) });
  unclosed.delete(raceId);
}

async function finish(raceId: string, reason: FinishReason): Promise<void> {
  await writer.settled(raceId);
  await slowly(async () => {
    await close(raceId, reason);
    for (const driverId of await withdrawnDrivers(store)) await forgetDriver(store, driverId);
  });
}

function forget({ request, driverId, episodeId }: { request: number; driverId?: string; episodeId?: string }): void {
  void slowly(async () => {
    try {
      await writer.written();
      const work = driverId ? forgetDriver(store, driverId) : forgetEpisode(store, episodeId!);
      tell({ kind: 'forgotten', request, forgotten: await work });
    } catch (error) {
      tell({ kind: 'forgotten', request, error: error instanceof Error ? error.message : String(error) });
    }
  });
}

async function end(): Promise<void> {
  clearInterval(sweeping);
  await Promise.all([...finishing]);
  await slowWork;
  await store.destroy();
  port.close();
}

const finishing = new Set<Promise<void>>();
const sweeping = setInterval(() => void slowly(sweep), SWEEP_MS);
sweeping.unref();

port.on('message', (message: ToRecorder) => {
  if (message.kind === 'begin') writer.begin(message.header, message.always);
  else if (message.kind === 'chunk') writer.append(message.raceId, message.firstTick, message.ticks, message.bytes);
  else if (message.kind === 'forget') forget(message);
  else if (message.kind === 'close') void end();
  else {
    const ended = finish(message.raceId, message.reason);
    finishing.add(ended);
    void ended.finally(() => finishing.delete(ended));
  }
});
void slowly(sweep);
