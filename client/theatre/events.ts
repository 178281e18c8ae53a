import type { LogDriver } from '../../shared/episode/log.ts';
import type { ReplayedTick } from '../../shared/episode/resimulate.ts';
import { TICK_HZ, type Ticks } from '../../shared/units/units.ts';

/** Something worth finding on the time line. `tick` is the tick in which it happened, `car` a log index. */
export type ReplayEvent = { tick: Ticks; car: number } & (
  | { kind: 'lap'; number: number; timeMs: number; clean: boolean; partial: boolean }
  | { kind: 'finish'; timeMs: number }
  | { kind: 'offTrack' | 'fall' | 'wall' }
  /** `other` is null for a car that is not in the log. */
  | { kind: 'contact'; other: number | null }
  /** From here on somebody else drives the car. */
  | { kind: 'wheel'; driver: LogDriver }
);

/** Touches less apart than this are one. */
const TOUCH_GAP: Ticks = TICK_HZ / 2;

/** Lists what happens while a log is replayed: give it every tick. */
export class EventLister {
  readonly events: ReplayEvent[] = [];
  private readonly stated: boolean;
  private readonly touched = new Map<string, Ticks>();

  /** @param stated the log holds every state, so that an adopted one tells nothing of a touch */
  constructor(stated: boolean) {
    this.stated = stated;
  }

  note(tick: Ticks, { chunk, result, adopted }: ReplayedTick): void {
    for (const event of chunk.events) {
      if (event.tick === tick && event.kind === 'driver')
        this.add({ tick, car: event.car, kind: 'wheel', driver: event.driver });
    }
    for (const event of result.events) {
      const { car } = event;
      if (event.kind === 'offTrack' || event.kind === 'fall') this.add({ tick, car, kind: event.kind });
      if (event.kind === 'touch' && this.isNew(`${car} wall`, tick)) this.add({ tick, car, kind: 'wall' });
      if (event.kind === 'finish') this.add({ tick, car, kind: 'finish', timeMs: event.timeMs });
      if (event.kind !== 'lap') continue;
      const { number, timeMs, clean, partial } = event.lap;
      this.add({ tick, car, kind: 'lap', number, timeMs, clean, partial });
    }
    for (const { a, b } of result.contacts) {
      this.contact(tick, a, b);
      this.contact(tick, b, a);
    }
    if (!this.stated) for (const car of adopted) this.contact(tick, car, null);
  }

  private contact(tick: Ticks, car: number, other: number | null): void {
    if (this.isNew(`${car} ${other}`, tick)) this.add({ tick, car, kind: 'contact', other });
  }

  private isNew(what: string, tick: Ticks): boolean {
    const last = this.touched.get(what);
    this.touched.set(what, tick);
    return last === undefined || tick - last > TOUCH_GAP;
  }

  private add(event: ReplayEvent): void {
    this.events.push(event);
  }
}
