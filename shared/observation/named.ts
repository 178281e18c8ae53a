import type { Track } from '../track/track.ts';
import {
  NUMBER_BLOCKS,
  OBSERVATION_VERSION,
  type ObservationBlock,
  type ObservationSpec,
  observationNames,
  observationSpecFor,
  RANGE_FINDER,
  TRACK_AND_OBSTACLE,
  TRACK_FEATURES,
} from './spec.ts';

/**
 * What command line and HTTP call an observation. `own` is what a clone sees on the laps' own track, `traffic` that and
 * the other cars; any other is the blocks by their names with commas between them, as `trackFeatures,neighbours`.
 */
export const OBSERVATION_CHOICES = ['own', 'traffic', 'road', 'obstacles', 'range-finder', 'cue'] as const;

const FIXED = new Map<string, ObservationSpec>([
  ['road', TRACK_FEATURES],
  ['obstacles', TRACK_AND_OBSTACLE],
  ['range-finder', RANGE_FINDER],
  ['cue', { ...TRACK_FEATURES, blocks: [...TRACK_FEATURES.blocks, 'cue'] }],
]);

/** Whether a name means an observation; blocks may stand in any order, each once. */
export function isObservationName(name: string): boolean {
  return name === 'own' || name === 'traffic' || FIXED.has(name) || blocksOf(name) !== null;
}

/** The observation of a name, on a track. Throws for a name that means none. */
export function observationCalled(name: string, track: Track): ObservationSpec {
  if (name === 'own') return observationSpecFor(track);
  if (name === 'traffic') return observationSpecFor(track, 'traffic');
  const fixed = FIXED.get(name);
  if (fixed) return fixed;
  const blocks = blocksOf(name);
  if (blocks) return { version: OBSERVATION_VERSION, blocks };
  throw new Error(
    `Observation: got "${name.slice(0, 80)}", expected one of ${OBSERVATION_CHOICES.join(', ')}, or some of ` +
      `${NUMBER_BLOCKS.join(', ')} with commas between them.`,
  );
}

function blocksOf(name: string): ObservationBlock[] | null {
  const words = name.split(',');
  const blocks = words.flatMap((word) => NUMBER_BLOCKS.filter((block) => block === word));
  return blocks.length === words.length && new Set(blocks).size === blocks.length ? blocks : null;
}

/** The observation whose numbers have exactly these names, in this order; null when there is none. */
export function observationWithNames(names: readonly string[]): ObservationSpec | null {
  const found = search([], names);
  return found && { version: OBSERVATION_VERSION, blocks: found };
}

/** Blocks in front of what is left of the names, tried one after another: some blocks begin with equal names. */
function search(before: ObservationBlock[], names: readonly string[]): ObservationBlock[] | null {
  if (names.length === 0) return before.length > 0 ? before : null;
  for (const block of NUMBER_BLOCKS) {
    if (before.includes(block)) continue;
    const own = observationNames({ version: OBSERVATION_VERSION, blocks: [block] });
    if (own.length > names.length || own.some((name, i) => name !== names[i])) continue;
    const found = search([...before, block], names.slice(own.length));
    if (found) return found;
  }
  return null;
}
