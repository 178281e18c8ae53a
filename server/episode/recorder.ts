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
 * on whatever the disk does: `onState` tells. At its start the worker closes what a killed recorder left unfinished.
 */
import { Worker } from 'node:worker_threads';
import { encodeChunk } from '../../shared/episode/codec.ts';
import type { RaceLogChunk, RaceLogHeader } from '../../shared/episode/log.ts';
import { type CarNote, RaceRecording } from '../../shared/episode/recording.ts';
import type { InputFrame } from '../../shared/race/frame.ts';
import type { Race, RaceTick } from '../../shared/race/race.ts';
import { newId } from '../store/ids.ts';
import type { EpisodeStatus, FinishReason } from './closing.ts';
import type { Forgotten } from './deletion.ts';
import type { FromRecorder, RecorderWorkerData, ToRecorder } from './recorderworker.ts';

export type { EpisodeStatus, FinishReason, Forgotten };

export interface RecorderOptions {
  /** Folder of the database; made when missing. */
  dataDir: string;
  /** Keep logs of bots alone, too. */
  always?: boolean;
  /** Every tick below `tick` of this race is committed. */
  onRecorded?(raceId: string, tick: number): void;
  /** The race's episodes are in the store (`status` of the log; null when there was nothing to keep). */
  onClosed?(raceId: string, status: EpisodeStatus | null): void;
  /**
   * The recorder's health changed: `retrying` while the disk refuses, `lost` when a race's log had to be cut short,
   * `stopped` when its thread died and nothing more is kept before the server is started again.
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
  /** Finishes what is queued, then stops the worker. Unfinished races are closed as interrupted at the next start. */
  close(): Promise<void>;
}

export function createRecorder(options: RecorderOptions): Recorder {
  const workerData: RecorderWorkerData = { dataDir: options.dataDir, recorderId: newId('w') };
  return new WorkerRecorder(options, new Worker(new URL('./recorderworker.ts', import.meta.url), { workerData }));
}

class WorkerRecorder implements Recorder {
  private readonly options: RecorderOptions;
  private readonly worker: Worker;
  private readonly recordings = new Map<string, RaceRecording>();
  private readonly requests = new Map<number, { resolve(done: Forgotten): void; reject(error: Error): void }>();
  private readonly exited: Promise<void>;
  /** Drivers who took their laps back: one who still sits in a room is not recorded when its race begins. */
  private readonly withdrawn = new Set<string>();
  private nextRequest = 1;
  private stopped = false;
  private closing = false;

  constructor(options: RecorderOptions, worker: Worker) {
    this.options = options;
    this.worker = worker;
    worker.on('message', (message: FromRecorder) => this.hear(message));
    worker.on('error', (error) => this.stop(error.message));
    this.exited = new Promise((resolve) => {
      worker.on('exit', () => {
        this.stop('The recorder has been closed.');
        resolve();
      });
    });
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
    if (this.stopped || cars.length === 0 || !(consented || always)) return false;
    const indices = kept.map((slot) => recorded[slot]);
    this.recordings.set(header.raceId, new RaceRecording(race, indices));
    this.post({ kind: 'begin', header: { ...header, cars }, always, sessionId });
    return true;
  }

  tick(raceId: string, frames: readonly InputFrame[], flags: ArrayLike<number>, result: RaceTick): void {
    const chunk = this.recordings.get(raceId)?.add(frames, flags, result);
    if (chunk) this.send(raceId, chunk);
  }

  event(raceId: string, { car, ...event }: CarEvent): void {
    this.recordings.get(raceId)?.note(car, event);
  }

  finish(raceId: string, reason: FinishReason): void {
    const recording = this.recordings.get(raceId);
    if (!recording) return;
    const rest = recording.flush();
    if (rest) this.send(raceId, rest);
    this.recordings.delete(raceId);
    this.post({ kind: 'finish', raceId, reason });
  }

  forgetDriver(driverId: string): Promise<Forgotten> {
    this.withdrawn.add(driverId);
    return this.forget({ driverId });
  }

  forgetEpisode(episodeId: string): Promise<Forgotten> {
    return this.forget({ episodeId });
  }

  async close(): Promise<void> {
    this.closing = true;
    for (const raceId of this.recordings.keys()) this.finish(raceId, 'interrupted');
    this.post({ kind: 'close' });
    await this.exited;
  }

  private send(raceId: string, chunk: RaceLogChunk): void {
    const { firstTick, ticks } = chunk;
    const bytes = encodeChunk(chunk);
    this.post({ kind: 'chunk', raceId, firstTick, ticks, bytes }, [bytes.buffer]);
  }

  private post(message: ToRecorder, transfer: ArrayBuffer[] = []): void {
    if (!this.stopped) this.worker.postMessage(message, transfer);
  }

  private forget(what: { driverId?: string; episodeId?: string }): Promise<Forgotten> {
    if (this.stopped) return Promise.reject(new Error('The recorder has stopped; restart the server to delete laps.'));
    const request = this.nextRequest++;
    this.post({ kind: 'forget', request, ...what });
    return new Promise((resolve, reject) => this.requests.set(request, { resolve, reject }));
  }

  private hear(message: FromRecorder): void {
    const { onRecorded, onClosed, onState } = this.options;
    if (message.kind === 'recorded') onRecorded?.(message.raceId, message.tick);
    else if (message.kind === 'closed') onClosed?.(message.raceId, message.status);
    else if (message.kind === 'forgotten') this.answer(message);
    else if (message.kind === 'lost') {
      this.recordings.delete(message.raceId);
      onState?.(message);
      this.post({ kind: 'finish', raceId: message.raceId, reason: 'interrupted' });
    } else if (message.message === null) onState?.({ kind: 'recording', message: 'Logs are being written again.' });
    else onState?.({ kind: 'retrying', message: message.message });
  }

  private answer({ request, forgotten, error }: Extract<FromRecorder, { kind: 'forgotten' }>): void {
    const waiting = this.requests.get(request);
    this.requests.delete(request);
    if (forgotten) waiting?.resolve(forgotten);
    else waiting?.reject(new Error(error));
  }

  private stop(message: string): void {
    if (this.stopped) return;
    this.stopped = true;
    this.recordings.clear();
    for (const { reject } of this.requests.values()) reject(new Error(message));
    this.requests.clear();
    if (!this.closing) this.options.onState?.({ kind: 'stopped', message });
  }
}
