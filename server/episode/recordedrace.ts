import { encodeChunk } from '../../shared/episode/codec.ts';
import type { LogDriver, RaceLogChunk } from '../../shared/episode/log.ts';
import { RaceRecording } from '../../shared/episode/recording.ts';
import type { InputFrame } from '../../shared/race/frame.ts';
import type { Race, RaceTick } from '../../shared/race/race.ts';
import type { FinishReason } from './closing.ts';
import type { CarEvent } from './recorder.ts';
import type { ToRecorder } from './recorderworker.ts';

type Begin = Extract<ToRecorder, { kind: 'begin' }>;
type Chunk = Extract<ToRecorder, { kind: 'chunk' }>;
type Finish = Extract<ToRecorder, { kind: 'finish' }>;

/** Of one race, waiting for its acknowledgement; about an hour of eight cars. */
const MAX_PENDING_BYTES = 8 * 1024 * 1024;

/**
 * One race on the races' thread: its seconds as messages to the recorder's thread, kept until they are acknowledged, so
 * that another thread can be told everything again.
 */
export class RecordedRace {
  /** Ticks before the last acknowledged one that the log does not hold. */
  gapTicks = 0;
  readonly begin: Begin;
  private readonly recording: RaceRecording;
  private readonly wheel: (LogDriver | null)[];
  private readonly pending: Chunk[] = [];
  private pendingBytes = 0;
  private ticks = 0;
  private finished: Finish | null = null;

  constructor(begin: Begin, race: Race, recorded: readonly number[]) {
    this.begin = begin;
    this.recording = new RaceRecording(race, recorded);
    this.wheel = begin.header.cars.map(() => null);
  }

  get raceId(): string {
    return this.begin.header.raceId;
  }

  /** The second that this tick completes, to be told. */
  tick(frames: readonly InputFrame[], flags: ArrayLike<number>, result: RaceTick): Chunk | null {
    if (this.finished) return null;
    const chunk = this.recording.add(frames, flags, result);
    return chunk && this.keep(chunk);
  }

  note({ car, ...event }: CarEvent): void {
    this.recording.note(car, event);
  }

  /** What is left to be told; nothing when it has finished before. */
  finish(reason: FinishReason): ToRecorder[] {
    if (this.finished) return [];
    const rest = this.recording.flush();
    const last = rest ? [this.keep(rest)] : [];
    this.finished = { kind: 'finish', raceId: this.raceId, reason, ticks: this.ticks };
    return [...last, this.finished];
  }

  /** Every tick below `tick` needs no telling again; true when ticks before it turned out to be missing. */
  acknowledge(tick: number, gapTicks: number): boolean {
    while (this.pending.length > 0 && this.pending[0].firstTick < tick) {
      this.pendingBytes -= this.pending.shift()!.bytes.length;
    }
    const grown = gapTicks > this.gapTicks;
    this.gapTicks = gapTicks;
    return grown;
  }

  /** All that a thread which knows nothing of this race must hear. */
  again(): ToRecorder[] {
    return [this.begin, ...this.pending, ...(this.finished ? [this.finished] : [])];
  }

  private keep(chunk: RaceLogChunk): Chunk {
    const { firstTick, ticks } = chunk;
    const bytes = encodeChunk(chunk);
    const wheel = this.wheel.some((driver) => driver !== null) ? [...this.wheel] : null;
    const message: Chunk = { kind: 'chunk', raceId: this.raceId, firstTick, ticks, bytes, wheel };
    for (const event of chunk.events) if (event.kind === 'driver') this.wheel[event.car] = event.driver;
    this.ticks = firstTick + ticks;
    this.pending.push(message);
    this.pendingBytes += bytes.length;
    while (this.pendingBytes > MAX_PENDING_BYTES) this.pendingBytes -= this.pending.shift()!.bytes.length;
    return message;
  }
}
