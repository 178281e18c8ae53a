import type { Metres, Seconds, Ticks } from '../../shared/units/units.ts';

/** A car's passing of every so many metres is remembered. */
const MARK: Metres = 5;

/**
 * When each car passed each mark of the road, from which gaps in time follow: how long ago the car ahead was where the
 * car behind is now.
 */
export class Gaps {
  private readonly passages = new Map<string, Float64Array>();
  private readonly last = new Map<string, { tick: Ticks; distance: Metres }>();
  private readonly marks: number;

  /** @param roadLength metres of the whole race: laps × length of the track */
  constructor(roadLength: Metres) {
    this.marks = Math.ceil(roadLength / MARK) + 2;
  }

  note(id: string, tick: Ticks, distance: Metres): void {
    const last = this.last.get(id);
    this.last.set(id, { tick, distance });
    if (!last || distance <= last.distance || tick <= last.tick) return;
    const times = this.timesOf(id);
    const pace = (tick - last.tick) / (distance - last.distance);
    for (
      let mark = Math.max(0, Math.ceil(last.distance / MARK));
      mark * MARK <= distance && mark < this.marks;
      mark++
    ) {
      if (Number.isNaN(times[mark])) times[mark] = last.tick + (mark * MARK - last.distance) * pace;
    }
  }

  /** How long ago `ahead` was where `id` is now, in seconds; undefined where it has not been noted there. */
  behind(id: string, ahead: string): Seconds | undefined {
    const theirs = this.passages.get(ahead);
    const here = this.last.get(id);
    if (!theirs || !here || here.distance < 0) return undefined;
    const mark = Math.min(this.marks - 2, Math.floor(here.distance / MARK));
    const share = here.distance / MARK - mark;
    const then = theirs[mark] + (theirs[mark + 1] - theirs[mark]) * share;
    return Number.isNaN(then) ? undefined : (here.tick - then) / 60;
  }

  /** Metres between two marks. */
  readonly spacing = MARK;

  /** Seconds that `id` was behind `other` at each mark of the race; NaN where one of them has not been. */
  along(id: string, other: string): Float64Array {
    const mine = this.passages.get(id);
    const theirs = this.passages.get(other);
    const seconds = new Float64Array(this.marks).fill(Number.NaN);
    if (mine && theirs) for (let mark = 0; mark < this.marks; mark++) seconds[mark] = (mine[mark] - theirs[mark]) / 60;
    return seconds;
  }

  private timesOf(id: string): Float64Array {
    const times = this.passages.get(id) ?? new Float64Array(this.marks).fill(Number.NaN);
    this.passages.set(id, times);
    return times;
  }
}
