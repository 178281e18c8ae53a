import { describe, expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { LapJudge } from '../../../shared/dataset/drivenlap.ts';
import { ticksOf } from '../../../shared/dataset/lap.ts';
import { mannerOf } from '../../../shared/dataset/manner.ts';
import { profileOf } from '../../../shared/dataset/profile.ts';
import { latencyOf } from '../../../shared/dataset/quality.ts';
import { decodeChunk, encodeChunk } from '../../../shared/episode/codec.ts';
import type { RaceLog } from '../../../shared/episode/log.ts';
import { Resimulation } from '../../../shared/episode/resimulate.ts';
import { loadTrack } from '../driver/racing.ts';
import { record } from './recorded.ts';

const track = loadTrack('tests/tracks/ring150.json');

function judged(log: RaceLog) {
  const simulation = new Resimulation(log, track);
  const judge = new LapJudge(log, track);
  while (simulation.advance(judge.visit, judge.resumed));
  expect(simulation.mismatches).toEqual([]);
  return judge.laps;
}

const { log, episodes } = record(
  track,
  [
    { hands: 'pad', skill: 'mid', seed: 1 },
    { hands: 'keyboard', skill: 'sloppy', seed: 2 },
  ],
  3,
  'judged',
);
const LAP_TICKS = Math.min(...lapsOfLog(log, track, episodes).map(ticksOf));

describe('laps judged while a log is replayed', () => {
  test('are the laps that are cut from it, in every number', () => {
    const cut = lapsOfLog(log, track, episodes);
    const laps = judged(log);
    expect(laps).toHaveLength(6);
    for (const lap of cut) {
      const same = laps.find(({ car, lap: { number } }) => `judged-${car}` === lap.episodeId && number === lap.number)!;
      expect(same.lap.timeMs).toBe(lap.timeMs);
      expect(same.ticks).toBe(ticksOf(lap));
      expect(same.quality).toEqual(lap.quality);
      expect(same.manner).toEqual(mannerOf(lap));
      expect(same.profile).toEqual(profileOf(lap));
    }
  });

  test('have the median of the round trips that were measured in them, and null without', () => {
    const chunks = log.chunks.map((chunk) => decodeChunk(encodeChunk(chunk), 2));
    const measure = (tick: number, car: number, ms: number) => {
      const chunk = chunks.find(({ firstTick, ticks }) => tick >= firstTick && tick < firstTick + ticks)!;
      chunk.events.push({ tick, car, kind: 'latency', ms });
    };
    for (const [i, ms] of [40, 300, 60].entries()) measure(100 + 100 * i, 1, ms);
    measure(LAP_TICKS * 2 + 200, 1, 90);
    const laps = judged({ ...log, chunks });
    const of = (car: number) => laps.filter((lap) => lap.car === car).map(({ quality }) => latencyOf(quality));
    expect(of(0)).toEqual([null, null, null]);
    expect(of(1)[0]).toBe(60);
    expect(of(1).filter((ms) => ms === 90)).toHaveLength(1);
  });

  test('begin anew behind a gap', () => {
    // A second in the middle of the second lap is missing; the log goes on from the keyframe behind it.
    const missing = Math.floor((LAP_TICKS * 1.5) / 60);
    const chunks = log.chunks.flatMap((chunk, i) =>
      i === missing ? [] : [i === missing + 1 ? { ...chunk, gap: 60 } : chunk],
    );
    const whole = judged(log);
    for (const lap of judged({ ...log, chunks })) {
      const same = whole.find(({ car, endTick }) => car === lap.car && endTick === lap.endTick)!;
      if (!lap.lap.partial) expect(lap).toEqual(same);
      else expect(lap.ticks).toBeLessThan(same.ticks);
    }
  });
});
