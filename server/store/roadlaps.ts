import type { EpisodeTable, Store } from './tables.ts';
import { seenByAll } from './viewer.ts';

/** A flying clean lap out of traffic that everybody may see, as it is kept for comparisons. */
export interface RoadLap {
  episodeId: string;
  number: number;
  driverId: string;
  timeMs: number;
  /** See shared/dataset/profile.ts. */
  profile: Uint8Array;
}

/** The newest laps of one kind of driver on this version of a road in this car, of some drivers or of all. */
export async function lapsOnRoad(
  store: Store,
  road: { trackHash: string; vehicle: string; kind: EpisodeTable['kind']; drivers?: readonly string[] },
  most: number,
): Promise<RoadLap[]> {
  let query = store
    .selectFrom('lap_quality')
    .select(['episode_id as episodeId', 'number', 'driver_id as driverId', 'time_ms as timeMs', 'profile'])
    .where('track_hash', '=', road.trackHash)
    .where('vehicle', '=', road.vehicle)
    .where('kind', '=', road.kind)
    .where('clean', '=', 1)
    .where('in_traffic', '=', 0)
    .where('standing_start', '=', 0)
    .where('mark', '!=', 'left-out')
    .where(seenByAll('lap_quality.episode_id'));
  if (road.drivers) query = query.where('driver_id', 'in', road.drivers);
  return query.orderBy('started_at', 'desc').orderBy('episode_id').orderBy('number').limit(most).execute();
}
