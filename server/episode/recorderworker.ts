import { parentPort, workerData } from 'node:worker_threads';
import type { RaceLogHeader } from '../../shared/episode/log.ts';
import type { Reach } from '../store/chunks.ts';
import { openStore } from '../store/database.ts';
import { findRace } from '../store/races.ts';
import { AbandonedRaces } from './abandoned.ts';
import { ClockWatch } from './clockwatch.ts';
import { closeRace, type EpisodeStatus, type FinishReason } from './closing.ts';
import type { Forgotten } from './deletion.ts';
import { Forgetting, type WhatToForget } from './forgetting.ts';
import { judgeOne } from './lapquality.ts';
import { type EncodedChunk, LogWriter } from './writer.ts';

export interface RecorderWorkerData {
  dataDir: string;
  recorderId: string;
  maxWaitingBytes?: number;
}

export type ToRecorder =
  | { kind: 'begin'; header: RaceLogHeader; always: boolean; sessionId: string | null }
  | ({ kind: 'chunk' } & EncodedChunk)
  /** `ticks` is what the race drove. */
  | { kind: 'finish'; raceId: string; reason: FinishReason; ticks: number }
  | ({ kind: 'forget'; request: number } & WhatToForget)
  | { kind: 'close' };

export type FromRecorder =
  | { kind: 'open' }
  | ({ kind: 'recorded'; raceId: string } & Reach)
  | { kind: 'closed'; raceId: string; status: EpisodeStatus | null }
  | { kind: 'retrying'; message: string | null }
  | { kind: 'dropping'; raceId: string; message: string }
  | { kind: 'lost'; raceId: string; message: string }
  | { kind: 'clock'; message: string }
  /** Something went from the store: what was made from laps is out of date. */
  | { kind: 'taken'; gone: Forgotten['gone'] }
  | { kind: 'forgotten'; request: number; forgotten?: Forgotten; error?: string };

/** How often races of recorders that died meanwhile are looked for, and this one tells others that it lives. */
const SWEEP_MS = 20_000;
/** How soon what the disk refused is tried again; the writer has a pace of its own. */
const AGAIN_MS = 3000;
/** Short, so that a locked database is told soon; the writer tries again by itself. */
const PATIENCE_MS = 1000;

const port = parentPort!;
const { dataDir, recorderId, maxWaitingBytes } = workerData as RecorderWorkerData;
const store = await openStore(dataDir, PATIENCE_MS);
const tell = (message: FromRecorder): void => port.postMessage(message);

/** What does not work at the moment. */
const troubles = new Map<'writing' | 'closing', string>();

function trouble(what: 'writing' | 'closing', message: string | null): void {
  const worst = (): string | null => troubles.values().next().value ?? null;
  const before = worst();
  if (message === null) troubles.delete(what);
  else troubles.set(what, message);
  if (worst() !== before) tell({ kind: 'retrying', message: worst() });
}

const abandoned = new AbandonedRaces(store, recorderId);
const writer = new LogWriter(
  store,
  { id: recorderId, pid: process.pid },
  {
    recorded: (raceId, reach) => tell({ kind: 'recorded', raceId, ...reach }),
    retrying: (message) => trouble('writing', message),
    dropping: (raceId, message) => tell({ kind: 'dropping', raceId, message }),
    lost: (raceId, message) => tell({ kind: 'lost', raceId, message }),
  },
  maxWaitingBytes,
);

/** Closing and deleting, one after the other: both read a whole log before they write. */
let slowWork: Promise<unknown> = Promise.resolve();
const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
  const done = slowWork.then(work);
  slowWork = done.catch(() => {});
  return done;
};
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Told, and tried again soon. */
function complain(error: unknown): void {
  trouble('closing', words(error));
  sweepingSoon ??= setTimeout(() => begin(sweep()), AGAIN_MS);
}
let sweepingSoon: NodeJS.Timeout | null = null;

/** Races that ended while the disk refused. */
const unclosed = new Map<string, FinishReason>();
const forgetting = new Forgetting(store, dataDir, (gone) => tell({ kind: 'taken', gone }));
let erasing: Promise<void> | null = null;

/** Resolves when what was deleted so far is in no file: one pass for everybody who waits now. */
function erased(): Promise<void> {
  erasing ??= inTurn(async () => {
    erasing = null;
    await forgetting.erase();
  });
  return erasing;
}

/** One race that cannot be closed keeps neither the others open nor the withdrawn in the store. */
async function sweep(): Promise<void> {
  if (sweepingSoon) clearTimeout(sweepingSoon);
  sweepingSoon = null;
  watchClock();
  await inTurn(async () => {
    await abandoned.renew();
    for (const [raceId, reason] of unclosed) await close(raceId, reason).catch(complain);
    for (const raceId of await abandoned.find()) await close(raceId, 'interrupted').catch(complain);
    await forgetting.forgetWithdrawn();
  });
  if (forgetting.bytesLeft) await erased();
  if (sweepingSoon === null) trouble('closing', null);
}

const clock = new ClockWatch();

function watchClock(): void {
  const back = clock.setBack();
  if (back === 0) return;
  const message = `The clock was set back by ${(back / 1000).toFixed(1)} s. Recording goes on; races keep their order.`;
  tell({ kind: 'clock', message });
}

/** Laps of races that were closed by a build that did not judge them; one race at a time, others' work between. */
let judging: Promise<void> | null = null;
let allJudged = false;

function judgeOlder(): Promise<void> {
  judging ??= (async () => {
    while (!allJudged && !ending) allJudged = !(await inTurn(() => judgeOne(store)));
  })().finally(() => {
    judging = null;
  });
  return judging;
}

async function close(raceId: string, reason: FinishReason): Promise<void> {
  unclosed.set(raceId, reason);
  const ended = await closeRace(store, raceId, reason);
  // Closed already when a thread that died had done so and could not tell.
  const status = ended ?? ((await findRace(store, raceId))?.status as EpisodeStatus | undefined) ?? null;
  tell({ kind: 'closed', raceId, status });
  unclosed.delete(raceId);
}

async function finish({ raceId, reason, ticks }: Extract<ToRecorder, { kind: 'finish' }>): Promise<void> {
  await writer.settled(raceId);
  await inTurn(async () => {
    const race = await findRace(store, raceId);
    // A race whose last seconds are lost did not come to its end here.
    await close(raceId, race && race.ticks < ticks ? 'interrupted' : reason);
    await forgetting.forgetIn(raceId);
    await forgetting.forgetWithdrawn();
  });
  if (forgetting.bytesLeft) await erased();
}

async function forget({ request, ...what }: Extract<ToRecorder, { kind: 'forget' }>): Promise<void> {
  try {
    const forgotten = await inTurn(async () => {
      await writer.written();
      return forgetting.forget(what);
    });
    if (forgetting.bytesLeft) await erased();
    tell({ kind: 'forgotten', request, forgotten });
  } catch (error) {
    complain(error);
    tell({ kind: 'forgotten', request, error: words(error) });
  }
}

let ending = false;

/** What has been begun and must be done before the thread ends. */
const underWay = new Set<Promise<void>>();

function begin(work: Promise<void>): void {
  const settled = work.catch(complain);
  underWay.add(settled);
  void settled.finally(() => underWay.delete(settled));
}

async function end(): Promise<void> {
  ending = true;
  clearInterval(sweeping);
  if (sweepingSoon) clearTimeout(sweepingSoon);
  await Promise.all([...underWay]);
  await store.destroy();
  port.close();
}

const sweeping = setInterval(() => begin(sweep().then(judgeOlder)), SWEEP_MS);
sweeping.unref();

port.on('message', (message: ToRecorder) => {
  if (message.kind === 'begin') writer.begin(message.header, message.always, message.sessionId);
  else if (message.kind === 'chunk') writer.append(message);
  else if (message.kind === 'forget') begin(forget(message));
  else if (message.kind === 'close') void end();
  else begin(finish(message));
});
tell({ kind: 'open' });
begin(sweep().then(judgeOlder));
