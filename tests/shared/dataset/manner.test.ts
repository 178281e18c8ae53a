import { describe, expect, test } from 'vitest';
import { lapsOfLog, type RecordedLap } from '../../../shared/dataset/demonstrations.ts';
import { judgeLaps } from '../../../shared/dataset/flags.ts';
import { STATE_WIDTH } from '../../../shared/dataset/lap.ts';
import { mannerOf, styleOf } from '../../../shared/dataset/manner.ts';
import { noveltiesOf } from '../../../shared/dataset/novelty.ts';
import { profileOf } from '../../../shared/dataset/profile.ts';
import { flawless } from '../../../shared/dataset/quality.ts';
import { roadPose } from '../../../shared/track/locate.ts';
import { loadTrack } from '../driver/racing.ts';
import { record } from './recorded.ts';

const track = loadTrack('tests/tracks/ring150.json');
const TICKS = 600;

/** Ten seconds of the given frames, the front wheels where `wheels` says. */
function drive(frame: (t: number) => [number, number], wheels: (t: number) => number = () => 0) {
  const frames = Int8Array.from({ length: TICKS * 2 }, (_, i) => frame(i >> 1)[i & 1]);
  const states = new Float32Array((TICKS + 1) * STATE_WIDTH);
  for (let t = 0; t <= TICKS; t++) states[t * STATE_WIDTH + 6] = wheels(t);
  return { frames, states };
}

describe('the manner of a lap', () => {
  test('keys: every frame full or straight, presses as long as they were held', () => {
    // A press of 12 ticks in every 30, left and right in turn.
    const manner = mannerOf(drive((t) => [t % 30 < 12 ? (t % 60 < 30 ? 127 : -127) : 0, 127]));
    expect(manner.fullShare).toBe(1);
    expect(styleOf(manner)).toBe('keys');
    expect(manner.holdSeconds).toBeCloseTo(12 / 60, 9);
    expect(manner.idleShare).toBe(0);
    // Two changes of one full scale in 30 ticks, but for the first.
    expect(manner.activity).toBeCloseTo(Math.sqrt(39 / 599) * 60, 9);
  });

  test('a sine of the wheels turns back twice a period', () => {
    const sine = (amplitude: number) =>
      mannerOf(
        drive(
          () => [60, 60],
          (t) => amplitude * Math.sin((2 * Math.PI * t) / 120),
        ),
      ).reversals;
    // Ten seconds hold five periods: ten extremes, each a reversal once the wheels have come back by the gap.
    expect(sine(0.2)).toBeCloseTo(10 * 6, 9);
    expect(sine(0.01)).toBe(0);
  });

  test('hands off is idle', () => {
    expect(mannerOf(drive((t) => [0, t < 150 ? 0 : 90])).idleShare).toBeCloseTo(0.25, 9);
  });
});

/** A lap on a line at a constant offset from the middle. */
function lapAt(offset: number, timeMs = 10_000): RecordedLap {
  const states = new Float32Array((TICKS + 1) * STATE_WIDTH);
  for (let t = 0; t <= TICKS; t++) {
    const distance = (track.length * t) / TICKS;
    const { x, y } = roadPose(track, distance, offset);
    states.set([x, y], t * STATE_WIDTH);
    states[t * STATE_WIDTH + 7] = distance;
  }
  const frames = new Int8Array(TICKS * 2).fill(50);
  const quality = flawless();
  const { spec } = laps[0];
  return {
    ...{ episodeId: 'e', driverId: 'd', number: 1, timeMs, clean: true, inTraffic: false },
    ...{ track, spec, states, frames, others: null, quality },
  };
}

const recorded = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 4, 'manner');
const laps = lapsOfLog(recorded.log, track, recorded.episodes);

describe('novelty', () => {
  test('is the distance to the nearest other line', () => {
    const [a, b, c] = noveltiesOf([lapAt(0), lapAt(1.5), lapAt(-2)].map(profileOf));
    expect(a).toBeCloseTo(1.5, 1);
    expect(b).toBeCloseTo(1.5, 1);
    expect(c).toBeCloseTo(2, 1);
    expect(noveltiesOf([profileOf(lapAt(0))])).toEqual([Number.POSITIVE_INFINITY]);
  });
});

describe('flags', () => {
  test('tell what was found and from where on it is told', () => {
    const quality = { falls: 1, offTracks: 2, wrongWays: 1, contacts: 3, starved: 30, roundTrips: [180, 90, 400] };
    const spoiled = { ...lapAt(0), inTraffic: true, quality };
    const kinds = (lap: RecordedLap) => judgeLaps([lap, lapAt(0.2), lapAt(0.1)])[0].flags;
    const told = kinds(spoiled);
    expect(told.map(({ kind, found }) => [kind, found])).toEqual([
      ...[
        ['falls', 1],
        ['offTracks', 2],
        ['wrongWay', 1],
        ['contacts', 3],
        ['traffic', 1],
      ],
      ...[
        ['starved', 30 / TICKS],
        ['latency', 180],
      ],
    ]);
    expect(kinds(lapAt(3))).toEqual([{ kind: 'novel', found: expect.closeTo(2.8, 1), limit: 2 }]);
    expect(kinds(lapAt(0.1, 14_000))).toEqual([{ kind: 'slow', found: 1.4, limit: 1.3 }]);
    expect(kinds(lapAt(0.1))).toEqual([]);
  });

  test('pace is the share of laps that are slower', () => {
    const [fast, slow, middle] = judgeLaps([lapAt(0, 9000), lapAt(0, 11_000), lapAt(0, 10_000)]);
    expect([fast.pace, middle.pace, slow.pace]).toEqual([1, 0.5, 0]);
  });

  test('laps of one scripted driver on one day are flagless but for the standing start', () => {
    const judged = judgeLaps(laps);
    expect(judged).toHaveLength(4);
    for (const { lap, flags, novelty } of judged) {
      expect(novelty).toBeLessThan(1);
      if (lap.number > 1 && lap.clean) expect(flags).toEqual([]);
    }
  });
});
