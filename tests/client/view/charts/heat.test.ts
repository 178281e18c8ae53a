import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  cellColour,
  heatScale,
  isRoad,
  laneBounds,
  numbersOf,
  type Ramps,
} from '../../../../client/view/charts/heat.ts';
import { cellCorners, stretchOutline } from '../../../../client/view/charts/heatpicture.ts';
import { coverageTable, endsOf, measureText, placeText, thinTitle } from '../../../../client/view/charts/heatwords.ts';
import { fitMap, heightFor } from '../../../../client/view/charts/mapgeometry.ts';
import { corners } from '../../../../shared/track/corners.ts';
import { parseTrackFile } from '../../../../shared/track/file.ts';
import { buildTrack } from '../../../../shared/track/track.ts';
import type { Coverage } from '../../../../shared/wire/laps.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const track = buildTrack(parseTrackFile(JSON.parse(readFileSync(join(ROOT, 'assets/tracks/oval.json'), 'utf8'))));
const half = track.left[0]!;
const [places, lanes, reach] = [100, 10, half * 1.25];
const ramps: Ramps = {
  sequential: ['#000000', '#ffffff'],
  diverging: ['#0000ff', '#888888', '#ff0000'],
};

/** Every lap of so many in one lane. */
function drivenIn(lane: number, laps: number, speed = 20): Coverage {
  const cells = places * lanes;
  const mine = (value: number) => Array.from({ length: cells }, (_, k) => (k % lanes === lane ? value : null));
  return {
    trackId: track.id,
    laps,
    of: laps,
    places,
    lanes,
    reach,
    visits: mine(laps).map((value) => value ?? 0),
    speed: mine(speed),
    steer: mine(0.5),
    pedal: mine(-1),
    seen: 1 / 8,
    drivers: [],
    growth: [],
  };
}

describe('cells', () => {
  test('lie between the right reach and the left one, left positive', () => {
    const coverage = drivenIn(0, 1);
    expect(laneBounds(coverage, 0)[0]).toBeCloseTo(-reach);
    expect(laneBounds(coverage, lanes - 1)[1]).toBeCloseTo(reach);
    // 80 % of the reach is road: the outermost lane on either side is not.
    const road = Array.from({ length: lanes }, (_, lane) => isRoad(track, coverage, 0, lane));
    expect(road).toEqual([false, ...Array(lanes - 2).fill(true), false]);
  });

  test('are empty beside the road where nobody was, and show nothing but visits where nobody drove', () => {
    const coverage = drivenIn(4, 3);
    const visits = heatScale(coverage, 'visits', ramps);
    expect(cellColour(visits, coverage, 0, false)).toBeNull();
    expect(cellColour(visits, coverage, 3, true)).toBe('#000000');
    expect(cellColour(visits, coverage, 4, true)).toBe('rgb(255, 255, 255)');
    const speed = heatScale(coverage, 'speed', ramps);
    expect(cellColour(speed, coverage, 3, true)).toBeNull();
  });

  test('of one place make its numbers', () => {
    const coverage = drivenIn(4, 3);
    expect(numbersOf(track, coverage, 7, 8)).toEqual({ visits: 3, seen: 1 / 8, speed: 20, steer: 0.5, pedal: -1 });
  });
});

describe('a scale', () => {
  test('ends at nearly the most visits, and says that there are more', () => {
    const coverage = drivenIn(4, 10);
    coverage.visits[4] = 500;
    const scale = heatScale(coverage, 'visits', ramps);
    expect([scale.low, scale.high, scale.beyond]).toEqual([0, 10, true]);
    expect(scale.colour(500)).toBe(scale.colour(10));
  });

  test('of steering is the diverging ramp, left at its first colour', () => {
    const scale = heatScale(drivenIn(4, 1), 'steer', ramps);
    expect(scale.colour(1)).toBe('rgb(0, 0, 255)');
    expect(scale.colour(-1)).toBe('rgb(255, 0, 0)');
    expect(scale.colour(0)).toBe('rgb(136, 136, 136)');
  });

  test('of no laps at all is still a scale', () => {
    const coverage = { ...drivenIn(4, 0), speed: Array(places * lanes).fill(null) };
    expect(heatScale(coverage, 'visits', ramps).high).toBe(1);
    const speed = heatScale(coverage, 'speed', ramps);
    expect(speed.high).toBeGreaterThan(speed.low);
  });
});

describe('on the map', () => {
  const fit = fitMap(track, 640, 320, 30);
  test('cells close round the lap and have their width', () => {
    const corner = cellCorners(track, drivenIn(4, 1), fit, 2);
    expect(corner).toHaveLength(places + 1);
    expect(corner[places]).toEqual(corner[0]);
    const [right, left] = [corner[0]![0]!, corner[0]![lanes]!];
    expect(Math.hypot(right.x - left.x, right.y - left.y)).toBeCloseTo(2 * 2 * reach * fit.scale, 1);
  });

  test('a stretch across the line is outlined whole, on its own side', () => {
    const outline = stretchOutline(track, fit, 1, { from: track.length - 10, to: 10, side: 'left' });
    const xs = outline.map(({ x }) => x);
    expect((Math.max(...xs) - Math.min(...xs)) / fit.scale).toBeCloseTo(20, 0);
    const ys = outline.map(({ y }) => y);
    expect((Math.max(...ys) - Math.min(...ys)) / fit.scale).toBeCloseTo(half, 0);
  });

  test('a narrow picture is no higher than the track in it', () => {
    const height = heightFor(track, 300, 30);
    const narrow = fitMap(track, 300, height, 30);
    expect(narrow.scale).toBeCloseTo(fitMap(track, 300, 10_000, 30).scale, 6);
  });
});

describe('words', () => {
  test('numbers have their units and sides', () => {
    expect(measureText('speed', 20)).toBe('72 km/h');
    expect(measureText('steer', -0.5)).toMatch(/50% right/);
    expect(measureText('pedal', 0.25)).toMatch(/25% throttle/);
    expect(measureText('visits', null)).toBe('–');
  });

  test('the legend has numbers at both ends', () => {
    expect(endsOf(heatScale(drivenIn(4, 12), 'visits', ramps))).toEqual(['0', '12 visits']);
    expect(endsOf(heatScale(drivenIn(4, 12, 20), 'speed', ramps))[1]).toMatch(/km\/h$/);
  });

  test('a place tells its corner, passages and width seen', () => {
    const [first] = corners(track);
    expect(placeText(track, corners(track), drivenIn(4, 3), first!.apex)).toMatch(
      /turn 1: 3 passages, 13% of the width/,
    );
  });

  test('a thin stretch names its turn and side', () => {
    expect(thinTitle({ from: 10, to: 40, side: 'left', corner: 2, laps: 1, more: 10 })).toMatch(/turn 2, left side/);
  });

  test('the table covers the lap in at most some forty rows', () => {
    const { columns, rows } = coverageTable(track, drivenIn(4, 3));
    expect(rows.length).toBeLessThanOrEqual(50);
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
    expect(rows[0]).toEqual(['0 m', '3', '13%', '72 km/h', '50% left', '100% brake']);
  });
});
