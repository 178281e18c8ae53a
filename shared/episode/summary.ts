import type { LapTime } from '../race/laps.ts';
import type { Race } from '../race/race.ts';
import { type Metres, TICK_HZ, type Ticks } from '../units/units.ts';
import { gapsOf, type LogDriver, logTicks, type RaceLog } from './log.ts';
import type { ReplayedTick } from './resimulate.ts';

/** One finished lap of an episode; `partial` also where its driver took the wheel inside it. */
export interface LapSummary extends LapTime {
  /** Tick of the log in which it ended. */
  endTick: Ticks;
  /** Road distance from the start line of the first off-track, fall or wrong way in it; null for a clean lap. */
  spoiledAt: Metres | null;
}

/** What one driver did in one race. */
export interface EpisodeSummary {
  /** Log index. */
  car: number;
  driver: LogDriver;
  firstTick: Ticks;
  /** From its first to its last, those in gaps of the log too. */
  ticks: Ticks;
  /** How many of them the log does not hold. */
  gapTicks: Ticks;
  laps: LapSummary[];
  falls: number;
  offTracks: number;
  contacts: number;
}

/** Touches of cars that are less apart than this are one contact. */
const CONTACT_GAP: Ticks = TICK_HZ / 2;

interface Counting {
  summary: EpisodeSummary;
  lastTouch: Ticks;
  spoiledAt: Metres | null;
  /** The lap under way was begun by this driver. */
  begun: boolean;
}

/** Counts what drivers did while a log is replayed: give `visit` to the replay, then ask for the summaries. */
export class EpisodeCounter {
  private readonly done: EpisodeSummary[] = [];
  private readonly current: Counting[];
  /** Every state is adopted: adoption then tells nothing of a touch. */
  private readonly stated: boolean;

  constructor(log: RaceLog) {
    this.stated = log.header.replay === 'states';
    this.current = log.header.cars.map((car, index) => counting(index, driverOf(car), 0));
  }

  readonly visit = (tick: Ticks, race: Race, { chunk, result, adopted }: ReplayedTick): void => {
    for (const event of chunk.events) {
      if (event.tick === tick && event.kind === 'driver') this.handOver(event.car, event.driver, tick);
    }
    if (tick === chunk.firstTick && chunk.gap > 0) this.miss(tick, chunk.gap);
    for (const { a, b } of result.contacts) {
      this.touch(a, tick);
      this.touch(b, tick);
    }
    if (!this.stated) for (const car of adopted) this.touch(car, tick);
    this.countEvents(tick, race, result);
    for (const { summary } of this.current) summary.ticks = tick + 1 - summary.firstTick;
  };

  summaries(): EpisodeSummary[] {
    return [...this.done, ...this.current.map(({ summary }) => summary)];
  }

  /** Who took the wheel in a gap counts from its end. */
  private miss(tick: Ticks, gap: Ticks): void {
    for (const { summary } of this.current) if (summary.firstTick < tick) summary.gapTicks += gap;
  }

  private countEvents(tick: Ticks, race: Race, { events }: ReplayedTick['result']): void {
    for (const event of events) {
      const counting = this.current[event.car];
      const { summary } = counting;
      if (event.kind === 'fall') summary.falls++;
      if (event.kind === 'offTrack') summary.offTracks++;
      if (event.kind === 'fall' || event.kind === 'offTrack' || event.kind === 'wrongWay') {
        counting.spoiledAt ??= roadDistance(race, event.car);
      }
      if (event.kind === 'lap') {
        const { clean } = event.lap;
        const partial = event.lap.partial || !counting.begun;
        summary.laps.push({ ...event.lap, partial, endTick: tick, spoiledAt: clean ? null : counting.spoiledAt });
        counting.spoiledAt = null;
        counting.begun = true;
      }
    }
  }

  private touch(car: number, tick: Ticks): void {
    const counting = this.current[car];
    if (tick - counting.lastTouch > CONTACT_GAP) counting.summary.contacts++;
    counting.lastTouch = tick;
  }

  private handOver(car: number, driver: LogDriver, tick: Ticks): void {
    const before = this.current[car];
    if (before.summary.ticks > 0) this.done.push(before.summary);
    this.current[car] = counting(car, driver, tick);
  }
}

/** The episodes of a log that cannot be replayed: who drove how long, and nothing that only a replay knows. */
export function unplayed(log: RaceLog): EpisodeSummary[] {
  return log.header.cars.map((car, index) => ({
    ...counting(index, driverOf(car), 0).summary,
    ticks: logTicks(log),
    gapTicks: gapsOf(log).reduce((sum, { ticks }) => sum + ticks, 0),
  }));
}

const driverOf = ({ driverId, kind, policyId, consent }: LogDriver): LogDriver => ({
  driverId,
  kind,
  policyId,
  consent,
});

const counting = (car: number, driver: LogDriver, firstTick: Ticks): Counting => ({
  summary: { car, driver, firstTick, ticks: 0, gapTicks: 0, laps: [], falls: 0, offTracks: 0, contacts: 0 },
  lastTouch: -CONTACT_GAP - 1,
  spoiledAt: null,
  begun: firstTick === 0,
});

/** Distance from the start line of the lap the car is in. */
function roadDistance(race: Race, car: number): Metres {
  const { length } = race.track;
  const { distance } = race.cars[car];
  return distance - Math.floor(distance / length) * length;
}
