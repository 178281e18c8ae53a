import { parentPort, workerData } from 'node:worker_threads';
import type { RaceLogHeader } from '../../shared/episode/log.ts';
import { openStore } from '../store/database.ts';
import { eraseDeleted } from '../store/erase.ts';
import { abandonedRaces, closeRace, type EpisodeStatus, type FinishReason } from './closing.ts';
import { type Forgotten, forgetDriver, forgetEpisode, withdrawnDrivers } from './deletion.ts';
import { LogWriter } from './writer.ts';

export interface RecorderWorkerData {
  dataDir: string;
  recorderId: string;
}

export type ToRecorder =
  | { kind: 'begin'; header: RaceLogHeader; always: boolean; sessionId: string | null }
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
let slowWork: Promise<unknown> = Promise.resolve();
const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
  const done = slowWork.then(work);
  slowWork = done.catch(() => {});
  return done;
};
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const complain = (error: unknown): void => tell({ kind: 'retrying', message: words(error) });

/** Races that ended while the disk refused. */
const unclosed = new Map<string, FinishReason>();
/** Something was deleted whose bytes may still lie in the files. */
let bytesLeft = false;
let erasing: Promise<void> | null = null;

/** Resolves when what was deleted so far is in no file: one pass, which rewrites all, for everybody who waits now. */
function erased(): Promise<void> {
  erasing ??= inTurn(async () => {
    erasing = null;
    await eraseDeleted(store);
    bytesLeft = false;
  });
  return erasing;
}

/** One race that cannot be closed keeps neither the others open nor the withdrawn in the store. */
async function sweep(): Promise<void> {
  await inTurn(async () => {
    for (const [raceId, reason] of unclosed) await close(raceId, reason).catch(complain);
    for (const raceId of await abandonedRaces(store, recorderId)) await close(raceId, 'interrupted').catch(complain);
    await forgetWithdrawn();
  });
  if (bytesLeft) await erased();
}

/** Drivers who withdrew while a race of theirs was running. */
async function forgetWithdrawn(): Promise<void> {
  for (const driverId of await withdrawnDrivers(store)) await forgetOne({ driverId });
}

async function forgetOne({ driverId, episodeId }: { driverId?: string; episodeId?: string }): Promise<Forgotten> {
  const before = bytesLeft;
  bytesLeft = true;
  const forgotten = await (driverId ? forgetDriver(store, driverId) : forgetEpisode(store, episodeId!));
  const { episodes, datasets, policies, pending } = forgotten;
  bytesLeft = before || episodes + datasets + policies > 0 || pending.length === 0;
  return forgotten;
}

async function close(raceId: string, reason: FinishReason): Promise<void> {
  unclosed.set(raceId, reason);
  tell({ kind: 'closed', raceId, status: await closeRace(store, raceId, reason) });
  unclosed.delete(raceId);
}

async function finish(raceId: string, reason: FinishReason): Promise<void> {
  await writer.settled(raceId);
  await inTurn(async () => {
    await close(raceId, reason);
    await forgetWithdrawn();
  });
  if (bytesLeft) await erased();
}

async function forget({ request, ...what }: Extract<ToRecorder, { kind: 'forget' }>): Promise<void> {
  try {
    const forgotten = await inTurn(async () => {
      await writer.written();
      return forgetOne(what);
    });
    if (bytesLeft) await erased();
    tell({ kind: 'forgotten', request, forgotten });
  } catch (error) {
    complain(error);
    tell({ kind: 'forgotten', request, error: words(error) });
  }
}

/** What has been begun and must be done before the thread ends. */
const underWay = new Set<Promise<void>>();

function begin(work: Promise<void>): void {
  const settled = work.catch(complain);
  underWay.add(settled);
  void settled.finally(() => underWay.delete(settled));
}

async function end(): Promise<void> {
  clearInterval(sweeping);
  await Promise.all([...underWay]);
  await store.destroy();
  port.close();
}

const sweeping = setInterval(() => begin(sweep()), SWEEP_MS);
sweeping.unref();

port.on('message', (message: ToRecorder) => {
  if (message.kind === 'begin') writer.begin(message.header, message.always, message.sessionId);
  else if (message.kind === 'chunk') writer.append(message.raceId, message.firstTick, message.ticks, message.bytes);
  else if (message.kind === 'forget') begin(forget(message));
  else if (message.kind === 'close') void end();
  else begin(finish(message.raceId, message.reason));
});
begin(sweep());
