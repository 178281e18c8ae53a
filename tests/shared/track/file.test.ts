import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ControlPoint } from '../../../shared/track/centreline.ts';
import { parseTrackFile, TrackError } from '../../../shared/track/file.ts';
import { buildTrack } from '../../../shared/track/track.ts';
import { circlePoints } from './shapes.ts';
import { SHIPPED, type ShippedId, shippedJson } from './shipped.ts';

// biome-ignore lint/suspicious/noExplicitAny: the point is to put anything anywhere
type Json = any;

/** A closed curve of 60 points with half width `halfWidth`, from its coordinates at angle t. */
const loop = (halfWidth: number, at: (t: number) => [x: number, y: number]): ControlPoint[] =>
  Array.from({ length: 60 }, (_, k) => {
    const [x, y] = at((2 * Math.PI * k) / 60);
    return { x, y, left: halfWidth, right: halfWidth };
  });

/** 40,000 km in 2,000 points: too long to be looked at closely. */
const zigzag = Array.from({ length: 2000 }, (_, k) => ({ x: k % 2 ? 9999 : -9999, y: k, left: 4, right: 4 }));
const figureEight = loop(4, (t) => [90 * Math.sin(t), 60 * Math.sin(2 * t)]);
/** Two bulbs whose waist is 18 m across: too little for two roads of 24 m, though no bend is tight. */
const dumbbell = loop(12, (t) => [80 * Math.cos(t), Math.sin(t) * (9 + 40 * Math.cos(t) ** 2)]);

/** The error that a shipped track gives once `spoil` has changed it. */
function refusal(spoil: (json: Json) => void, id: ShippedId = 'oval'): TrackError {
  const json = shippedJson(id);
  spoil(json);
  try {
    parseTrackFile(json);
  } catch (error) {
    expect(error).toBeInstanceOf(TrackError);
    return error as TrackError;
  }
  throw new Error('the spoilt track was accepted');
}

test('shipped tracks are accepted, and defaults filled in', () => {
  for (const id of SHIPPED) expect(parseTrackFile(shippedJson(id)).id).toBe(id);
  const bare = shippedJson('oval');
  for (const field of ['wall', 'kerbs', 'gravel', 'obstacles']) delete bare[field];
  expect(parseTrackFile(bare)).toMatchObject({ wall: 4, kerbs: [], gravel: [], obstacles: [] });
});

test.each<[string, RegExp, (json: Json) => void]>([
  ['centreLine[12].left', /"6".*a finite number/, (json) => (json.centreLine[12].left = '6')],
  ['centreLine[12].left', /missing/, (json) => delete json.centreLine[12].left],
  ['centreLine[3].x', /NaN.*a finite number/, (json) => (json.centreLine[3].x = NaN)],
  ['centreLine[3].y', /Infinity/, (json) => (json.centreLine[3].y = Infinity)],
  ['centreLine[3].right', /1\.7; expected at least 1\.8/, (json) => (json.centreLine[3].right = 1.7)],
  ['centreLine[3].colour', /unknown/, (json) => (json.centreLine[3].colour = 'red')],
  ['centreLine', /a list of 7; expected at least 8 items/, (json) => json.centreLine.splice(7)],
  ['centreLine', /at most 2000 items/, (json) => (json.centreLine = Array(2001).fill(json.centreLine[0]))],
  ['format', /2; expected 1/, (json) => (json.format = 2)],
  ['id', /"My Oval"/, (json) => (json.id = 'My Oval')],
  ['version', /1\.5/, (json) => (json.version = 1.5)],
  ['name.ko', /missing/, (json) => delete json.name.ko],
  ['wall', /2; expected at least 3/, (json) => (json.wall = 2)],
  ['kerbs[1].side', /"middle"; expected "left" or "right"/, (json) => (json.kerbs[1].side = 'middle')],
])('names %s and the reason %s', (field, reason, spoil) => {
  const error = refusal(spoil);
  expect(error.field).toBe(field);
  expect(error.message).toMatch(reason);
});

test.each<[string, RegExp, ShippedId, (json: Json) => void]>([
  ['centreLine[171]', /do not repeat the first point/, 'oval', (json) => (json.centreLine[171] = json.centreLine[0])],
  ['centreLine[9].left', /change no greater/, 'oval', (json) => (json.centreLine[10].left = 30)],
  ['centreLine', /62\.83 m long/, 'oval', (json) => (json.centreLine = circlePoints(10, 5))],
  ['centreLine', /39\d{6}\.\d+ m long/, 'oval', (json) => (json.centreLine = zigzag)],
  ['centreLine', /crosses or overlaps itself/, 'oval', (json) => (json.centreLine = figureEight)],
  ['centreLine', /crosses or overlaps itself/, 'oval', (json) => (json.centreLine = dumbbell)],
  ['sectors[1]', /0\.2; expected fractions in ascending order/, 'oval', (json) => (json.sectors = [0.4, 0.2])],
  ['sectors[0]', /0\.001/, 'oval', (json) => (json.sectors = [0.001, 0.5])],
  ['sectors[1]', /0\.999/, 'oval', (json) => (json.sectors = [0.5, 0.999])],
  ['kerbs[0].to', /from 0 to 517 m/, 'oval', (json) => (json.kerbs[0].to = 518)],
  ['gravel[1].from', /900/, 'oval', (json) => (json.gravel[1].from = 900)],
  ['gravel[0].to', /equal to from/, 'oval', (json) => (json.gravel[0].to = json.gravel[0].from)],
  ['obstacles[0].s', /600/, 'obstacle', (json) => (json.obstacles[0].s = 600)],
  ['obstacles[0].s', /the grid/, 'obstacle', (json) => (json.obstacles[0].s = 500)],
  ['obstacles[0].offset', /-7; expected on the road/, 'obstacle', (json) => (json.obstacles[0].offset = -7)],
  ['obstacles[0]', /blocking the whole road/, 'obstacle', (json) => (json.obstacles[0].radius = 5)],
  ['obstacles[0]', /blocking/, 'obstacle', (json) => json.obstacles.push(...row(json.obstacles[0]))],
])('names %s and the geometry that is wrong: %s', (field, reason, id, spoil) => {
  const error = refusal(spoil, id);
  expect(error.field).toBe(field);
  expect(error.message).toMatch(reason);
});

test('a bend tighter than the half width is named by its control point', () => {
  const error = refusal((json) => widen(json, 11), 'technical');
  expect(error.field).toMatch(/^centreLine\[\d+\]$/);
  expect(error.message).toMatch(/bend of radius 1[01].*inner edge folds/);
});

test('any value at any place gives a track of finite numbers or a TrackError that names a field', () => {
  const paths = [
    ...['format', 'id', 'version', 'name', 'wall', 'sectors', 'kerbs', 'gravel', 'obstacles', 'centreLine'].map(
      (key) => [key],
    ),
    ...['x', 'y', 'left', 'right'].map((key) => ['centreLine', 5, key]),
    ...['from', 'to', 'width'].map((key) => ['kerbs', 0, key]),
    ...['s', 'offset', 'radius'].map((key) => ['obstacles', 0, key]),
  ];
  const anything = fc.oneof(
    fc.anything({ withBigInt: true, withNullPrototype: true }),
    fc.double(),
    fc.double({ min: -50, max: 600 }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...paths), anything, (path, value) => {
      const json: Json = shippedJson('obstacle');
      const holder = path.slice(0, -1).reduce((at, key) => at[key], json);
      holder[path[path.length - 1]] = value;
      expectTrackOrError(json);
    }),
    { numRuns: 400 },
  );
});

test('a scribbled centre line gives a track of finite numbers or a TrackError', () => {
  const coordinate = fc.oneof(fc.double({ min: -100, max: 100, noNaN: true }), fc.integer({ min: -9000, max: 9000 }));
  const width = fc.double({ min: 1.8, max: 8, noNaN: true });
  const point = fc.record({ x: coordinate, y: coordinate, left: width, right: width });
  const scribble = fc.array(point, { minLength: 8, maxLength: 30 });
  // Rounder shapes, of which some are sound.
  const wobble = fc
    .array(fc.double({ min: 0.7, max: 1.3, noNaN: true }), { minLength: 8, maxLength: 24 })
    .map((sizes) =>
      circlePoints(60, 4, sizes.length).map(({ x, y, left, right }, k) => ({
        x: x * sizes[k],
        y: y * sizes[k],
        left,
        right,
      })),
    );
  const base = { format: 1, id: 'a', version: 1, name: { en: 'a', ko: '가' }, sectors: [0.5] };
  let sound = 0;
  fc.assert(
    fc.property(fc.oneof(scribble, wobble), (centreLine) => {
      if (expectTrackOrError({ ...base, centreLine })) sound++;
    }),
    { numRuns: 300, seed: 7 },
  );
  expect(sound).toBeGreaterThan(10);
});

test('no JSON at all is refused by name', () => {
  for (const value of [undefined, null, 3, 'oval', [], Object.create(null), Symbol('x'), 10n]) {
    expect(() => parseTrackFile(value)).toThrow(TrackError);
  }
  expect(() => parseTrackFile(null)).toThrow(/the whole file is null; expected of type object/);
});

function expectTrackOrError(json: unknown): boolean {
  let file: ReturnType<typeof parseTrackFile>;
  try {
    file = parseTrackFile(json);
  } catch (error) {
    expect(error).toBeInstanceOf(TrackError);
    expect((error as TrackError).field).not.toBe('');
    return false;
  }
  const track = buildTrack(file);
  for (const column of [track.x, track.y, track.heading, track.curvature, track.left, track.right, track.tangentX]) {
    expect(column.every(Number.isFinite)).toBe(true);
  }
  expect(Math.abs(track.turn)).toBeCloseTo(2 * Math.PI, 9);
  return true;
}

function widen(json: Json, halfWidth: number): void {
  for (const point of json.centreLine) Object.assign(point, { left: halfWidth, right: halfWidth });
}

/** Two more obstacles that leave 1 m on either side of the first. */
const row = (first: Json): Json[] => [-1, 1].map((side) => ({ s: first.s + 3, offset: side * 4.4, radius: 2 }));
