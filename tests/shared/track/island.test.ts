import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import { parseTrackFile, TrackError, type TrackFile } from '../../../shared/track/file.ts';
import { roadPose } from '../../../shared/track/locate.ts';
import { publicTrack } from '../../../shared/track/outline.ts';
import { castRay } from '../../../shared/track/rangefinder.ts';
import { buildTrack } from '../../../shared/track/track.ts';
import { circlePoints, circleTrack, fileOf } from './shapes.ts';
import { shippedJson, shippedTrack } from './shipped.ts';

const ISLAND = { from: 100, to: 140, offset: 0.5, halfWidth: 2 };
const RING = { radius: 60, half: 8 };
const ring = circleTrack(RING.radius, RING.half, { islands: [ISLAND] });

/** Distance from a point to the arc that is the island's spine on the ring. */
function toSpine(x: number, y: number): number {
  const spine = RING.radius - ISLAND.offset;
  const angle = Math.atan2(y, x) + (y < 0 ? 2 * Math.PI : 0);
  const first = (ISLAND.from + ISLAND.halfWidth) / RING.radius;
  const last = (ISLAND.to - ISLAND.halfWidth) / RING.radius;
  if (angle >= first && angle <= last) return Math.abs(Math.hypot(x, y) - spine);
  const end = (at: number) => Math.hypot(x - spine * Math.cos(at), y - spine * Math.sin(at));
  return Math.min(end(first), end(last));
}

test('an island is all ground within its half width of an arc of the road', () => {
  const [island] = ring.islands;
  island.spineX.forEach((x, k) => {
    expect(toSpine(x, island.spineY[k])).toBeLessThan(1e-3);
    expect(Math.hypot(x - island.x, island.spineY[k] - island.y) + 2).toBeLessThanOrEqual(island.reach + 1e-9);
  });
  const nose = roadPose(ring, ISLAND.from + ISLAND.halfWidth, ISLAND.offset);
  expect(ring.hazards).toHaveLength(1);
  expect(ring.hazards[0]).toMatchObject({ radius: 2, offset: 0.5, s: 102, after: 38, x: nose.x, y: nose.y });
});

test('a ray ends where it comes within the half width of the spine, found by walking along it', () => {
  const random = seededRandom(8);
  let hits = 0;
  for (let trial = 0; trial < 1500; trial++) {
    const pose = roadPose(ring, 70 + 100 * random.uniform(), 15.8 * (random.uniform() - 0.5));
    const angle = 2 * Math.PI * random.uniform();
    const found = castRay(ring, pose.x, pose.y, angle, ISLAND.from, 60);
    const free = castRay({ ...ring, islands: [] }, pose.x, pose.y, angle, ISLAND.from, 60);
    const at = (t: number) => toSpine(pose.x + t * Math.cos(angle), pose.y + t * Math.sin(angle));
    let walked = 0;
    while (walked < free && at(walked) > ISLAND.halfWidth + 1e-3)
      walked += Math.max(1e-3, at(walked) - ISLAND.halfWidth);
    // A ray that only grazes the island is decided by the millimetre that the spine's chords stand off its arc.
    const grazes = Math.abs(Math.min(...Array.from({ length: 200 }, (_, k) => at((free * k) / 200))) - 2) < 0.1;
    if (grazes) continue;
    expect(Math.abs(found - Math.min(walked, free)), `trial ${trial}`).toBeLessThan(0.1);
    if (found < free) hits++;
  }
  expect(hits).toBeGreaterThan(200);
});

test('a file without islands keeps its content hash, one with an island has another', () => {
  const plain = fileOf(circlePoints(60, 8));
  expect(plain).not.toHaveProperty('islands');
  expect(buildTrack(fileOf(circlePoints(60, 8), { islands: [ISLAND] })).hash).not.toBe(buildTrack(plain).hash);
});

test('the public outline tells of islands and boards', () => {
  expect(publicTrack(shippedTrack('cue'))).toMatchObject({
    islands: [{ from: 356, to: 394, offset: 0, halfWidth: 2.6 }],
    cues: [{ s: 280, island: 0 }],
  });
});

type Spoil = (file: TrackFile & { islands: NonNullable<TrackFile['islands']> }) => void;

describe('refused, with the place', () => {
  test.each<[string, RegExp, Spoil]>([
    [
      'islands[0]',
      /3.*m from the road's (left|right) edge at s = \d+.* at least 4 m of road/,
      (f) => (f.islands[0].halfWidth = 6),
    ],
    ['islands[0]', /right edge/, (f) => (f.islands[0].offset = -4)],
    ['islands[0].from', /10; expected between 20 m after/, (f) => (f.islands[0].from = 10)],
    ['islands[0].to', /and the grid/, (f) => (f.islands[0].to = 800)],
    ['islands[0].to', /4 m after from; expected at least 7 m/, (f) => (f.islands[0].to = f.islands[0].from + 4)],
    ['islands[0]', /too near to obstacles\[0\]/, (f) => f.obstacles.push({ s: 395, offset: 3, radius: 0.5 })],
    ['islands[0]', /too near to islands\[1\]/, (f) => f.islands.push({ ...f.islands[0], from: 384, to: 396 })],
    [
      'cues[0].island',
      /3; expected the number of an island, of which there are 1/,
      (f) => (f.cues = [{ s: 250, island: 3 }]),
    ],
    ['cues[0].s', /30 m before the nose; expected 50 to 150 m/, (f) => (f.cues = [{ s: 300, island: 0 }])],
    ['cues[1].island', /which has a board already/, (f) => (f.cues = [250, 260].map((s) => ({ s, island: 0 })))],
  ])('%s: %s', (field, reason, spoil) => {
    const json = shippedJson('island');
    expect(() => parseTrackFile(json)).not.toThrow();
    json.obstacles = [];
    spoil(json);
    const refusal = () => parseTrackFile(json);
    expect(refusal).toThrow(reason);
    try {
      refusal();
    } catch (error) {
      expect((error as TrackError).field).toBe(field);
    }
  });

  test('whatever the island: refused, or 4 m of road beside it everywhere', () => {
    const number = (low: number, high: number) => fc.nat(2 ** 30).map((n) => low + ((high - low) * n) / 2 ** 30);
    const islands = fc.record({
      from: number(0, 500),
      to: number(0, 500),
      offset: number(-1.5, 1.5),
      halfWidth: number(0.5, 2.5),
    });
    let sound = 0;
    fc.assert(
      fc.property(islands, (island) => {
        let track: ReturnType<typeof buildTrack>;
        try {
          track = buildTrack(parseTrackFile({ ...shippedJson('sweep'), islands: [island] }));
        } catch (error) {
          expect(error).toBeInstanceOf(TrackError);
          return;
        }
        sound++;
        for (let i = 0; i < track.count; i++) {
          const s = i * track.spacing;
          if (s < island.from || s > island.to) continue;
          expect(track.left[i] - island.offset - island.halfWidth).toBeGreaterThanOrEqual(4);
          expect(track.right[i] + island.offset - island.halfWidth).toBeGreaterThanOrEqual(4);
        }
      }),
      { numRuns: 60, seed: 4 },
    );
    expect(sound).toBeGreaterThan(0);
  });
});
