import { type RaceLog, ROW_WIDTH } from '../episode/log.ts';
import { resimulate } from '../episode/resimulate.ts';
import type { Track } from '../track/track.ts';
import type { Ticks } from '../units/units.ts';
import { writeState } from '../vehicle/state.ts';
import { STATE_WIDTH } from './lap.ts';
import type { Drive } from './samples.ts';

/** A person's turn at the wheel of a car that their clone drives. */
export interface Turn {
  episodeId: string;
  driverId: string;
  /** Index into the log's cars. */
  car: number;
  firstTick: Ticks;
  ticks: Ticks;
}

/** What a person did in one turn: what human-gated DAgger learns (training/gated.ts). */
export interface Correction extends Turn {
  /** Without a fall or a gap inside; several where there was one. */
  drives: Drive[];
}

/** The turns of one race, by driving its log again once; cars that could be touched but are not known leave `others` null. */
export function correctionsOfLog(log: RaceLog, track: Track, turns: readonly Turn[]): Correction[] {
  const cutters = turns.map((turn) => new TurnCutter(log, track, turn));
  resimulate(log, track, (tick, race, { chunk, frames, result }) => {
    for (const cutter of cutters) {
      const { car } = cutter.correction;
      if (tick === chunk.firstTick) cutter.placed(chunk.keyframe, chunk.gap > 0);
      const fell = result.events.some((event) => event.kind === 'fall' && event.car === car);
      cutter.visit(tick, frames[car], fell, (out, at) => writeState(race.cars[car], out, at));
    }
  });
  return cutters.map((cutter) => cutter.finish()).filter(({ drives }) => drives.length > 0);
}

class TurnCutter {
  readonly correction: Correction;
  private readonly track: Track;
  private readonly spec: Drive['spec'];
  private readonly others: Float32Array | null;
  /** Before the next tick. */
  private now: number[] = new Array<number>(STATE_WIDTH).fill(0);
  private states: number[] = [];
  private frames: number[] = [];

  constructor({ header }: RaceLog, track: Track, turn: Turn) {
    this.correction = { ...turn, drives: [] };
    this.track = track;
    this.spec = header.cars[turn.car].spec;
    this.others = header.contact && header.cars.length > 1 ? null : new Float32Array(0);
  }

  /** The log says where the car is before its next tick. */
  placed(keyframe: Float32Array, afterGap: boolean): void {
    if (afterGap) this.cut();
    const from = this.correction.car * ROW_WIDTH;
    this.now = [...keyframe.subarray(from, from + STATE_WIDTH)];
  }

  visit(
    tick: Ticks,
    { steer, pedal }: { steer: number; pedal: number },
    fell: boolean,
    write: (out: number[], at: number) => void,
  ): void {
    const { firstTick, ticks } = this.correction;
    const inside = tick >= firstTick && tick < firstTick + ticks;
    if (inside) {
      this.states.push(...this.now);
      this.frames.push(steer, pedal);
    }
    write(this.now, 0);
    if (!inside || fell) this.cut();
  }

  finish(): Correction {
    this.cut();
    return this.correction;
  }

  private cut(): void {
    const { track, spec, others, states, frames, now } = this;
    if (frames.length === 0) return;
    const rows = Float32Array.from([...states, ...now]);
    this.correction.drives.push({ track, spec, others, states: rows, frames: Int8Array.from(frames) });
    this.states = [];
    this.frames = [];
  }
}
