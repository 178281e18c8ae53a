import type { Consent } from '../episode/log.ts';
import type { Ticks } from '../units/units.ts';
import type { DatasetCard } from './cardschema.ts';
import type { ChosenLap, LapNumbers } from './choice.ts';

/** A chosen lap with everything that a card tells of it. */
export interface CardLap extends ChosenLap {
  raceId: string;
  /** ISO 8601. */
  startedAt: string;
  sessionId: string | null;
  kind: 'human' | 'scripted';
  /** What its person had agreed to; null for scripted drivers. */
  consent: Consent | null;
  timeMs: number;
  clean: boolean;
  inTraffic: boolean;
  ticks: Ticks;
  /** lapcontent.ts */
  content: string;
  /** Null where nobody has judged it. */
  quality: LapNumbers | null;
  /** Kinds of its flags. */
  flags: readonly string[];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);

function handsOf(laps: readonly CardLap[]): { keys: number; stick: number } {
  const by = (style: 'keys' | 'stick'): number => laps.filter(({ quality }) => quality?.style === style).length;
  return { keys: by('keys'), stick: by('stick') };
}

function byDriver(laps: readonly CardLap[]): Map<string, CardLap[]> {
  const owners = new Map<string, CardLap[]>();
  for (const lap of laps) {
    const own = owners.get(lap.driverId);
    if (own) own.push(lap);
    else owners.set(lap.driverId, [lap]);
  }
  return owners;
}

export function driversOf(laps: readonly CardLap[]): DatasetCard['drivers'] {
  const owners = [...byDriver(laps)].sort(([a], [b]) => (a < b ? -1 : 1));
  return owners.map(([id, own]) => ({
    id,
    kind: own[0].kind,
    laps: own.length,
    ticks: sum(own.map(({ ticks }) => ticks)),
    bestMs: least(own.map(({ timeMs }) => timeMs)),
    hands: handsOf(own),
  }));
}

export function howOf(
  laps: readonly CardLap[],
  given: Pick<NonNullable<DatasetCard['how']>, 'vehicleHash' | 'cadenceHz' | 'leftOut'>,
): NonNullable<DatasetCard['how']> {
  const times = laps.map(({ startedAt }) => startedAt).sort();
  return {
    sessions: [...new Set(laps.flatMap(({ sessionId }) => sessionId ?? []))].sort(),
    races: new Set(laps.map(({ raceId }) => raceId)).size,
    hands: handsOf(laps),
    from: times[0],
    to: times[times.length - 1],
    ...given,
  };
}

export function consentOf(laps: readonly CardLap[]): NonNullable<DatasetCard['consent']> {
  const people = [...byDriver(laps.filter(({ kind }) => kind === 'human')).values()];
  const versions = new Map<number, number>();
  for (const own of people) {
    const read = new Set(own.flatMap(({ consent }) => consent?.version ?? []));
    for (const version of read) versions.set(version, (versions.get(version) ?? 0) + 1);
  }
  const agreed = (to: 'shared' | 'exported'): number =>
    people.filter((own) => own.every(({ consent }) => consent?.[to] === true)).length;
  return {
    people: people.length,
    versions: [...versions].sort(([a], [b]) => a - b).map(([version, count]) => ({ version, people: count })),
    shared: agreed('shared'),
    exported: agreed('exported'),
    exportedLaps: laps.filter(({ kind, consent }) => kind === 'scripted' || consent?.exported === true).length,
  };
}

/** Null where no lap was judged. */
export function qualityOf(laps: readonly CardLap[]): DatasetCard['quality'] {
  const judged = laps.flatMap(({ quality }) => quality ?? []);
  if (judged.length === 0) return null;
  const times = laps.filter(({ quality }) => quality !== null).map(({ timeMs }) => timeMs);
  const latencies = judged.flatMap(({ latencyMs }) => latencyMs ?? []);
  const ticks = Math.max(1, sum(judged.map((lap) => lap.ticks)));
  return {
    judged: judged.length,
    timeMs: { best: least(times), median: median(times), slowest: most(times) },
    falls: sum(judged.map(({ falls }) => falls)),
    offTracks: sum(judged.map(({ offTracks }) => offTracks)),
    contacts: sum(judged.map(({ contacts }) => contacts)),
    starvedShare: sum(judged.map(({ starved }) => starved)) / ticks,
    idleShare: sum(judged.map((lap) => lap.idleShare * lap.ticks)) / ticks,
    reversals: median(judged.map(({ reversals }) => reversals)),
    latencyMs: latencies.length > 0 ? median(latencies) : null,
    latencyLaps: latencies.length,
    flags: flagCounts(laps),
  };
}

function flagCounts(laps: readonly CardLap[]): { kind: string; laps: number }[] {
  const counts = new Map<string, number>();
  for (const { flags } of laps) for (const kind of new Set(flags)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, laps: count })).sort((a, b) => b.laps - a.laps);
}
