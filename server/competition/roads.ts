import { CoverageCount, type RoadCoverage } from '../../shared/dataset/coverage.ts';
import { type ThinStretch, thinStretches } from '../../shared/dataset/thin.ts';
import type { Track } from '../../shared/track/track.ts';
import { profilesOf, type SessionLap, trackByHash } from '../store/sessionlaps.ts';
import type { Store } from '../store/tables.ts';

/** Where a session's laps have been on one track, counted lap by lap. */
class CountedRoad {
  private readonly track: Track;
  private count: CoverageCount;
  private readonly counted = new Set<string>();
  private told: { coverage: RoadCoverage; thin: ThinStretch[] } | null = null;

  constructor(track: Track) {
    this.track = track;
    this.count = new CoverageCount(track);
  }

  /** Counts what is new of `laps`, and everything anew once a lap is gone. */
  async take(store: Store, laps: readonly SessionLap[]): Promise<void> {
    const keys = new Set(laps.map(keyOf));
    if ([...this.counted].some((key) => !keys.has(key))) {
      this.count = new CoverageCount(this.track);
      this.counted.clear();
    }
    const fresh = laps.filter((lap) => !this.counted.has(keyOf(lap)));
    for await (const { lap, profile } of profilesOf(store, fresh)) {
      this.count.add({ driverId: lap.driverId, profile });
      this.counted.add(keyOf(lap));
    }
    if (fresh.length > 0 || this.told === null) {
      const coverage = this.count.coverage();
      this.told = { coverage, thin: thinStretches(this.track, coverage) };
    }
  }

  get now(): { coverage: RoadCoverage; thin: ThinStretch[] } {
    return this.told!;
  }
}

const keyOf = ({ episodeId, number }: SessionLap): string => `${episodeId} ${number}`;

/** Where a session's laps have been on all its tracks, each in the version it was last driven in. */
export class CountedRoads {
  private readonly roads = new Map<string, CountedRoad>();

  async take(store: Store, laps: readonly SessionLap[]): Promise<void> {
    const newest = new Map(laps.map(({ trackId, trackHash }) => [trackId, trackHash]));
    const hashes = new Set(newest.values());
    for (const hash of [...this.roads.keys()]) if (!hashes.has(hash)) this.roads.delete(hash);
    for (const hash of hashes) {
      const road = this.roads.get(hash) ?? (await newRoad(store, hash));
      if (!road) continue;
      this.roads.set(hash, road);
      await road.take(
        store,
        laps.filter((lap) => lap.trackHash === hash && !lap.leftOut),
      );
    }
  }

  get coverage(): RoadCoverage[] {
    return [...this.roads.values()].map((road) => road.now.coverage);
  }

  get thin(): ThinStretch[] {
    return [...this.roads.values()].flatMap((road) => road.now.thin);
  }

  /** Share of the road's cells that everybody, or one driver, has seen on the least seen of these tracks. */
  seen(tracks: readonly string[], driverId?: string): number {
    const shares = tracks.map((id) => {
      const coverage = this.coverage.find(({ trackId }) => trackId === id);
      if (!coverage || driverId === undefined) return coverage?.seen ?? 0;
      return coverage.drivers.find((driver) => driver.id === driverId)?.seen ?? 0;
    });
    return Math.min(...shares);
  }
}

async function newRoad(store: Store, hash: string): Promise<CountedRoad | null> {
  const track = await trackByHash(store, hash);
  return track && new CountedRoad(track);
}
