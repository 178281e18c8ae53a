import type { RecordedLap } from './demonstrations.ts';
import { ticksOf } from './lap.ts';
import { type LapManner, mannerOf } from './manner.ts';
import { noveltiesOf } from './novelty.ts';

/** Why somebody should look at a lap before learning from it: what was found, and from where on it is told. */
export interface LapFlag {
  kind: 'falls' | 'offTracks' | 'contacts' | 'traffic' | 'starved' | 'idle' | 'slow' | 'novel';
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

/** From here on a lap is told of. Shares of its ticks; times its laps' median; metres. */
const MOST_STARVED = 0.02;
const MOST_IDLE = 0.25;
const SLOWEST = 1.3;
const MOST_NOVEL = 2;

/** What there is to say of each lap; nothing is left out here: that is the recipe's to do. */
export function judgeLaps(laps: readonly RecordedLap[]): JudgedLap[] {
  const novelties = noveltiesOf(laps);
  const times = laps.map((lap) => lap.timeMs).sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)];
  return laps.map((lap, i) => {
    const manner = mannerOf(lap);
    const slower = times.filter((time) => time > lap.timeMs).length;
    const pace = laps.length > 1 ? slower / (laps.length - 1) : 1;
    return { lap, manner, pace, novelty: novelties[i], flags: flagsOf(lap, manner, novelties[i], median) };
  });
}

function flagsOf(lap: RecordedLap, manner: LapManner, novelty: number, medianMs: number): LapFlag[] {
  const { falls, offTracks, contacts, starved } = lap.quality;
  const all: LapFlag[] = [
    { kind: 'falls', found: falls, limit: 0 },
    { kind: 'offTracks', found: offTracks, limit: 0 },
    { kind: 'contacts', found: contacts, limit: 0 },
    { kind: 'traffic', found: Number(lap.inTraffic), limit: 0 },
    { kind: 'starved', found: starved / ticksOf(lap), limit: MOST_STARVED },
    { kind: 'idle', found: manner.idleShare, limit: MOST_IDLE },
    { kind: 'slow', found: lap.timeMs / medianMs, limit: SLOWEST },
    { kind: 'novel', found: Number.isFinite(novelty) ? novelty : 0, limit: MOST_NOVEL },
  ];
  return all.filter(({ found, limit }) => found > limit);
}
