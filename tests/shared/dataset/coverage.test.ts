import { describe, expect, test } from 'vitest';
import { coverageOf } from '../../../shared/dataset/coverage.ts';
import { coverageGrid, laneOffset } from '../../../shared/dataset/coveragegrid.ts';
import { PROFILE_WIDTH } from '../../../shared/dataset/profile.ts';
import { thinStretches } from '../../../shared/dataset/thin.ts';
import { corners } from '../../../shared/track/corners.ts';
import type { Track } from '../../../shared/track/track.ts';
import { loadTrack } from '../driver/racing.ts';

const ring = loadTrack('tests/tracks/ring150.json');
const technical = loadTrack('assets/tracks/technical.json');

/** A lap whose offset in each place is given, in metres to 0.1 and under 6.4; 25 m/s, half throttle. */
function lapOn(track: Track, offset: (s: number) => number | null, driverId = 'anna') {
  const { places } = coverageGrid(track);
  const profile = new Uint8Array(places * PROFILE_WIDTH);
  for (let place = 0; place < places; place++) {
    const metres = offset(((place + 0.5) / places) * track.length);
    profile.set([metres === null ? 128 : Math.round(metres * 10) & 255, 50, 0, 64], place * PROFILE_WIDTH);
  }
  return { driverId, profile };
}

const times = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);

describe('coverage', () => {
  test('counts each lap once in every place, in the lane it drove', () => {
    const coverage = coverageOf(
      ring,
      times(
        3,
        lapOn(ring, () => 1.5),
      ),
    );
    const { places, lanes, visits, speed, pedal } = coverage;
    expect(coverage.laps).toBe(3);
    for (let cell = 0; cell < places * lanes; cell++) {
      const inLane = laneOffset(coverage, cell % lanes) === 1.5;
      expect(visits[cell]).toBe(inLane ? 3 : 0);
      expect(speed[cell]).toBe(inLane ? 25 : null);
      expect(pedal[cell]).toBe(inLane ? 0.5 : null);
    }
  });

  test('sees a share of the road as wide as the lanes that were driven', () => {
    // The ring is equally wide all round: with every metre of it driven, all is seen; the verge counts nothing.
    const widest = Math.floor(ring.left[0]);
    const offsets = Array.from({ length: 2 * widest + 4 }, (_, i) => i - widest - 1.5);
    const grid = coverageGrid(ring);
    const inside = offsets.filter((offset) => offset < ring.left[0] && -offset < ring.right[0]);
    const all = coverageOf(
      ring,
      offsets.map((offset) => lapOn(ring, () => offset)),
    );
    expect(grid.roadCells).toBe(inside.length * grid.places);
    expect(all.seen).toBe(1);
    expect(coverageOf(ring, [lapOn(ring, () => ring.left[0] + 1.4)]).seen).toBe(0);
    expect(coverageOf(ring, [lapOn(ring, () => 0.5)]).seen).toBeCloseTo(1 / inside.length, 3);
  });

  test('tells what each driver and each further lap adds', () => {
    const one = lapOn(ring, () => 0.5);
    const halfNew = lapOn(ring, (s) => (s < ring.length / 2 ? 0.5 : -0.5), 'bo');
    const { seen, drivers, growth } = coverageOf(ring, [one, one, halfNew]);
    expect(growth.map(({ laps }) => laps)).toEqual([1, 2, 3]);
    expect(growth[1].seen).toBe(growth[0].seen);
    expect(growth[2].seen).toBeCloseTo(1.5 * growth[0].seen, 3);
    expect(growth[2].seen).toBe(seen);
    expect(drivers).toEqual([
      { id: 'anna', laps: 2, seen: growth[0].seen },
      { id: 'bo', laps: 1, seen: growth[0].seen },
    ]);
    const many = coverageOf(ring, times(1000, one)).growth;
    expect(many).toHaveLength(200);
    expect([many[0].laps, many[199].laps]).toEqual([1, 1000]);
  });

  test('asks nobody to drive through an obstacle or an island', () => {
    for (const [name, solid] of [
      ['obstacle', 'obstacles'],
      ['island', 'islands'],
    ] as const) {
      const track = loadTrack(`assets/tracks/${name}.json`);
      const open = { ...track, [solid]: [] };
      expect(track[solid].length).toBeGreaterThan(0);
      expect(coverageGrid(track).roadCells).toBeLessThan(coverageGrid(open).roadCells);
    }
  });
});

describe('thin stretches', () => {
  const bothSides = (track: Track) => [
    ...times(
      10,
      lapOn(track, () => 1.5),
    ),
    ...times(
      10,
      lapOn(track, () => -1.5),
    ),
  ];

  test('there is none where ten laps passed each side', () => {
    expect(thinStretches(technical, coverageOf(technical, bothSides(technical)))).toEqual([]);
  });

  test('a side that few laps took is told by its corner, with the laps it lacks', () => {
    const [, second] = corners(technical);
    const near = (s: number) => Math.abs(s - second.apex) < 20;
    // Eight of the ten laps on the left cross over to the right round the second corner.
    const crossing = times(
      8,
      lapOn(technical, (s) => (near(s) ? -1.5 : 1.5)),
    );
    const laps = [
      ...crossing,
      ...times(
        2,
        lapOn(technical, () => 1.5),
      ),
      ...times(
        10,
        lapOn(technical, () => -1.5),
      ),
    ];
    const [thin, ...others] = thinStretches(technical, coverageOf(technical, laps));
    expect(others).toEqual([]);
    expect(thin).toMatchObject({ trackId: technical.id, side: 'left', corner: 2, laps: 2, more: 8 });
    expect(Math.abs(thin.from - (second.apex - 20))).toBeLessThan(5.1);
    expect(Math.abs(thin.to - (second.apex + 20))).toBeLessThan(5.1);
  });

  test('a stretch across the line is one', () => {
    // From 145 m on the first corner is the nearer one.
    const across = (s: number) => s < 30 || s > 146;
    const laps = [
      ...times(
        10,
        lapOn(ring, (s) => (across(s) ? null : 1.5)),
      ),
      ...times(
        10,
        lapOn(ring, () => -1.5),
      ),
    ];
    const found = thinStretches(ring, coverageOf(ring, laps));
    expect(found).toHaveLength(1);
    expect(found[0].from).toBeGreaterThan(found[0].to);
    expect(found[0]).toMatchObject({ side: 'left', corner: 1, more: 10 });
  });

  test('before the first lap each side of each corner asks for all of them, the longest first', () => {
    const found = thinStretches(technical, coverageOf(technical, []));
    expect(new Set(found.map(({ corner }) => corner)).size).toBe(corners(technical).length);
    expect(found).toHaveLength(2 * corners(technical).length);
    expect(found.every(({ more, laps }) => more === 10 && laps === 0)).toBe(true);
    const length = ({ from, to }: { from: number; to: number }) =>
      to > from ? to - from : to - from + technical.length;
    expect(length(found[0])).toBeGreaterThanOrEqual(length(found[found.length - 1]));
  });
});
