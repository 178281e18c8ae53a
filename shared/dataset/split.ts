import { seededRandom } from '../exact/random.ts';

/** What a split needs to know about a lap. */
export interface LapKey {
  driverId: string;
  episodeId: string;
  number: number;
}

/** Which whole laps are for learning and which for validation, and what that says about the score. */
export interface Split<Lap extends LapKey> {
  kind: 'driver' | 'episode' | 'lap' | 'none';
  /** What the validation set is called wherever its score is shown. */
  name: string;
  train: Lap[];
  /** Empty when there is only one lap: then there is no validation loss. */
  validation: Lap[];
}

const NAMES = {
  driver: 'held-out drivers',
  episode: 'held-out episodes, same driver',
  lap: 'held-out lap, same driver',
  none: 'no validation set',
};

/**
 * Hold out whole drivers; with one driver, whole episodes; with one episode, whole laps; with one lap, nothing.
 *
 * A lap is never cut into frames: neighbouring frames are nearly equal, and a validation set of them would only measure
 * memory. `share` of the groups is held out, at least one, never all.
 */
export function splitLaps<Lap extends LapKey>(laps: readonly Lap[], seed: number, share = 0.2): Split<Lap> {
  const driver = (lap: Lap) => lap.driverId;
  const episode = (lap: Lap) => lap.episodeId;
  const single = (lap: Lap) => `${lap.episodeId} ${lap.number}`;
  for (const [kind, key] of [
    ['driver', driver],
    ['episode', episode],
    ['lap', single],
  ] as const) {
    const groups = [...new Set(laps.map(key))].sort();
    if (groups.length < 2) continue;
    const held = draw(groups, seed, share);
    return {
      kind,
      name: NAMES[kind],
      train: laps.filter((lap) => !held.has(key(lap))),
      validation: laps.filter((lap) => held.has(key(lap))),
    };
  }
  return { kind: 'none', name: NAMES.none, train: [...laps], validation: [] };
}

function draw(groups: string[], seed: number, share: number): Set<string> {
  const random = seededRandom(seed);
  const left = [...groups];
  const wanted = Math.min(groups.length - 1, Math.max(1, Math.round(groups.length * share)));
  const held = new Set<string>();
  while (held.size < wanted) held.add(left.splice(random.integer(left.length), 1)[0]);
  return held;
}
