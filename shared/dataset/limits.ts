import type { DatasetCard } from './cardschema.ts';

/** What a dataset cannot show, from its card alone. */
export const LIMIT_KINDS = [
  /** Laps of one driver: what is learned is that driver's way. `found`: drivers. */
  'oneDriver',
  /** `found`: the share of the laps that the driver with most of them drove. */
  'mostlyOneDriver',
  /** `found`: laps. */
  'fewLaps',
  /** `found`: races. All in one race: one day, one mood. */
  'oneRace',
  /** Nobody leaves the road or falls, so nobody shows how to come back. `found`: falls and off-tracks. */
  'noRecoveries',
  /** `found`: laps by that kind of hands. */
  'noKeys',
  'noStick',
  /** `found`: laps by scripted drivers, who are nobody. */
  'scripted',
  /** `found`: laps with another car within 10 m. */
  'traffic',
  /** `found`: the share of ticks whose frame was made up because none had arrived. */
  'starved',
  /** `found`: laps of which nobody knows how late the driver saw the race. */
  'unknownLatency',
  /** `found`: laps without quality numbers and without a known way. */
  'unjudged',
  /** `found`: stretches of one side of the road that fewer laps passed than should have. */
  'thin',
  /** `found`: the share of the road's cells that some lap passed. */
  'unseen',
  /** `found`: laps held out. */
  'noValidation',
  /** The laps held out are by drivers that were learned from. `found`: drivers. */
  'sameDriver',
  /** Split by frames. `found`: the score's leak, how many times too good it is; 0 where it is not known. */
  'leaks',
  /** `found`: laps whose person did not agree to an export. */
  'stays',
] as const;
export type LimitKind = (typeof LIMIT_KINDS)[number];

export interface Limit {
  kind: LimitKind;
  found: number;
  /** It is told while `found` is on the wrong side of this; null where there is nothing to be on a side of. */
  limit: number | null;
}

const FEWEST_LAPS = 20;
const MOST_OF_ONE = 0.5;
const MOST_STARVED = 0.02;
const LEAST_SEEN = 0.5;

/** Every limit that holds, the gravest first. */
export function limitsOf(card: Omit<DatasetCard, 'limits'>): Limit[] {
  const { counts, drivers, splits } = card;
  const most = Math.max(...drivers.map(({ laps }) => laps)) / counts.laps;
  const scripted = drivers.reduce((sum, { kind, laps }) => sum + (kind === 'scripted' ? laps : 0), 0);
  const all: (Limit & { holds: boolean })[] = [
    { kind: 'leaks', found: leakOf(card), limit: null, holds: splits.leaks },
    { kind: 'noValidation', found: 0, limit: 1, holds: splits.validation.length === 0 && !splits.leaks },
    { kind: 'oneDriver', found: 1, limit: 2, holds: counts.drivers === 1 },
    { kind: 'fewLaps', found: counts.laps, limit: FEWEST_LAPS, holds: counts.laps < FEWEST_LAPS },
    { kind: 'scripted', found: scripted, limit: 0, holds: scripted > 0 },
    { kind: 'mostlyOneDriver', found: most, limit: MOST_OF_ONE, holds: counts.drivers > 1 && most > MOST_OF_ONE },
    { kind: 'sameDriver', found: counts.drivers, limit: null, holds: isOfSameDriver(card) },
    ...limitsOfRecord(card),
    ...limitsOfDriving(card),
  ];
  return all.filter(({ holds }) => holds).map(({ kind, found, limit }) => ({ kind, found, limit }));
}

function limitsOfRecord({ counts, how, consent }: Omit<DatasetCard, 'limits'>): (Limit & { holds: boolean })[] {
  const staying = consent ? counts.laps - consent.exportedLaps : 0;
  return [
    { kind: 'oneRace', found: 1, limit: 2, holds: how?.races === 1 },
    { kind: 'traffic', found: counts.inTraffic ?? 0, limit: 0, holds: (counts.inTraffic ?? 0) > 0 },
    { kind: 'stays', found: staying, limit: 0, holds: staying > 0 },
  ];
}

function limitsOfDriving({
  counts,
  how,
  quality,
  coverage,
}: Omit<DatasetCard, 'limits'>): (Limit & { holds: boolean })[] {
  const judged = quality?.judged ?? 0;
  const spoiled = quality ? quality.falls + quality.offTracks : 0;
  const late = judged - (quality?.latencyLaps ?? 0);
  const thin = coverage?.thin.length ?? 0;
  return [
    { kind: 'unjudged', found: counts.laps - judged, limit: 0, holds: judged < counts.laps },
    { kind: 'noRecoveries', found: 0, limit: 1, holds: judged > 0 && spoiled === 0 },
    { kind: 'noKeys', found: 0, limit: 1, holds: judged > 0 && how?.hands.keys === 0 },
    { kind: 'noStick', found: 0, limit: 1, holds: judged > 0 && how?.hands.stick === 0 },
    {
      kind: 'starved',
      found: quality?.starvedShare ?? 0,
      limit: MOST_STARVED,
      holds: (quality?.starvedShare ?? 0) > MOST_STARVED,
    },
    { kind: 'unknownLatency', found: late, limit: 0, holds: late > 0 },
    {
      kind: 'unseen',
      found: coverage?.seen ?? 0,
      limit: LEAST_SEEN,
      holds: coverage !== null && coverage.seen < LEAST_SEEN,
    },
    { kind: 'thin', found: thin, limit: 0, holds: thin > 0 },
  ];
}

function leakOf({ splits: { leak } }: Omit<DatasetCard, 'limits'>): number {
  return leak && leak.frames > 0 ? leak.whole / leak.frames : 0;
}

/** Some lap is held out of whose driver another is learned from. */
function isOfSameDriver({ splits: { train, validation } }: Omit<DatasetCard, 'limits'>): boolean {
  const learned = new Set(train.map(({ driverId }) => driverId));
  return validation.some(({ driverId }) => learned.has(driverId));
}
