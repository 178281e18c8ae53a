import type { CarState } from '../../shared/wire/state.ts';

/** The lap times of every car of a race, gathered as each one becomes the car's last lap. */
export class LapTimes {
  private readonly times = new Map<string, number[]>();
  private readonly starts = new Map<string, number>();

  /** A lap is done when the start of the next one moved; the finished lap and whether it is the car's best, once. */
  note(
    id: string,
    car: Pick<CarState, 'lapStartMs' | 'lastLapMs' | 'bestLapMs' | 'finishedMs'>,
  ): { ms: number; best: boolean } | undefined {
    const key = car.finishedMs || car.lapStartMs;
    const before = this.starts.get(id);
    this.starts.set(id, key);
    if (before === undefined || before === key || car.lastLapMs === 0) return undefined;
    this.listOf(id).push(car.lastLapMs);
    return { ms: car.lastLapMs, best: car.lastLapMs === car.bestLapMs };
  }

  of(id: string): readonly number[] {
    return this.times.get(id) ?? [];
  }

  private listOf(id: string): number[] {
    const list = this.times.get(id) ?? [];
    this.times.set(id, list);
    return list;
  }
}
