/**
 * Keeps race logs without ever touching a disk on the tick thread.
 *
 *   const recorder = createRecorder({ dataDir, onRecorded: (raceId, tick) => ..., onClosed, onState });
 *   // at lights out, before the first step; `recorded` are the race's car indices that may be kept, and
 *   // header.cars stands in their order. False: nothing to keep (no consenting person), the calls below do nothing.
 *   recorder.begin(header, race, recorded);
 *   // right after every race.step(frames): all cars' frames and flags by race index, as they were stepped
 *   recorder.tick(raceId, frames, flags, result);
 *   recorder.event(raceId, { car, kind: 'leave' });      // car by race index
 *   recorder.finish(raceId, 'complete');                 // verified and turned into episodes in the worker
 *   await recorder.forgetDriver(driverId);               // withdrawing: logs rewritten, bytes erased
 *   await recorder.close();
 *
 * `onRecorded(raceId, tick)` comes after the commit, about once a second: every tick below `tick` survives a kill.
 * Cars that are not in `recorded` never reach the worker; where one touches a recorded car this side notes the
 * recorded car's state (see shared/episode/recording.ts). Racing goes on whatever the disk does: `onState` tells.
 */
import type { InputFrame } from '../../shared/race/frame.ts';
import type { Race, RaceTick } from '../../shared/race/race.ts';
import type { LogDriver, RaceLogHeader } from '../../shared/episode/log.ts';

export type FinishReason = 'complete' | 'interrupted';
export type EpisodeStatus = 'complete' | 'interrupted' | 'quarantined';

export interface RecorderOptions {
  /** Folder of the database; made when missing. */
  dataDir: string;
  /** Keep logs of bots alone, too. */
  always?: boolean;
  /** Every tick below `tick` of this race is committed. */
  onRecorded?(raceId: string, tick: number): void;
  /** The race's episodes are in the store (`status` of the log; null when there was nothing to keep). */
  onClosed?(raceId: string, status: EpisodeStatus | null): void;
  /** The recorder's health changed: `retrying` while the disk refuses, `lost` when a race's log had to be cut short. */
  onState?(state: RecorderState): void;
}

export interface RecorderState {
  kind: 'recording' | 'retrying' | 'lost' | 'stopped';
  raceId?: string;
  message: string;
}

export interface CarEvent {
  /** Race index. */
  car: number;
  kind: 'join' | 'leave' | 'driver';
  /** With kind `driver`: who takes the wheel. */
  driver?: LogDriver;
}

export interface Recorder {
  begin(header: RaceLogHeader, race: Race, recorded: readonly number[]): boolean;
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

export interface Forgotten {
  episodes: number;
  datasets: number;
  policies: number;
  /** Races still running: the car goes when they end. */
  pending: string[];
}

export declare function createRecorder(options: RecorderOptions): Recorder;
