import type { Track } from '../../shared/track/track.ts';
import type { Metres } from '../../shared/units/units.ts';
import { fetchDivergence, fetchPolicy, fetchTrack } from '../connection/api.ts';
import { CLONE_KINDS, type CloneKind, type ClonePair, newestPairs } from '../connection/clones.ts';
import { byHeldTokens, fetchClones } from '../connection/held.ts';
import type { Divergence, DivergenceSample } from '../connection/replies.ts';
import type { ChartTable } from '../view/charts/chartcard.tsx';
import { signedSeconds } from '../view/charts/timegap.tsx';

/** Everything the page shows of one pair of clones. */
export interface Comparison {
  track: Track;
  pair: ClonePair;
  partings: Partial<Record<CloneKind, Divergence>>;
}

export const fetchPairs = async (driverId: string, signal: AbortSignal): Promise<ClonePair[]> =>
  newestPairs(await fetchClones({ driver: driverId }, signal));

/** One policy by itself, whoever it learned from. */
export const fetchPairOf = async (policyId: string, signal: AbortSignal): Promise<ClonePair[]> =>
  newestPairs([await byHeldTokens((token) => fetchPolicy(policyId, signal, token))]);

export async function compare(pair: ClonePair, signal: AbortSignal): Promise<Comparison> {
  const parting = (policy: string) => byHeldTokens((token) => fetchDivergence(policy, signal, token));
  const asked = CLONE_KINDS.flatMap((kind) => {
    const policy = pair.policies[kind];
    return policy ? [parting(policy.id).then((found) => [kind, found] as const)] : [];
  });
  const [track, ...partings] = await Promise.all([fetchTrack(pair.trackId), ...asked]);
  return { track, pair, partings: Object.fromEntries(partings) };
}

/** The metre that is looked at: a whole one, held inside the lap. */
export const sampleAt = (samples: readonly DivergenceSample[], s: Metres): DivergenceSample =>
  samples[Math.min(samples.length - 1, Math.max(0, Math.round(s)))]!;

/** Where the page looks first: where the clone left, or where it was furthest away. */
export const firstLook = ({ point, widest }: Divergence): Metres => point?.s ?? widest.s;

/** Metres to the left or right, "1.20 m L"; the sides as the page's language names them. */
export function sideText(offset: Metres, left: string, right: string): string {
  const size = Math.abs(offset).toFixed(2);
  if (Number(size) === 0) return '0 m';
  return `${size} m ${offset > 0 ? left : right}`;
}

/** Rows of a table stand this far apart. */
const ROW: Metres = 20;

/** Words that a table of a comparison needs. */
export interface TableWords {
  road: string;
  person: string;
  tube: string;
  clones: Record<CloneKind, string>;
  left: string;
  right: string;
}

function rowsOf(shown: Divergence, row: (sample: DivergenceSample) => string[]): ChartTable['rows'] {
  return shown.samples.filter(({ s }) => s % ROW === 0).map((sample) => [`${sample.s} m`, ...row(sample)]);
}

/** Line, tube and clones every 20 m. */
export function offsetTable(shown: Divergence, partings: Comparison['partings'], words: TableWords): ChartTable {
  const text = (offset: Metres) => sideText(offset, words.left, words.right);
  const clones = CLONE_KINDS.filter((kind) => partings[kind]);
  return {
    columns: [words.road, words.person, words.tube, ...clones.map((kind) => words.clones[kind])],
    rows: rowsOf(shown, ({ s, mean, low, high }) => [
      text(mean),
      `${text(high)} … ${text(low)}`,
      ...clones.map((kind) => text(sampleAt(partings[kind]!.samples, s).clone)),
    ]),
  };
}

/** Time gaps every 20 m. */
export function timeTable(shown: Divergence, partings: Comparison['partings'], words: TableWords): ChartTable {
  const clones = CLONE_KINDS.filter((kind) => partings[kind]);
  return {
    columns: [words.road, ...clones.map((kind) => words.clones[kind])],
    rows: rowsOf(shown, ({ s }) =>
      clones.map((kind) => `${signedSeconds(sampleAt(partings[kind]!.samples, s).timeGapMs)} s`),
    ),
  };
}
