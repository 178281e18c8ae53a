import type { RecordedLap } from './demonstrations.ts';
import { ticksOf } from './lap.ts';
import { type LapManner, mannerOf } from './manner.ts';
import { noveltiesOf } from './novelty.ts';
import { profileOf } from './profile.ts';
import { type LapQuality, latencyOf } from './quality.ts';

/** Why somebody should look at a lap before learning from it: what was found, and from where on it is told. */
export interface LapFlag {
  kind: 'falls' | 'offTracks' | 'wrongWay' | 'contacts' | 'traffic' | 'starved' | 'latency' | 'idle' | 'slow' | 'novel';
  found: number;
  limit: number;
}

/** A lap among others of its track and car. */
export interface JudgedLap {
  lap: RecordedLap;
  manner: LapManner;
  /** Share of the other laps that are slower: 1 for the fastest, and for a lap alone. */
  pace: number;
  /** Metres from the line of the lap nearest to it. */
  novelty: number;
  flags: LapFlag[];
}

/** What flags are told from. */
export interface LapFacts {
  quality: LapQuality;
  idleShare: number;
  inTraffic: boolean;
  ticks: number;
  timeMs: number;
  /** Metres; Infinity without another lap. */
  novelty: number;
}

/**
 * From here on a lap is told of: shares of its ticks; milliseconds of round trip, half of which the driver saw the
 * race late; times its laps' median; metres.
 */
const MOST_STARVED = 0.02;
const MOST_LATENCY = 150;
const MOST_IDLE = 0.25;
const SLOWEST = 1.3;
const MOST_NOVEL = 2;

/** What there is to say of each lap; nothing is left out here: that is the recipe's to do. */
export function judgeLaps(laps: readonly RecordedLap[]): JudgedLap[] {
  const novelties = noveltiesOf(laps.map(profileOf));
  const times = laps.map((lap) => lap.timeMs).sort((a, b) => a - b);
  return laps.map((lap, i) => {
    const manner = mannerOf(lap);
    const slower = times.filter((time) => time > lap.timeMs).length;
    const pace = laps.length > 1 ? slower / (laps.length - 1) : 1;
    const facts = { ...lap, idleShare: manner.idleShare, ticks: ticksOf(lap), novelty: novelties[i] };
    return { lap, manner, pace, novelty: novelties[i], flags: flagsOf(facts, medianOf(times)) };
  });
}

/** The middle one of sorted times; NaN of none. */
export const medianOf = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;

/** The flags of a lap whose road and car have this median lap time. */
export function flagsOf({ quality, ...lap }: LapFacts, medianMs: number): LapFlag[] {
  const all: LapFlag[] = [
    { kind: 'falls', found: quality.falls, limit: 0 },
    { kind: 'offTracks', found: quality.offTracks, limit: 0 },
    { kind: 'wrongWay', found: quality.wrongWays, limit: 0 },
    { kind: 'contacts', found: quality.contacts, limit: 0 },
    { kind: 'traffic', found: Number(lap.inTraffic), limit: 0 },
    { kind: 'starved', found: quality.starved / lap.ticks, limit: MOST_STARVED },
    { kind: 'latency', found: latencyOf(quality) ?? 0, limit: MOST_LATENCY },
    { kind: 'idle', found: lap.idleShare, limit: MOST_IDLE },
    { kind: 'slow', found: lap.timeMs / medianMs, limit: SLOWEST },
    { kind: 'novel', found: Number.isFinite(lap.novelty) ? lap.novelty : 0, limit: MOST_NOVEL },
  ];
  return all.filter(({ found, limit }) => found > limit);
}
