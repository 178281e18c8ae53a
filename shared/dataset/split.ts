import { seededRandom } from '../exact/random.ts';

/** What a split needs to know about a lap. */
export interface LapKey {
  driverId: string;
  episodeId: string;
  number: number;
}

/** What is held out; `chosen` by hand; `frame`: ticks of the laps that are learned from, which leaks. */
export const SPLIT_KINDS = ['driver', 'episode', 'lap', 'none', 'chosen', 'frame'] as const;
export type SplitKind = (typeof SPLIT_KINDS)[number];

/** Which whole laps are for learning and which for validation, and what that says about the score. */
export interface Split<Lap extends LapKey> {
  kind: SplitKind;
  /** What the validation set is called wherever its score is shown. */
  name: string;
  train: Lap[];
  /** Empty when there is only one lap: then there is no validation loss. */
  validation: Lap[];
}

export const SPLIT_NAMES: Record<SplitKind, string> = {
  driver: 'held-out drivers',
  episode: 'held-out episodes, same driver',
  lap: 'held-out lap, same driver',
  none: 'no validation set',
  chosen: 'held-out laps, chosen by hand',
  frame: 'held-out frames of the laps learned from: leaks',
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
      name: SPLIT_NAMES[kind],
      train: laps.filter((lap) => !held.has(key(lap))),
      validation: laps.filter((lap) => held.has(key(lap))),
    };
  }
  return { kind: 'none', name: SPLIT_NAMES.none, train: [...laps], validation: [] };
}

/**
 * The laps named in `heldOut` for validation, all others for learning. Null when that would leave either without a lap:
 * names of laps that are not there count for nothing.
 */
export function splitByHand<Lap extends LapKey>(
  laps: readonly Lap[],
  heldOut: readonly Pick<LapKey, 'episodeId' | 'number'>[],
): Split<Lap> | null {
  const held = new Set(heldOut.map(nameOf));
  const validation = laps.filter((lap) => held.has(nameOf(lap)));
  if (validation.length === 0 || validation.length === laps.length) return null;
  return splitAs({ kind: 'chosen', name: SPLIT_NAMES.chosen, validation }, laps);
}

/** Laps split as it was written down which of them are held out. */
export function splitAs<Lap extends LapKey>(
  { kind, name, validation }: Pick<Split<LapKey>, 'kind' | 'name' | 'validation'>,
  laps: readonly Lap[],
): Split<Lap> {
  const held = new Set(validation.map(nameOf));
  const isHeld = (lap: Lap): boolean => held.has(nameOf(lap));
  return { kind, name, train: laps.filter((lap) => !isHeld(lap)), validation: laps.filter(isHeld) };
}

const nameOf = ({ episodeId, number }: Pick<LapKey, 'episodeId' | 'number'>): string => `${episodeId} ${number}`;

/**
 * The split that must not be used: every lap is learned from, and a fifth of its ticks, drawn one by one, is called
 * validation. Each of those has a neighbour a sixtieth of a second away that was learned from (leak.ts measures it), so
 * there is no lap left to validate with.
 */
export const splitByFrames = <Lap extends LapKey>(laps: readonly Lap[]): Split<Lap> => ({
  kind: 'frame',
  name: SPLIT_NAMES.frame,
  train: [...laps],
  validation: [],
});

function draw(groups: string[], seed: number, share: number): Set<string> {
  const random = seededRandom(seed);
  const left = [...groups];
  const wanted = Math.min(groups.length - 1, Math.max(1, Math.round(groups.length * share)));
  const held = new Set<string>();
  while (held.size < wanted) held.add(left.splice(random.integer(left.length), 1)[0]);
  return held;
}
