/**
 * Keeps race logs without ever touching a disk on the tick thread.
 *
 *   const recorder = createRecorder({ dataDir, onRecorded: (raceId, tick) => ..., onClosed, onState });
 *   // When race.phase becomes "racing" (race.tick is 0), before the first tick is driven. `recorded` are the race
 *   // indices that may be kept, ascending; header.cars stands in their order; header.trackFile must be there.
 *   // False: nothing to keep (no consenting person), and the calls below do nothing.
 *   recorder.begin(header, race, recorded);
 *   // Right after every race.step(frames), the last one too: all cars' frames and flags by race index, as stepped.
 *   recorder.tick(raceId, frames, flags, result);
 *   recorder.event(raceId, { car, kind: 'leave' });      // car by race index
 *   recorder.finish(raceId, 'complete');                 // verified and turned into episodes in the worker
 *   await recorder.forgetDriver(driverId);               // withdrawing: logs rewritten, bytes erased
 *   await recorder.close();
 *
 * `onRecorded(raceId, tick)` comes after the commit, about once a second: every tick below `tick` survives a kill.
 * `onClosed` comes when the race's episodes can be read. Cars that are not in `recorded` never reach the worker; where
 * one touches a recorded car this side notes the recorded car's own state (shared/episode/recording.ts). Racing goes
 * on whatever the disk does: `onState` tells. What was not acknowledged is told again when the worker dies and another
 * takes its place; what had to be dropped becomes a gap in the log. At its start the worker closes what a killed
 * recorder left unfinished.
 */
import { Worker } from 'node:worker_threads';
import type { RaceLogHeader } from '../../shared/episode/log.ts';
import type { CarNote } from '../../shared/episode/recording.ts';
import type { InputFrame } from '../../shared/race/frame.ts';
import type { Race, RaceTick } from '../../shared/race/race.ts';
import { newId } from '../store/ids.ts';
import type { EpisodeStatus, FinishReason } from './closing.ts';
import type { Forgotten } from './deletion.ts';
import type { WhatToForget } from './forgetting.ts';
import { RecordedRace } from './recordedrace.ts';
import type { FromRecorder, RecorderWorkerData, ToRecorder } from './recorderworker.ts';

export type { EpisodeStatus, FinishReason, Forgotten };

export interface RecorderOptions {
  /** Folder of the database; made when missing. */
  dataDir: string;
  /** Keep logs of bots alone, too. */
  always?: boolean;
  /** Compressed bytes that may wait for a disk that refuses before seconds are dropped; 64 MB by default. */
  maxWaitingBytes?: number;
  /** Every tick below `tick` of this race is committed, but for `gapTicks` of them, which are lost. */
  onRecorded?(raceId: string, tick: number, gapTicks: number): void;
  /** The race's episodes are in the store (`status` of the log; null when there was nothing to keep). */
  onClosed?(raceId: string, status: EpisodeStatus | null): void;
  /**
   * Laps were taken back, now or when a race they were in ended: nothing computed from laps may be remembered, and nothing
   * of the datasets and policies that are `gone`.
   */
  onTaken?(gone: Forgotten['gone']): void;
  /**
   * The recorder's health changed: `retrying` while the disk refuses, `lost` while seconds of a race have to be dropped,
   * `stopped` when its thread died, until another has taken its place; `recording` when all is well again, also with a
   * word about a gap.
   */
  onState?(state: RecorderState): void;
}

export interface RecorderState {
  kind: 'recording' | 'retrying' | 'lost' | 'stopped';
  raceId?: string;
  message: string;
}

/** `car` is a race index. */
export type CarEvent = CarNote & { car: number };

export interface Recorder {
  /** `sessionId`: the collection session this race is driven for. */
  begin(header: RaceLogHeader, race: Race, recorded: readonly number[], sessionId?: string | null): boolean;
  tick(raceId: string, frames: readonly InputFrame[], flags: ArrayLike<number>, result: RaceTick): void;
  event(raceId: string, event: CarEvent): void;
  finish(raceId: string, reason: FinishReason): void;
  /** Everything of a driver: laps, datasets, policies, the driver itself. Resolves when the bytes are erased. */
  forgetDriver(driverId: string): Promise<Forgotten>;
  /** One episode and what was learned from it; the driver stays. */
  forgetEpisode(episodeId: string): Promise<Forgotten>;
  /** All of a collection session: while a race of it runs (`pending`), the session stays and this is to be repeated. */
  forgetSession(sessionId: string): Promise<Forgotten>;
  /** Finishes what is queued, then stops the worker. Unfinished races are closed as interrupted at the next start. */
  close(): Promise<void>;
}

/** How long after its thread's death a recorder gets another: this, and twice as long each time it dies again. */
const FIRST_RESTART_MS = 500;
const LAST_RESTART_MS = 30_000;

/** Of this run of the process: process ids repeat. */
const RUN = newId('p');

export function createRecorder(options: RecorderOptions): Recorder {
  const { dataDir, maxWaitingBytes } = options;
  const workerData: RecorderWorkerData = { dataDir, maxWaitingBytes, recorderId: `${RUN}/${newId('w')}` };
  const file = new URL('./recorderworker.ts', import.meta.url);
  return new WorkerRecorder(options, () => new Worker(file, { workerData }));
}

class WorkerRecorder implements Recorder {
  private readonly options: RecorderOptions;
  private readonly start: () => Worker;
  /** Null between the death of a thread and the start of the next, and after `close`. */
  private worker: Worker | null = null;
  /** The thread has opened the store. */
  private opened = false;
  private restartMs = FIRST_RESTART_MS;
  private restarting: NodeJS.Timeout | undefined;
  private readonly races = new Map<string, RecordedRace>();
  private readonly requests = new Map<number, { resolve(done: Forgotten): void; reject(error: Error): void }>();
  /** Drivers who took their laps back: one who still sits in a room is not recorded when its race begins. */
  private readonly withdrawn = new Set<string>();
  private nextRequest = 1;
  private closing = false;
  private exited = (): void => {};

  constructor(options: RecorderOptions, start: () => Worker) {
    this.options = options;
    this.start = start;
    this.startWorker();
  }

  begin(header: RaceLogHeader, race: Race, recorded: readonly number[], sessionId: string | null = null): boolean {
    if (recorded.length !== header.cars.length) {
      const got = `${recorded.length} indices for ${header.cars.length} cars`;
      throw new RangeError(`Recording a race: got ${got}, expected one index a car, in their order.`);
    }
    const kept = header.cars.flatMap((car, slot) => (this.withdrawn.has(car.driverId) ? [] : [slot]));
    const cars = kept.map((slot) => header.cars[slot]);
    const always = this.options.always ?? false;
    const consented = cars.some((car) => car.kind === 'human' && car.consent?.recorded);
    if (this.closing || cars.length === 0 || !(consented || always)) return false;
    const indices = kept.map((slot) => recorded[slot]);
    const begin = { kind: 'begin', header: { ...header, cars }, always, sessionId } as const;
    this.races.set(header.raceId, new RecordedRace(begin, race, indices));
    this.post(begin);
    return true;
  }

  tick(raceId: string, frames: readonly InputFrame[], flags: ArrayLike<number>, result: RaceTick): void {
    const second = this.races.get(raceId)?.tick(frames, flags, result);
    if (second) this.post(second);
  }

  event(raceId: string, event: CarEvent): void {
    this.races.get(raceId)?.note(event);
  }

  finish(raceId: string, reason: FinishReason): void {
    for (const message of this.races.get(raceId)?.finish(reason) ?? []) this.post(message);
  }

  forgetDriver(driverId: string): Promise<Forgotten> {
    this.withdrawn.add(driverId);
    return this.forget({ driverId });
  }

  forgetEpisode(episodeId: string): Promise<Forgotten> {
    return this.forget({ episodeId });
  }

  forgetSession(sessionId: string): Promise<Forgotten> {
    return this.forget({ sessionId });
  }

  async close(): Promise<void> {
    this.closing = true;
    clearTimeout(this.restarting);
    for (const raceId of this.races.keys()) this.finish(raceId, 'interrupted');
    if (!this.worker) return;
    const exited = new Promise<void>((resolve) => {
      this.exited = resolve;
    });
    this.post({ kind: 'close' });
    await exited;
  }

  private startWorker(): void {
    const worker = this.start();
    this.worker = worker;
    worker.on('message', (message: FromRecorder) => this.hear(message));
    worker.on('error', (error) => this.lose(worker, error.message));
    worker.on('exit', () => this.lose(worker, 'Its thread ended.'));
    for (const race of this.races.values()) for (const message of race.again()) this.post(message);
  }

  /** A thread has died, or ended as it was told to. */
  private lose(worker: Worker, message: string): void {
    if (this.worker !== worker) return;
    this.worker = null;
    this.opened = false;
    for (const { reject } of this.requests.values()) reject(new Error(`The recorder stopped (${message}). Try again.`));
    this.requests.clear();
    this.exited();
    if (this.closing) return;
    const seconds = this.restartMs / 1000;
    this.options.onState?.({ kind: 'stopped', message: `${message} It is started again in ${seconds} s.` });
    this.restarting = setTimeout(() => this.startWorker(), this.restartMs);
    this.restarting.unref();
    this.restartMs = Math.min(this.restartMs * 2, LAST_RESTART_MS);
  }

  private post(message: ToRecorder): void {
    this.worker?.postMessage(message);
  }

  private forget(what: WhatToForget): Promise<Forgotten> {
    if (!this.worker) return Promise.reject(new Error('The recorder is being started again; try again in a minute.'));
    const request = this.nextRequest++;
    this.post({ kind: 'forget', request, ...what });
    return new Promise((resolve, reject) => this.requests.set(request, { resolve, reject }));
  }

  private hear(message: FromRecorder): void {
    const { onClosed, onState } = this.options;
    if (message.kind === 'recorded') this.acknowledge(message);
    else if (message.kind === 'closed') {
      this.races.delete(message.raceId);
      onClosed?.(message.raceId, message.status);
    } else if (message.kind === 'forgotten') this.answer(message);
    else if (message.kind === 'open') this.open();
    else if (message.kind === 'taken') this.options.onTaken?.(message.gone);
    else if (message.kind === 'dropping') onState?.({ ...message, kind: 'lost' });
    else if (message.kind === 'lost') {
      this.races.delete(message.raceId);
      onState?.(message);
      this.post({ kind: 'finish', raceId: message.raceId, reason: 'interrupted', ticks: 0 });
    } else if (message.kind === 'clock') onState?.({ kind: 'recording', message: message.message });
    else if (message.message === null) onState?.({ kind: 'recording', message: 'Logs are being written again.' });
    else onState?.({ kind: 'retrying', message: message.message });
  }

  private open(): void {
    if (!this.opened && this.restartMs > FIRST_RESTART_MS) {
      this.options.onState?.({ kind: 'recording', message: 'The recorder has been started again.' });
    }
    this.opened = true;
  }

  private acknowledge({ raceId, tick, gapTicks }: Extract<FromRecorder, { kind: 'recorded' }>): void {
    this.restartMs = FIRST_RESTART_MS;
    if (this.races.get(raceId)?.acknowledge(tick, gapTicks)) {
      const message = `Race ${raceId} is recorded again; ${gapTicks} ticks before tick ${tick} are missing.`;
      this.options.onState?.({ kind: 'recording', raceId, message });
    }
    this.options.onRecorded?.(raceId, tick, gapTicks);
  }

  private answer({ request, forgotten, error }: Extract<FromRecorder, { kind: 'forgotten' }>): void {
    const waiting = this.requests.get(request);
    this.requests.delete(request);
    if (forgotten) waiting?.resolve(forgotten);
    else waiting?.reject(new Error(error));
  }
}
