import type { Ticks } from '../units/units.ts';
import { type LapPlace, lapName, type QualityLimits, type Recipe } from './recipe.ts';

/** How a lap was driven, as far as a recipe may ask; each as in lap_quality. */
export interface LapNumbers {
  ticks: Ticks;
  falls: number;
  offTracks: number;
  contacts: Ticks;
  wrongWay: boolean;
  starved: Ticks;
  latencyMs: number | null;
  idleShare: number;
  reversals: number;
  novelty: number | null;
  style: 'keys' | 'stick';
  mark: 'none' | 'flagged' | 'left-out';
}

/** An episode as the store lists it: what choosing laps from it takes. */
export interface EpisodeEntry {
  id: string;
  raceId: string;
  trackId: string;
  /** Id of the car's specification. */
  vehicle: string;
  driver: { id: string; kind: 'human' | 'scripted' | 'policy' };
  /** Index into the log's cars, and the tick at which this driver took the wheel. */
  car: number;
  firstTick: number;
  /** ISO 8601. */
  startedAt: string;
  physics: number;
  /** The session it was driven for. */
  sessionId?: string | null;
  laps: readonly LapEntry[];
}

export interface LapEntry {
  number: number;
  timeMs: number;
  clean: boolean;
  inTraffic: boolean;
  partial: boolean;
  /** Absent where nobody has judged the lap yet. */
  quality?: LapNumbers;
}

/** One lap of a dataset. */
export interface ChosenLap extends LapPlace {
  driverId: string;
}

/** Why a whole lap of the right track, car, driver and session is not in a dataset. */
export const REASONS = [
  'except',
  'marked',
  'spoiled',
  'traffic',
  'unjudged',
  'style',
  'falls',
  'offTracks',
  'wrongWay',
  'contacts',
  'starved',
  'idle',
  'reversals',
  'novelty',
  'latency',
  'slow',
  'cap',
  'balance',
] as const;
export type Reason = (typeof REASONS)[number];

/** What a recipe takes, and how many laps it leaves out for which reason. */
export interface Choice {
  laps: ChosenLap[];
  leftOut: { reason: Reason; laps: number }[];
}

interface Candidate extends ChosenLap {
  timeMs: number;
  style: LapNumbers['style'] | undefined;
}

/** The laps a recipe names: `choose` without the reasons. */
export const chooseLaps = (recipe: Recipe, episodes: readonly EpisodeEntry[]): ChosenLap[] =>
  choose(recipe, episodes).laps;

/**
 * The laps a recipe names, drivers in order of their ids, each driver's laps newest first in and oldest first out.
 *
 * Filters come first, then `slowest` (times the median of what the filters leave), then the cap of each driver, then the
 * balance. Laps of policies are never demonstrations: a clone of a clone says nothing about a person. A lap that changed
 * hands shows nobody's driving and is not even counted.
 */
export function choose(recipe: Recipe, episodes: readonly EpisodeEntry[]): Choice {
  const leftOut = new Map<Reason, number>();
  const leave = (reason: Reason, laps = 1): void => {
    if (laps > 0) leftOut.set(reason, (leftOut.get(reason) ?? 0) + laps);
  };
  const filtered = filter(recipe, episodes, leave);
  const quick = filtered.filter(notSlow(recipe.quality, filtered));
  leave('slow', filtered.length - quick.length);
  const byDriver = ownersOf(quick).map((driverId) => quick.filter((lap) => lap.driverId === driverId));
  const capped = byDriver.map((laps) => laps.slice(0, recipe.laps));
  leave('cap', quick.length - size(capped));
  const balanced = balance(recipe, capped);
  leave('balance', size(capped) - size(balanced));
  const laps = balanced.flatMap((own) => own.map(chosenOf).reverse());
  return { laps, leftOut: REASONS.flatMap((reason) => countOf(reason, leftOut)) };
}

const countOf = (reason: Reason, counts: ReadonlyMap<Reason, number>) =>
  counts.has(reason) ? [{ reason, laps: counts.get(reason)! }] : [];
const size = (groups: readonly (readonly unknown[])[]): number => groups.reduce((sum, group) => sum + group.length, 0);
const chosenOf = ({ episodeId, driverId, number }: ChosenLap): ChosenLap => ({ episodeId, driverId, number });
const ownersOf = (laps: readonly ChosenLap[]): string[] => [...new Set(laps.map(({ driverId }) => driverId))].sort();

/** Every whole lap that no filter keeps out, the newest first. */
function filter(recipe: Recipe, episodes: readonly EpisodeEntry[], leave: (reason: Reason) => void): Candidate[] {
  const except = new Set(recipe.except.map(lapName));
  const candidates: Candidate[] = [];
  for (const episode of considered(recipe, episodes)) {
    for (const lap of [...episode.laps].reverse()) {
      if (lap.partial) continue;
      const place = { episodeId: episode.id, driverId: episode.driver.id, number: lap.number };
      const reason = except.has(lapName(place)) ? 'except' : reasonAgainst(recipe, lap);
      if (reason) leave(reason);
      else candidates.push({ ...place, timeMs: lap.timeMs, style: lap.quality?.style });
    }
  }
  return candidates;
}

function considered(recipe: Recipe, episodes: readonly EpisodeEntry[]): EpisodeEntry[] {
  const drivers = new Set(recipe.drivers);
  const sessions = new Set(recipe.sessions);
  const named = recipe.episodes && new Set(recipe.episodes);
  const wanted = episodes.filter(
    (episode) =>
      episode.trackId === recipe.trackId &&
      episode.vehicle === recipe.car &&
      episode.driver.kind !== 'policy' &&
      (drivers.size === 0 || drivers.has(episode.driver.id)) &&
      (sessions.size === 0 || sessions.has(episode.sessionId ?? '')) &&
      (!named || named.has(episode.id)),
  );
  return wanted.sort(
    // Episodes of one race began together; in it a driver may have left the wheel and come back.
    (a, b) => compare(b.startedAt, a.startedAt) || b.firstTick - a.firstTick || compare(a.id, b.id),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function reasonAgainst(recipe: Recipe, { clean, inTraffic, quality }: LapEntry): Reason | null {
  const { wrongWay, ...most } = recipe.quality;
  if (recipe.marks === 'respect' && quality?.mark === 'left-out') return 'marked';
  if (recipe.clean && !clean) return 'spoiled';
  if (!recipe.inTraffic && inTraffic) return 'traffic';
  const limits = LIMITS.filter(({ limit }) => most[limit] !== undefined);
  if (recipe.style === undefined && recipe.balance !== 'styles' && wrongWay === undefined && limits.length === 0)
    return null;
  if (!quality) return 'unjudged';
  if (recipe.style !== undefined && quality.style !== recipe.style) return 'style';
  if (wrongWay === false && quality.wrongWay) return 'wrongWay';
  return limits.find(({ limit, of }) => (of(quality) ?? 0) > most[limit]!)?.reason ?? null;
}

/** Which number each limit is held against; null where it was not measured. */
const LIMITS: {
  limit: Exclude<keyof QualityLimits, 'wrongWay' | 'slowest'>;
  reason: Reason;
  of(lap: LapNumbers): number | null;
}[] = [
  { limit: 'maxFalls', reason: 'falls', of: ({ falls }) => falls },
  { limit: 'maxOffTracks', reason: 'offTracks', of: ({ offTracks }) => offTracks },
  { limit: 'maxContacts', reason: 'contacts', of: ({ contacts }) => contacts },
  { limit: 'maxStarvedShare', reason: 'starved', of: ({ starved, ticks }) => starved / Math.max(1, ticks) },
  { limit: 'maxIdleShare', reason: 'idle', of: ({ idleShare }) => idleShare },
  { limit: 'maxReversals', reason: 'reversals', of: ({ reversals }) => reversals },
  { limit: 'maxNovelty', reason: 'novelty', of: ({ novelty }) => novelty },
  { limit: 'maxLatencyMs', reason: 'latency', of: ({ latencyMs }) => latencyMs },
];

function notSlow({ slowest }: QualityLimits, laps: readonly Candidate[]): (lap: Candidate) => boolean {
  if (slowest === undefined || laps.length === 0) return () => true;
  const times = laps.map(({ timeMs }) => timeMs).sort((a, b) => a - b);
  const limit = slowest * times[Math.floor(times.length / 2)];
  return ({ timeMs }) => timeMs <= limit;
}

/** `groups` hold a driver's laps each, the newest first, and so does what is returned. */
function balance(recipe: Recipe, groups: readonly Candidate[][]): Candidate[][] {
  if (recipe.balance === 'drivers') {
    const cap = capOf(groups.map(({ length }) => length));
    return groups.map((laps) => laps.slice(0, cap));
  }
  if (recipe.balance === 'styles') return balanceStyles(groups);
  return groups.map((laps) => [...laps]);
}

/**
 * How many laps of each driver a balance takes: as many as the driver in the middle has, so that half of the drivers
 * give everything and nobody more than they do.
 *
 * Where that would throw away more than three quarters of all laps (most drivers drove once, one drove all day), it is
 * raised to the least number that keeps a quarter; the card then tells who still weighs most.
 */
export function capOf(counts: readonly number[]): number {
  const sorted = [...counts].sort((a, b) => a - b);
  if (sorted.length === 0) return 0;
  const least = sorted.reduce((sum, count) => sum + count, 0) / 4;
  const kept = (cap: number): number => sorted.reduce((sum, count) => sum + Math.min(cap, count), 0);
  let cap = sorted[Math.floor(sorted.length / 2)];
  while (kept(cap) < least) cap++;
  return cap;
}

/** As many laps of either style as the rarer one has, taken from all drivers in turn, each one's newest first. */
function balanceStyles(groups: readonly Candidate[][]): Candidate[][] {
  const styles = (['keys', 'stick'] as const).map((style) =>
    groups.map((own) => own.filter((lap) => lap.style === style)),
  );
  const each = Math.min(...styles.map(size));
  const taken = new Set(styles.flatMap((laps) => inTurn(laps, each)));
  return groups.map((own) => own.filter((lap) => taken.has(lap)));
}

function inTurn(groups: readonly Candidate[][], wanted: number): Candidate[] {
  const taken: Candidate[] = [];
  for (let round = 0; taken.length < wanted; round++) {
    for (const own of groups) if (own[round] && taken.length < wanted) taken.push(own[round]);
  }
  return taken;
}
