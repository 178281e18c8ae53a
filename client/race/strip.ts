import { signal } from '@preact/signals';
import type { Metres } from '../../shared/units/units.ts';
import { driverOf, isOwnClone } from './drivers.ts';
import { RoadTraces } from './roadtraces.ts';
import type { RaceSession } from './session.ts';

/** What the unrolled road knows: where everybody has been, and how far the own clone was from the own line. */
export class Strip {
  readonly traces: RoadTraces;
  /** Lateral gap clone − own where both have been last, + clone further left; undefined without a clone of one's own. */
  readonly apart = signal<Metres | undefined>(undefined);
  readonly hasClone = signal(false);
  cloneIds: readonly string[] = [];
  ownDriver = 1;
  /** Unwrapped distance at which the own best lap of this race began. */
  bestLapStart: Metres | undefined;
  private readonly session: RaceSession;

  constructor(session: RaceSession) {
    this.session = session;
    this.traces = new RoadTraces(session.track, session.track.length * Math.max(1, session.room.state.laps));
  }

  /** Take in the newest poses; call once a patch. */
  follow(): void {
    const { room, prediction } = this.session;
    const clones: string[] = [];
    room.state.cars.forEach((car, id) => {
      if (isOwnClone(car)) clones.push(id);
      const shown = id === room.sessionId ? (prediction.predicted?.state ?? car) : car;
      this.traces.note(id, shown.x, shown.y, shown.distance);
    });
    this.cloneIds = clones;
    this.hasClone.value = clones.length > 0;
    const own = this.session.ownCar;
    if (own) this.ownDriver = driverOf(own, own);
    this.apart.value = clones[0] ? this.gapTo(clones[0]) : undefined;
  }

  /** The lap of this number (from 1) is the best so far. */
  noteBestLap(lap: number): void {
    this.bestLapStart = (lap - 1) * this.session.track.length;
  }

  private gapTo(clone: string): Metres | undefined {
    const own = this.session.room.sessionId;
    const mine = this.traces.now(own);
    const its = this.traces.now(clone);
    if (!mine || !its) return undefined;
    const metre = Math.floor(Math.min(mine.distance, its.distance)) - 1;
    const gap = this.traces.at(clone, metre) - this.traces.at(own, metre);
    return Number.isNaN(gap) ? undefined : gap;
  }
}
