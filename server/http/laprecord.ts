import type { LapSummary } from '../../shared/episode/summary.ts';
import { corners } from '../../shared/track/corners.ts';
import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';
import { CARS } from '../../shared/vehicle/cars.ts';
import type { TrackRecord } from '../../shared/wire/api.ts';
import type { Store } from '../store/tables.ts';

/** A mistake so far before or after a corner belongs to it. */
const CORNER_REACH: Metres = 25;

/** What a driver's kept laps amount to, track by track in the order of the tracks, car by car in that of the cars. */
export async function trackRecords(
  store: Store,
  tracks: ReadonlyMap<string, Track>,
  driverId: string,
): Promise<TrackRecord[]> {
  const rows = await store
    .selectFrom('episode')
    .select(['track_id', 'vehicle', 'laps'])
    .where('driver_id', '=', driverId)
    .where('kind', '=', 'human')
    .execute();
  return [...tracks.values()].flatMap((track) =>
    [...CARS.keys()].flatMap((car) => {
      const driven = rows.filter((row) => row.track_id === track.id && row.vehicle === car);
      const laps: LapSummary[] = driven.flatMap((row) => JSON.parse(row.laps));
      return laps.length > 0 ? [trackRecord(track, car, laps)] : [];
    }),
  );
}

function trackRecord(track: Track, car: string, laps: readonly LapSummary[]): TrackRecord {
  const clean = laps.filter((lap) => lap.clean && !lap.partial);
  return {
    trackId: track.id,
    car,
    laps: laps.length,
    cleanLaps: clean.length,
    bestLapMs: Math.round(Math.min(...laps.map((lap) => lap.timeMs))),
    trouble: clean.length > 0 ? null : trouble(track, laps),
  };
}

/** The corner at which most laps were spoiled. */
function trouble(track: Track, laps: readonly LapSummary[]): TrackRecord['trouble'] {
  const counts = new Map<number, number>();
  for (const { spoiledAt } of laps) {
    if (spoiledAt === null) continue;
    const s = spoiledAt - track.length * Math.floor(spoiledAt / track.length);
    const corner = corners(track).find(({ from, to }) =>
      isWithin(s, from - CORNER_REACH, to + CORNER_REACH, track.length),
    );
    if (corner) counts.set(corner.number, (counts.get(corner.number) ?? 0) + 1);
  }
  const [worst] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return worst ? { corner: worst[0], times: worst[1] } : null;
}

/** Whether road coordinate s lies in [from, to] of a closed road; `from` may be negative or greater than `to`. */
function isWithin(s: Metres, from: Metres, to: Metres, length: Metres): boolean {
  const span = to - from - length * Math.floor((to - from) / length);
  const along = s - from - length * Math.floor((s - from) / length);
  return along <= span;
}
