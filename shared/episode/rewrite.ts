import type { Track } from '../track/track.ts';
import { type LogEvent, type RaceLog, type RaceLogChunk, ROW_WIDTH } from './log.ts';
import { RaceRecording } from './recording.ts';
import { Resimulation } from './resimulate.ts';

/**
 * A log without some of its cars, as if they had never been recorded.
 *
 * The log is driven again with all of them, and recorded again with the kept ones alone, which notes the states of
 * those that a removed car touched. Chunk by chunk, so that whoever has other work can do it in between.
 */
export class RaceLogRewriting {
  private readonly log: RaceLog;
  private readonly kept: readonly number[];
  private readonly simulation: Resimulation;
  private readonly recording: RaceRecording;
  private readonly chunks: RaceLogChunk[] = [];

  /** `kept` are log indices in ascending order, at least one. */
  constructor(log: RaceLog, track: Track, kept: readonly number[]) {
    this.log = log;
    this.kept = kept;
    this.simulation = new Resimulation(log, track);
    this.recording = new RaceRecording(this.simulation.race, kept);
  }

  /** False when the end is reached. */
  advance(): boolean {
    const advanced = this.simulation.advance(
      (tick, _, { chunk, frames, flags, result, adopted }) => {
        for (const event of chunk.events) if (event.tick === tick) this.note(event);
        const full = this.recording.add(frames, flags, result, adopted);
        if (full) this.chunks.push(full);
      },
      () => this.recording.resume(),
    );
    const rest = this.recording.flush();
    if (rest) this.chunks.push(rest);
    return advanced;
  }

  /** The new log, or null when the old one did not replay. */
  finish(): RaceLog | null {
    if (this.simulation.mismatches.length > 0) return null;
    const { header } = this.log;
    return { header: { ...header, cars: this.kept.map((car) => header.cars[car]) }, chunks: this.chunks };
  }

  private note(event: LogEvent): void {
    this.recording.note(event.car, event);
  }
}

/** The log of the kept cars; null when the log does not replay. */
export function rewriteLog(log: RaceLog, track: Track, kept: readonly number[]): RaceLog | null {
  const rewriting = new RaceLogRewriting(log, track, kept);
  while (rewriting.advance());
  return rewriting.finish();
}

/** The kept cars' part of a log that does not replay: their columns, with hashes that fit nothing. */
export function withoutCars(log: RaceLog, kept: readonly number[]): RaceLog {
  const { header } = log;
  const pick = <Row extends Float32Array | Int8Array | Uint8Array>(from: Row, width: number, to: Row): Row => {
    for (const [slot, car] of kept.entries()) to.set(from.subarray(car * width, (car + 1) * width), slot * width);
    return to;
  };
  const chunks = log.chunks.map((chunk): RaceLogChunk => {
    const size = kept.length * chunk.ticks;
    const renumber = <Item extends { car: number }>(items: readonly Item[]): Item[] =>
      items.filter(({ car }) => kept.includes(car)).map((item) => ({ ...item, car: kept.indexOf(item.car) }));
    return {
      firstTick: chunk.firstTick,
      ticks: chunk.ticks,
      gap: chunk.gap,
      keyframe: pick(chunk.keyframe, ROW_WIDTH, new Float32Array(kept.length * ROW_WIDTH)),
      steer: pick(chunk.steer, chunk.ticks, new Int8Array(size)),
      pedal: pick(chunk.pedal, chunk.ticks, new Int8Array(size)),
      buttons: pick(chunk.buttons, chunk.ticks, new Uint8Array(size)),
      flags: pick(chunk.flags, chunk.ticks, new Uint8Array(size)),
      adoptions: renumber(chunk.adoptions),
      events: renumber(chunk.events),
      hash: '0'.repeat(16),
    };
  });
  return { header: { ...header, cars: kept.map((car) => header.cars[car]) }, chunks };
}
