import { CoverageCount, type RoadCoverage } from '../../shared/dataset/coverage.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import { newestLaps } from '../store/lapcoverage.ts';
import { countLaps } from '../store/lappages.ts';
import type { Store } from '../store/tables.ts';
import type { CoverageOrder } from './reader.ts';

/** Laps that are counted at most, the newest: some 40 ms of work, and more change no picture of a road. */
export const MOST_COVERED = 5000;
const MOST_TRACKS = 16;
const built = new Map<string, Track>();

/** Where the newest laps that fit have been, and how many fit at all. */
export async function coverageOfLaps(store: Store, order: CoverageOrder): Promise<RoadCoverage> {
  const { filter, viewer, trackHash } = order;
  const count = new CoverageCount(trackOf(order));
  const { total } = await countLaps(store, filter, viewer);
  const laps = await newestLaps(store, filter, viewer, { trackHash, most: MOST_COVERED, of: total });
  for (const lap of laps) count.add(lap);
  return count.coverage(total);
}

function trackOf({ track: file, trackHash }: CoverageOrder): Track {
  const known = built.get(trackHash);
  if (known) return known;
  if (built.size >= MOST_TRACKS) built.clear();
  const track = buildTrack(file);
  built.set(trackHash, track);
  return track;
}
