import type { Metres, Seconds, Ticks } from '../../shared/units/units.ts';

const MARK: Metres = 2;

/**
 * The own car's lap clock, and the live difference to its own best lap of this race.
 *
 * Reads the predicted car, so the clock turns over on the frame the car crosses the line; the server's lap time, which
 * is the official one, replaces it when it arrives.
 */
export class LapTimer {
  private readonly length: Metres;
  private readonly current: Float64Array;
  private best: Float64Array | undefined;
  private bestMs = Number.POSITIVE_INFINITY;
  private lapIndex = -1;
  private startTick: Ticks = 0;
  private nextMark = 0;
  private tick: Ticks = 0;
  private along: Metres = 0;
  private whole = false;

  constructor(trackLength: Metres) {
    this.length = trackLength;
    this.current = new Float64Array(Math.ceil(trackLength / MARK) + 1);
  }

  /** The own car at a race tick; call each frame while racing. */
  note(tick: Ticks, distance: Metres, speed: number): void {
    this.tick = tick;
    const lap = Math.max(0, Math.floor(distance / this.length));
    if (lap !== this.lapIndex) this.turnOver(lap, tick, distance, speed);
    this.along = distance - lap * this.length;
    const seconds = (tick - this.startTick) / 60;
    while (this.nextMark * MARK <= this.along && this.nextMark < this.current.length) {
      this.current[this.nextMark++] = seconds;
    }
  }

  /** The server's last lap time, once it is known; keeps the marks of that lap if it is the best. */
  finishLap(lapMs: number, counts: boolean): void {
    if (!counts || lapMs >= this.bestMs || !this.finished) return;
    this.bestMs = lapMs;
    this.best = this.finished;
  }

  /** Time in this lap. */
  get seconds(): Seconds {
    return Math.max(0, (this.tick - this.startTick) / 60);
  }

  /** Live difference to the own best lap at this metre, + slower; undefined without a best lap. */
  get delta(): Seconds | undefined {
    if (!this.best || !this.whole) return undefined;
    const at = this.along / MARK;
    const mark = Math.min(Math.floor(at), this.best.length - 2);
    if (mark < 0) return undefined;
    const then = this.best[mark] + (this.best[mark + 1] - this.best[mark]) * (at - mark);
    return this.seconds - then;
  }

  private finished: Float64Array | undefined;

  private turnOver(lap: number, tick: Ticks, distance: Metres, speed: number): void {
    const seconds = (tick - this.startTick) / 60;
    while (this.nextMark < this.current.length) this.current[this.nextMark++] = seconds;
    this.finished = this.whole && lap === this.lapIndex + 1 ? this.current.slice() : undefined;
    this.whole = this.lapIndex >= 0 || lap === 0;
    // The first lap starts with the lights; a later one where the car crossed the line within the tick.
    const past = lap > 0 && this.lapIndex >= 0 && speed > 0.5 ? (distance - lap * this.length) / speed : 0;
    this.startTick = lap === 0 ? 0 : tick - past * 60;
    this.lapIndex = lap;
    this.nextMark = 0;
  }
}
