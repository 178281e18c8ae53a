import { hypot } from '../exact/trigonometry.ts';
import type { Metres } from '../units/units.ts';
import type { ControlPoint } from './centreline.ts';

/** The most an import takes in: 2 MB, 20,000 points. */
export const MAX_CSV_CHARACTERS = 2_000_000;
export const MAX_CSV_POINTS = 20_000;
const FEWEST_POINTS = 8;
/** A road on which a 1.8 m wide car has its own width to spare, half of it either side of the middle. */
const MIN_WIDTH: Metres = 3.6;
const MAX_WIDTH: Metres = 60;
/** Points this close are one point, written twice. */
const SAME_PLACE: Metres = 0.01;
const MAX_STEP: Metres = 300;
const MAX_LENGTH: Metres = 10_000;
const MIN_LENGTH: Metres = 120;
/** A circuit's last point lies no further from its first than this, or than twice its longest step. */
const CLOSING: Metres = 10;

/** One point of the file: where it is, its number (from 1), its line in the file and its way from the first point. */
export interface CsvPoint extends ControlPoint {
  number: number;
  line: number;
  along: Metres;
}

/** What is wrong with a CSV, in one word; the page has a sentence for each in every language. */
export type CsvFault =
  | 'large'
  | 'manyPoints'
  | 'fewPoints'
  | 'badRow'
  | 'narrow'
  | 'wide'
  | 'step'
  | 'open'
  | 'length'
  | 'tight'
  | 'crosses'
  | 'unfit';

/** Why a CSV cannot become a track, with the place. */
export class CsvImportError extends Error {
  override name = 'CsvImportError';
  readonly fault: CsvFault;
  /** The numbers of the sentence, to two decimals. */
  readonly values: Readonly<Record<string, number | string>>;
  /** Where in the file's own coordinates: the point, and for what takes two points the other one. */
  readonly places: readonly { x: Metres; y: Metres }[];
  /** Number of the point the fault was found at, from 1; null when it lies in no one point. */
  readonly point: number | null;
  /** Metres from the first point to it. */
  readonly metres: Metres | null;

  constructor(fault: CsvFault, place: CsvPoint | null, got: string, expected: string, more: FaultDetails = {}) {
    super(`Circuit CSV: ${place ? `${placeName(place)}: ` : ''}${got}; expected ${expected}.`);
    this.fault = fault;
    this.point = place?.number ?? null;
    this.metres = place?.along ?? null;
    this.values = more.values ?? {};
    this.places = [place, more.other].filter((at) => at !== null && at !== undefined).filter(isSomewhere);
  }
}

interface FaultDetails {
  values?: Record<string, number | string>;
  other?: CsvPoint;
}

const isSomewhere = ({ x, y }: CsvPoint): boolean => Number.isFinite(x) && Number.isFinite(y);

export const placeName = ({ number, line, along }: Pick<CsvPoint, 'number' | 'line' | 'along'>): string =>
  `point ${number} (line ${line}, ${Math.round(along)} m from the first point)`;

/**
 * Read the rows `x_m,y_m,w_tr_right_m,w_tr_left_m` of one closed circuit: a point of the centre line and the half widths
 * to its right and left, metres. Lines that start with # and empty lines are passed over. Throws CsvImportError.
 */
export function readCsvPoints(text: string): CsvPoint[] {
  if (text.length > MAX_CSV_CHARACTERS) {
    const values = { got: text.length, most: MAX_CSV_CHARACTERS };
    throw new CsvImportError('large', null, `${text.length} characters`, `at most ${MAX_CSV_CHARACTERS}`, { values });
  }
  const points: CsvPoint[] = [];
  for (const [k, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const row = raw.trim();
    if (row === '' || row.startsWith('#') || (points.length === 0 && /^"?x_m"?\s*,/.test(row))) continue;
    if (points.length === MAX_CSV_POINTS) {
      const got = `more than ${MAX_CSV_POINTS} points`;
      const values = { most: MAX_CSV_POINTS };
      throw new CsvImportError('manyPoints', null, got, 'at most so many; keep every second one', { values });
    }
    addPoint(points, row, k + 1);
  }
  if (points.length < FEWEST_POINTS) {
    const values = { got: points.length, least: FEWEST_POINTS };
    const expected = `at least ${FEWEST_POINTS} rows x,y,right,left`;
    throw new CsvImportError('fewPoints', null, `${points.length} points`, expected, { values });
  }
  checkLoop(points);
  return points;
}

function addPoint(points: CsvPoint[], row: string, line: number): void {
  const cells = row.split(',').map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell)));
  const [x, y, right, left] = cells;
  const point = { x, y, right, left, number: points.length + 1, line, along: 0 };
  const previous = points.at(-1);
  if (previous) point.along = previous.along + hypot(x - previous.x, y - previous.y);
  if (cells.length !== 4 || !cells.every(Number.isFinite)) {
    const place = { ...point, along: previous?.along ?? 0 };
    const expected = 'four numbers: x_m,y_m,w_tr_right_m,w_tr_left_m';
    const values = { row: row.slice(0, 40) };
    throw new CsvImportError('badRow', place, `"${row.slice(0, 40)}"`, expected, { values });
  }
  const width = left + right;
  if (!(width >= MIN_WIDTH)) {
    const expected = `at least ${MIN_WIDTH} m, or a car 1.8 m wide has no room`;
    const values = { got: shown(width), least: MIN_WIDTH };
    throw new CsvImportError('narrow', point, `the road is ${shown(width)} m wide`, expected, { values });
  }
  if (!(width <= MAX_WIDTH && left > -MAX_WIDTH && right > -MAX_WIDTH)) {
    const values = { got: shown(width), most: MAX_WIDTH };
    const got = `the road is ${shown(width)} m wide`;
    throw new CsvImportError('wide', point, got, `metres, at most ${MAX_WIDTH}`, { values });
  }
  const step = previous ? point.along - previous.along : SAME_PLACE;
  if (!(step <= MAX_STEP)) {
    const values = { got: shown(step), most: MAX_STEP };
    const got = `${shown(step)} m after the point before it`;
    throw new CsvImportError('step', point, got, `steps of at most ${MAX_STEP} m`, { values, other: previous });
  }
  if (step >= SAME_PLACE) points.push(point);
}

/** Drops a last point that repeats the first; throws where the loop is open, or no circuit's length. */
function checkLoop(points: CsvPoint[]): void {
  const first = points[0];
  const closing = (): Metres => hypot(first.x - points[points.length - 1].x, first.y - points[points.length - 1].y);
  if (closing() < SAME_PLACE) points.pop();
  const last = points[points.length - 1];
  let longest = 0;
  for (let k = 1; k < points.length; k++) longest = Math.max(longest, points[k].along - points[k - 1].along);
  const gap = closing();
  const allowed = Math.max(CLOSING, 2 * longest);
  if (gap > allowed) {
    const got = `the circuit is not closed: its last point lies ${shown(gap)} m from the first`;
    const values = { got: shown(gap), most: shown(allowed) };
    throw new CsvImportError('open', last, got, `at most ${shown(allowed)} m`, { values, other: first });
  }
  const length = last.along + gap;
  if (!(length >= MIN_LENGTH && length <= MAX_LENGTH)) {
    const values = { got: shown(length), least: MIN_LENGTH, most: MAX_LENGTH };
    const expected = `${MIN_LENGTH} to ${MAX_LENGTH} m; are these metres?`;
    throw new CsvImportError('length', null, `a lap of ${shown(length)} m`, expected, { values });
  }
}

const shown = (x: number): string => `${Math.round(x * 100) / 100}`;
