import { clamp, hypot } from '../exact/trigonometry.ts';
import type { Metres } from '../units/units.ts';
import { type CentreLine, type ControlPoint, sampleCentreLine } from './centreline.ts';
import { closest } from './clearance.ts';
import { evenPoints, smoothed, startedAt, toMillimetres } from './controlpoints.ts';
import { findCrossing } from './crossing.ts';
import { CsvImportError, type CsvPoint, placeName, readCsvPoints } from './csvrows.ts';
import { parseTrackFile, TrackError, type TrackFile } from './file.ts';
import { narrowBends } from './narrowing.ts';
import { longestStraight, startOn, startsInBend } from './startline.ts';
import { trackside } from './trackside.ts';

export interface CsvImportOptions {
  id: string;
  name: { en: string; ko: string };
  author?: string;
  /** Drive it the other way round than the file's points run. */
  reverse?: boolean;
}

/** Something the import did to the circuit that its owner should know. */
export interface ImportNote {
  kind: 'recentred' | 'smoothed' | 'narrowed' | 'startMoved' | 'closeToItself' | 'long';
  /** Number of the file's point nearest to it, from 1, and the metres from the first point to there. */
  point: number;
  metres: Metres;
  /** Where, in the file's own coordinates. */
  place: { x: Metres; y: Metres };
  /** The numbers of the sentence. */
  values: Readonly<Record<string, number | string>>;
  text: string;
}

export interface ImportedTrack {
  file: TrackFile;
  notes: ImportNote[];
  /** Where the track's origin lies in the file's own coordinates. */
  middle: { x: Metres; y: Metres };
}

/** Control points are at most this far apart, and further only where a lap would have more than MOST_POINTS. */
const SPACING: Metres = 4;
const MOST_POINTS = 1900;
/** Points nearer than this are averaged: a survey every few centimetres holds more noise than shape. */
const FINEST: Metres = 2;
const ROUNDS = 8;
/** Neither half of the road is narrower; where the given middle lies off the road's, the road's is taken. */
const MIN_HALF: Metres = 1.8;
const MAX_HALF: Metres = 30;
/** Smoothing that moves the line further than this is told. */
const TOLD: Metres = 0.5;
const WALL: Metres = 4;
const LEAST_WALL: Metres = 3;
/** A race ends after 180 s a lap; unhurried hands make 25 m/s on a long circuit. */
const LONG: Metres = 4500;

/**
 * Make a drivable track of a real circuit's CSV (`readCsvPoints`).
 *
 * The line is laid as a spline through the points, sampled evenly, smoothed, put about the origin, given its start line,
 * and narrowed where a bend is tighter than half the road is wide; kerbs, gravel and sectors come from its shape
 * (`trackside`). Throws CsvImportError with the place where that cannot be done.
 */
export function importTrackCsv(text: string, options: CsvImportOptions): ImportedTrack {
  const source = readCsvPoints(text);
  const notes: ImportNote[] = [];
  const road = recentred(thinned(source), source, notes);
  const middle = middleOf(road);
  const given = road.map((point) => ({ ...point, x: point.x - middle.x, y: point.y - middle.y }));
  const rough = sampleCentreLine(given);
  const count = Math.min(MOST_POINTS, Math.ceil(rough.length / SPACING));
  const even = evenPoints(rough, count);
  let points = smoothed(even, ROUNDS).map(withSoundWidths);
  noteSmoothing(even, points, source, notes);
  points = narrowBends(points, {
    narrowed: (k, by, radius) => {
      const words = `the road is ${shown(by)} m narrower inside a bend of radius ${shown(radius)} m, or its edge would fold`;
      notes.push(noteAt('narrowed', source, k / count, words, { by: shown(by), radius: shown(radius) }));
    },
    tooTight: (k, radius, expected) => {
      const place = sourceAt(source, k / count);
      const values = { got: shown(radius) };
      throw new CsvImportError('tight', place, `a bend of radius ${shown(radius)} m`, expected, { values });
    },
  });
  const line = sampleCentreLine(points);
  refuseCrossing(line, source);
  if (line.length > LONG) {
    const words = `a lap of ${Math.round(line.length)} m may take longer than the 180 s that a race allows for each`;
    notes.push(noteAt('long', source, 0, words, { length: Math.round(line.length) }));
  }
  const wall = wallBetween(points, source, notes);
  const driven = options.reverse ? reversed(points) : points;
  const laid = toMillimetres(withStart(driven, source, notes, options.reverse === true));
  const { id, name, author } = options;
  const beside = trackside(sampleCentreLine(laid), wall);
  const json = { format: 1, id, version: 1, name, wall, ...beside, centreLine: laid, obstacles: [] };
  return { file: checked(author === undefined ? json : { ...json, author }), notes, middle };
}

/** The last word is the track file's own reader's; what it may still find has no place in the CSV. */
function checked(json: unknown): TrackFile {
  try {
    return parseTrackFile(json);
  } catch (error) {
    if (!(error instanceof TrackError)) throw error;
    throw new CsvImportError(
      'unfit',
      null,
      `a track that cannot be kept (${error.message})`,
      'a circuit and a name a track can have',
    );
  }
}

const withSoundWidths = (point: ControlPoint): ControlPoint => ({
  ...point,
  left: clamp(point.left, MIN_HALF, MAX_HALF),
  right: clamp(point.right, MIN_HALF, MAX_HALF),
});

/** One point for every FINEST metres, the mean of those within. */
function thinned(source: readonly CsvPoint[]): ControlPoint[] {
  const out: ControlPoint[] = [];
  for (let first = 0; first < source.length; ) {
    let last = first;
    while (last + 1 < source.length && source[last + 1].along - source[first].along < FINEST) last++;
    const group = source.slice(first, last + 1);
    const mean = (key: keyof ControlPoint): number => group.reduce((sum, point) => sum + point[key], 0) / group.length;
    out.push({ x: mean('x'), y: mean('y'), left: mean('left'), right: mean('right') });
    first = last + 1;
  }
  return out;
}

/** The same road about its own middle, if the line it came with runs closer to an edge than a track file allows. */
function recentred(points: ControlPoint[], source: readonly CsvPoint[], notes: ImportNote[]): ControlPoint[] {
  const off = points.findIndex(
    ({ left, right }) => Math.min(left, right) < MIN_HALF || Math.max(left, right) > MAX_HALF,
  );
  if (off < 0) return points;
  notes.push(
    noteAt('recentred', source, off / points.length, "the line lies off the road's middle; the middle is taken"),
  );
  const n = points.length;
  return points.map(({ x, y, left, right }, k) => {
    const before = points[(k + n - 1) % n];
    const after = points[(k + 1) % n];
    const chord = Math.max(hypot(after.x - before.x, after.y - before.y), 1e-9);
    const shift = (left - right) / 2 / chord;
    const half = (left + right) / 2;
    return { x: x - shift * (after.y - before.y), y: y + shift * (after.x - before.x), left: half, right: half };
  });
}

/** Middle of the box that holds all points. */
function middleOf(points: readonly ControlPoint[]): { x: Metres; y: Metres } {
  const middle = (key: 'x' | 'y'): Metres => {
    const [low, high] = points.reduce(
      ([least, most], point) => [Math.min(least, point[key]), Math.max(most, point[key])],
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    );
    return (low + high) / 2;
  };
  return { x: middle('x'), y: middle('y') };
}

function noteSmoothing(
  before: readonly ControlPoint[],
  after: readonly ControlPoint[],
  source: readonly CsvPoint[],
  notes: ImportNote[],
): void {
  const moved = before.map((point, k) => hypot(point.x - after[k].x, point.y - after[k].y));
  const furthest = moved.indexOf(Math.max(...moved));
  if (moved[furthest] < TOLD) return;
  const words = `smoothing moved the line, here by ${shown(moved[furthest])} m, nowhere by more`;
  notes.push(noteAt('smoothed', source, furthest / before.length, words, { by: shown(moved[furthest]) }));
}

function refuseCrossing(line: CentreLine, source: readonly CsvPoint[]): void {
  const crossing = findCrossing(line);
  if (!crossing) return;
  const [first, second] = crossing.map((i) => sourceAt(source, i / line.count)).sort((a, b) => a.number - b.number);
  const got = `the road crosses or overlaps itself, with ${placeName(second)}`;
  const values = { other: second.number };
  throw new CsvImportError('crosses', first, got, 'one loop, its edges apart', { values, other: second });
}

/** The wall's distance from the edge: less where the road comes close to itself, so that both walls have their ground. */
function wallBetween(points: readonly ControlPoint[], source: readonly CsvPoint[], notes: ImportNote[]): Metres {
  const near = closest(points);
  if (near === null || near.gap >= 2 * WALL) return WALL;
  if (near.gap < 2 * LEAST_WALL) {
    const other = placeName(sourceAt(source, near.second / points.length));
    const words = `only ${shown(Math.max(0, near.gap))} m of ground between the road here and at ${other}`;
    const values = { gap: shown(Math.max(0, near.gap)) };
    notes.push(noteAt('closeToItself', source, near.first / points.length, words, values));
  }
  return Math.max(LEAST_WALL, Math.floor(near.gap * 5) / 10);
}

/** The start line stays at the first point, unless that lies in a bend; then it moves to the longest straight. */
function withStart(
  points: ControlPoint[],
  source: readonly CsvPoint[],
  notes: ImportNote[],
  backwards: boolean,
): ControlPoint[] {
  const line = sampleCentreLine(points);
  const straight = longestStraight(line);
  if (straight === null || !startsInBend(line)) return points;
  const first = Math.round((startOn(straight, line.length) / line.length) * points.length) % points.length;
  const share = first / points.length;
  const words = `the start line stands here, on the longest straight (${Math.round(straight.length)} m): the first point lies in a bend`;
  const values = { length: Math.round(straight.length) };
  notes.push(noteAt('startMoved', source, backwards && share > 0 ? 1 - share : share, words, values));
  return startedAt(points, first);
}

/** The other way round, from the same first point. */
const reversed = (points: readonly ControlPoint[]): ControlPoint[] =>
  [points[0], ...points.slice(1).reverse()].map(({ x, y, left, right }) => ({ x, y, left: right, right: left }));

/** The point of the file nearest to a share of the lap, counted in the file's own direction. */
function sourceAt(source: readonly CsvPoint[], share: number): CsvPoint {
  const last = source[source.length - 1];
  const length = last.along + hypot(last.x - source[0].x, last.y - source[0].y);
  const wanted = share * length;
  return source.reduce((best, point) =>
    Math.abs(point.along - wanted) < Math.abs(best.along - wanted) ? point : best,
  );
}

function noteAt(
  kind: ImportNote['kind'],
  source: readonly CsvPoint[],
  share: number,
  words: string,
  values: ImportNote['values'] = {},
): ImportNote {
  const { x, y, number, along, line } = sourceAt(source, share);
  const text = `At ${placeName({ number, line, along })}: ${words}.`;
  return { kind, point: number, metres: along, place: { x, y }, values, text };
}

const shown = (x: number): string => `${Math.round(x * 100) / 100}`;
