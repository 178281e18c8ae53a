import { type Random, seededRandom } from '../exact/random.ts';
import { sin, TAU } from '../exact/trigonometry.ts';
import type { Metres } from '../units/units.ts';
import { type CentreLine, type ControlPoint, sampleCentreLine } from './centreline.ts';
import { closest } from './clearance.ts';
import { evenPoints, smoothed, startedAt, toMillimetres } from './controlpoints.ts';
import { parseTrackFile, TrackError, type TrackFile } from './file.ts';
import { type Fillet, type Point, polygonOf, roundedLength, roundedLine, roundedOff } from './polygon.ts';
import { longestStraight, startOn } from './startline.ts';
import { trackside } from './trackside.ts';

export interface GeneratorOptions {
  /** Any number; the same seed and options give the same file, to the byte. */
  seed: number;
  id: string;
  name?: { en: string; ko: string };
  /** Bounds of the lap, within 300 to 5000 m. */
  length?: Range;
  /** Bounds of the whole road's width, within 7 to 20 m. */
  width?: Range;
  /** 0 wide sweeping bends, 1 hairpins and many corners. */
  tightness?: number;
}

export interface Range {
  min: Metres;
  max: Metres;
}

const LENGTHS: Range = { min: 300, max: 5000 };
const WIDTHS: Range = { min: 7, max: 20 };
export const GENERATOR_DEFAULTS = { length: { min: 600, max: 1400 }, width: { min: 9, max: 13 }, tightness: 0.5 };

const WALL: Metres = 4;
const SPACING: Metres = 4;
const SMOOTHING_ROUNDS = 4;
/** Beyond half the road's width, the least radius a bend is drawn with, and the least it may have in the end. */
const DRAWN_ROOM: Metres = 5;
export const LEAST_ROOM: Metres = 2.5;
/** Tries, each nearer to a regular polygon than the one before; the last is one, and always sound. */
const TRIES = 40;
/** How many times the polygon is scaled towards the wanted lap. */
const SCALINGS = 8;

/**
 * A closed circuit from a seed, drivable whatever the seed: corners of a star-shaped polygon rounded off by arcs, the
 * width swelling slowly round the lap, kerbs and gravel by its shape, the start on the longest straight.
 *
 * A try whose bends are tighter than drawn, or whose stretches come closer than both their walls, is dropped for a calmer
 * one. Throws RangeError for options out of bounds.
 */
export function generateTrack(options: GeneratorOptions): TrackFile {
  const { seed, length, width, tightness } = checkedOptions(options);
  const random = seededRandom(seed);
  const wanted = between(random, length);
  for (let attempt = 0; attempt <= TRIES; attempt++) {
    const wildness = 1 - attempt / TRIES;
    const points = drawn(random, wanted, width, tightness, wildness);
    if (points === null) continue;
    const line = sampleCentreLine(points);
    if (line.length < length.min || line.length > length.max || tooTight(line) || crowded(points)) continue;
    const file = soundFile(fileOf(options, withStart(points, line)));
    if (file !== null) return file;
  }
  throw new Error(
    `No circuit came of ${JSON.stringify(options)} in ${TRIES} tries, which should not be possible. Report the seed.`,
  );
}

function checkedOptions(options: GeneratorOptions): Required<Omit<GeneratorOptions, 'name'>> {
  const all = { ...GENERATOR_DEFAULTS, ...options };
  checkRange('length', all.length, LENGTHS, 1.1);
  checkRange('width', all.width, WIDTHS, 1);
  if (!(all.tightness >= 0 && all.tightness <= 1)) {
    throw new RangeError(`Track generator: tightness is ${all.tightness}; expected 0 (sweeping) to 1 (hairpins).`);
  }
  if (!Number.isFinite(all.seed)) throw new RangeError(`Track generator: seed is ${all.seed}; expected a number.`);
  return all;
}

function checkRange(name: string, { min, max }: Range, bounds: Range, spread: number): void {
  if (min >= bounds.min && max <= bounds.max && max >= min * spread) return;
  const apart = spread > 1 ? `, the longest at least ${spread} times the shortest` : '';
  throw new RangeError(
    `Track generator: ${name} is ${min} to ${max} m; expected a range within ${bounds.min} to ${bounds.max} m${apart}.`,
  );
}

const between = (random: Random, { min, max }: Range): number => min + (max - min) * random.uniform();

/** One try: evenly spaced control points, or null where the corners do not fit the polygon's sides. */
function drawn(
  random: Random,
  wanted: Metres,
  width: Range,
  tightness: number,
  wildness: number,
): ControlPoint[] | null {
  const corner = 45 + 50 * (1 - tightness) + 40 * random.uniform();
  const count = Math.min(16, Math.max(4, Math.round(wanted / corner)));
  const polygon = polygonOf(random, count, wildness * (0.35 + 0.4 * tightness), wildness * 0.7);
  const least = Math.max(width.max / 2 + DRAWN_ROOM, 34 - 23 * tightness);
  const radii = Array.from({ length: count }, () => least * (1 + (1.2 + tightness) * random.uniform()));
  const fillets = scaledTo(polygon, radii, wanted, least);
  if (fillets === null) return null;
  const clockwise = random.uniform() < 0.5;
  const line = roundedLine(fillets, SPACING);
  const half = halfWidths(random, width);
  const even = evenPoints(sampleCentreLine(clockwise ? line.reverse() : line), Math.ceil(wanted / SPACING));
  return smoothed(
    even.map((point, k) => ({ ...point, left: half(k / even.length), right: half(k / even.length) })),
    SMOOTHING_ROUNDS,
  );
}

/** The polygon's rounded corners at the size at which the line is `wanted` long. */
function scaledTo(polygon: readonly Point[], radii: readonly Metres[], wanted: Metres, least: Metres): Fillet[] | null {
  let scale = wanted / TAU;
  for (let round = 0; round < SCALINGS; round++) {
    const fillets = roundedOff(polygon, scale, radii, least);
    if (fillets === null) return null;
    const length = roundedLength(fillets);
    if (Math.abs(length - wanted) < 0.01 * wanted) return fillets;
    scale *= wanted / length;
  }
  return null;
}

/** Half the road's width over the share of a lap: one or two slow waves between the bounds. */
function halfWidths(random: Random, { min, max }: Range): (share: number) => Metres {
  const waves = 1 + random.integer(2);
  const phase = TAU * random.uniform();
  const swing = random.uniform();
  const middle = 0.5 + (1 - swing) * (random.uniform() - 0.5);
  return (share) => (min + (max - min) * (middle + (swing / 2) * sin(TAU * waves * share + phase))) / 2;
}

/** Whether a bend is tighter than half the road and LEAST_ROOM. */
function tooTight(line: CentreLine): boolean {
  for (let i = 0; i < line.count; i++) {
    if (Math.abs(line.curvature[i]) * (Math.max(line.left[i], line.right[i]) + LEAST_ROOM) > 1) return true;
  }
  return false;
}

const crowded = (points: readonly ControlPoint[]): boolean =>
  (closest(points)?.gap ?? Number.POSITIVE_INFINITY) < 2 * WALL - 0.5;

/** The file as its reader gives it, or null where its road is at fault; an id or a name that cannot be throws. */
function soundFile(file: TrackFile): TrackFile | null {
  try {
    return parseTrackFile(file);
  } catch (error) {
    if (error instanceof TrackError && error.field.startsWith('centreLine')) return null;
    throw error;
  }
}

function withStart(points: readonly ControlPoint[], line: CentreLine): ControlPoint[] {
  const straight = longestStraight(line);
  const s = straight === null ? 0 : startOn(straight, line.length);
  return startedAt(points, Math.round((s / line.length) * points.length) % points.length);
}

function fileOf({ id, name, seed }: GeneratorOptions, points: readonly ControlPoint[]): TrackFile {
  const centreLine = toMillimetres(points);
  return {
    format: 1,
    id,
    version: 1,
    name: name ?? { en: `Circuit ${seed}`, ko: `서킷 ${seed}` },
    author: `generator, seed ${seed}`,
    wall: WALL,
    ...trackside(sampleCentreLine(centreLine), WALL),
    centreLine,
    obstacles: [],
  };
}
