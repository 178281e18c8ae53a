import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import { importTrackCsv } from '../../../shared/track/csvimport.ts';
import { CsvImportError } from '../../../shared/track/csvrows.ts';
import { buildTrack } from '../../../shared/track/track.ts';
import { csvOf, ELL, lengthOf, PAPERCLIP, rightAngled } from './circuitcsv.ts';

const options = { id: 'circuit', name: { en: 'Circuit', ko: '서킷' } };
const points = rightAngled(ELL);
const imported = (text: string, more = {}) => {
  const { file, notes } = importTrackCsv(text, { ...options, ...more });
  return { file, notes, track: buildTrack(file) };
};
const refusal = (text: string): CsvImportError => {
  try {
    importTrackCsv(text, options);
  } catch (error) {
    if (error instanceof CsvImportError) return error;
    throw error;
  }
  throw new Error('It was imported.');
};

test('the road is the one in the file: its length, its direction, its edges', () => {
  const { track, notes } = imported(csvOf(points, 4, 7));
  expect(notes).toEqual([]);
  expect(Math.abs(track.length - lengthOf(ELL))).toBeLessThan(0.01 * lengthOf(ELL));
  expect(track.turn).toBeCloseTo(2 * Math.PI, 6);
  expect(new Set(track.left.map((x) => Math.round(x * 100)))).toEqual(new Set([700]));
  expect(new Set(track.right.map((x) => Math.round(x * 100)))).toEqual(new Set([400]));
  // Every point of the file lies on the line, wherever the circuit was moved: (90, 95) is the middle of the L.
  for (const { x, y } of points) {
    let nearest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < track.count; i++) {
      nearest = Math.min(nearest, Math.hypot(track.x[i] + 90 - x, track.y[i] + 95 - y));
    }
    expect(nearest).toBeLessThan(0.5); // metres
  }
});

test('the first point is the start line, moved to the longest straight only if it lies in a bend', () => {
  const stays = imported(csvOf(points));
  expect([stays.track.x[0] + 90, stays.track.y[0] + 95].map(Math.round)).toEqual([90, 0]);
  const bend = points.findIndex(({ x, y }) => x > 175 && y > 8);
  const moved = imported(csvOf([...points.slice(bend), ...points.slice(0, bend)]));
  expect(moved.notes.map(({ kind }) => kind)).toEqual(['startMoved']);
  expect(moved.notes[0].text).toMatch(/^At point \d+ \(line \d+, \d+ m from the first point\): the start line/);
  // The longest straight runs down the western side, (0, 160) to (0, 35).
  expect(Math.abs(moved.track.x[0] + 90)).toBeLessThan(0.3);
  expect(moved.track.y[0] + 95).toBeGreaterThan(35);
  expect(moved.track.y[0] + 95).toBeLessThan(125);
});

test('driven the other way round, left is right', () => {
  const { track } = imported(csvOf(points, 4, 7), { reverse: true });
  expect(track.turn).toBeCloseTo(-2 * Math.PI, 6);
  expect(track.left[0]).toBeCloseTo(4, 3);
  expect([track.x[0] + 90, track.y[0] + 95].map(Math.round)).toEqual([90, 0]);
});

test('kerbs inside every corner, gravel outside', () => {
  const { file } = imported(csvOf(points));
  const inner = file.kerbs.filter((band) => file.gravel.some(({ from, to }) => from < band.from && to > band.to));
  expect(inner.map(({ side }) => side)).toEqual(['left', 'left', 'right', 'left', 'left', 'left']);
  expect(file.gravel.map(({ side }) => side)).toEqual(['right', 'right', 'left', 'right', 'right', 'right']);
});

test('the jitter of a survey is smoothed away', () => {
  const random = seededRandom(3);
  const shaken = points.map(({ x, y }) => ({ x: x + 0.1 * random.gaussian(), y: y + 0.1 * random.gaussian() }));
  const { track } = imported(csvOf(shaken));
  // Without smoothing, 10 cm over 5 m bend the line like a radius of 10 m and less.
  expect(1 / Math.max(...track.curvature.map(Math.abs))).toBeGreaterThan(14); // the tightest corner has 18 m
});

test('a bend tighter than half its road is narrowed inside, and told', () => {
  const { track, notes } = imported(csvOf(rightAngled(PAPERCLIP), 11, 11).replaceAll(',11,11', ',9.8,9.8'));
  expect(notes.filter(({ kind }) => kind === 'narrowed')).toHaveLength(2);
  for (let i = 0; i < track.count; i++) expect(track.curvature[i] * track.left[i]).toBeLessThan(1);
  expect(Math.min(...track.right)).toBeCloseTo(9.8, 1);
});

test('a line off the middle of its road is put there', () => {
  const { track, notes } = imported(csvOf(points, 1, 9));
  expect(notes.map(({ kind }) => kind)).toContain('recentred');
  expect(track.left[0]).toBeCloseTo(5, 3);
  expect(track.y[0] - track.y[1]).toBeCloseTo(0, 3);
});

test('a circuit too long for the time a race allows is told', () => {
  const large = points.map(({ x, y }) => ({ x: x * 9, y: y * 9 }));
  expect(imported(csvOf(large)).notes.map(({ kind }) => kind)).toEqual(['long']);
});

test('a road that comes close to itself has its walls nearer', () => {
  // Two stretches 20 m apart with 7 m either side: 6 m of ground, 3 m for each wall.
  const { file } = imported(csvOf(rightAngled(PAPERCLIP), 7, 7));
  expect(file.wall).toBe(3);
});

describe('what cannot be driven is refused with the place', () => {
  const eight = Array.from({ length: 120 }, (_, k) => {
    const angle = (2 * Math.PI * (k + 15)) / 120; // (k + 15): so that it does not start where it crosses
    return { x: 150 * Math.sin(angle), y: 80 * Math.sin(2 * angle) };
  });
  const lines = csvOf(points).split('\n');
  const spoilt = (row: number, text: string) => lines.with(row, text).join('\n');
  const far = Math.hypot(points[9].x - points[0].x, points[9].y - points[0].y);

  test('not closed', () => {
    const { message, point } = refusal(csvOf(points.slice(0, -20)));
    expect(message).toMatch(/not closed: its last point lies \d+(\.\d+)? m from the first/);
    expect(point).toBe(points.length - 20);
    const { fault, places } = refusal(csvOf(points.slice(0, -20)));
    expect(fault).toBe('open');
    const ends = [points[points.length - 21], points[0]];
    for (const [k, { x, y }] of places.entries()) expect(Math.hypot(x - ends[k].x, y - ends[k].y)).toBeLessThan(0.01);
    expect(places).toHaveLength(2);
  });

  test('crossing itself', () => {
    const { message, point, metres } = refusal(csvOf(eight));
    expect(message).toMatch(/crosses or overlaps itself, with point \d+/);
    expect(point).toBeGreaterThan(35); // half way from point 1 to the crossing's second passage at point 46
    expect(point).toBeLessThan(56);
    expect(metres).toBeGreaterThan(100);
    const { fault, places } = refusal(csvOf(eight));
    expect([fault, places.length]).toEqual(['crosses', 2]);
    // It crosses at the origin, where its edges, 5 m from the line, meet within 15 m.
    for (const { x, y } of places) expect(Math.hypot(x, y)).toBeLessThan(15);
  });

  test('narrower than a car', () => {
    const { x, y } = points[9];
    const { message, point, metres } = refusal(spoilt(10, `${x},${y},0.7,0.9`));
    expect(message).toContain('point 10 (line 11');
    expect(message).toContain('1.6 m wide; expected at least 3.6 m');
    expect(point).toBe(10);
    expect(metres).toBeCloseTo(far, 3);
    const { fault, places, values } = refusal(spoilt(10, `${x},${y},0.7,0.9`));
    expect(fault).toBe('narrow');
    expect(values).toEqual({ got: '1.6', least: 3.6 });
    expect(places).toHaveLength(1);
    expect(Math.hypot(places[0].x - x, places[0].y - y)).toBeLessThan(1e-6);
  });

  test('a bend no car gets round', () => {
    expect(
      refusal(
        csvOf(
          rightAngled(
            [
              [150, 0, 3],
              [150, 6, 3],
              [0, 6, 3],
              [0, 0, 3],
            ],
            1,
          ),
          2,
          2,
        ),
      ).message,
    ).toMatch(/point \d+ .*a bend of radius \d.* expected at least 6 m/);
  });

  test('a bend far tighter than half its road', () => {
    const { message } = refusal(csvOf(rightAngled(PAPERCLIP), 14, 14));
    expect(message).toMatch(/point \d+ .*a bend of radius [\d.]+ m; expected at least 11 m on so wide a road/);
  });

  test.each([
    ['a word', spoilt(3, '1,2,three,4'), /point 3 \(line 4.*"1,2,three,4"; expected four numbers/],
    ['a cell missing', spoilt(3, '1,2,3'), /four numbers/],
    ['an empty cell', spoilt(3, '1,2,,3'), /four numbers/],
    ['infinity', spoilt(3, '1,1e999,3,3'), /four numbers/],
    ['a leap', spoilt(3, '5000,2,3,3'), /m after the point before it; expected steps of at most 300 m/],
    ['nothing', '', /0 points; expected at least 8/],
    ['too little', csvOf(points.map(({ x, y }) => ({ x: x / 10, y: y / 10 }))), /a lap of .* are these metres/],
    ['too many rows', '0,0,3,3\n1,0,3,3\n'.repeat(10_001), /more than 20000 points/],
    ['too many characters', '#'.repeat(2_000_001), /2000001 characters; expected at most 2000000/],
  ])('%s', (_, text, reason) => expect(refusal(text).message).toMatch(reason));

  test('whatever the text, a track or a reason', () => {
    const cell = fc.oneof(fc.double({ min: -400, max: 400, noNaN: true }), fc.constantFrom(0, -1, 3, 1e9, Number.NaN));
    const change = fc.tuple(fc.nat(points.length - 1), fc.nat(3), cell);
    fc.assert(
      fc.property(fc.array(change, { maxLength: 3 }), (changes) => {
        const rows = points.map(({ x, y }): (number | string)[] => [x, y, 5, 5]);
        for (const [row, column, value] of changes) rows[row][column] = value;
        try {
          importTrackCsv(rows.map((row) => row.join(',')).join('\n'), options);
        } catch (error) {
          expect(error).toBeInstanceOf(CsvImportError);
        }
      }),
      { numRuns: 60 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(refusal(text)).toBeInstanceOf(CsvImportError);
      }),
      { numRuns: 60 },
    );
  });
});
