import { type ImportNote, importTrackCsv } from '../../shared/track/csvimport.ts';
import { type CsvFault, CsvImportError, MAX_CSV_CHARACTERS } from '../../shared/track/csvrows.ts';
import type { TrackFile } from '../../shared/track/file.ts';
import { generateTrack, type Range } from '../../shared/track/generator.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import { type Place, rawPoints } from './rawpoints.ts';

/** A circuit that can be kept, not yet named. */
export interface MadeDraft {
  at: 'made';
  file: TrackFile;
  track: Track;
  notes: readonly ImportNote[];
  /** The points of the CSV in the track's coordinates; none for a generated one. */
  raw: readonly Place[];
  /** Where the track's origin lies in the CSV's coordinates. */
  middle: Place;
}

/** A CSV that cannot become a track: why, and where in its own coordinates. */
export interface RefusedDraft {
  at: 'refused';
  fault: CsvFault;
  values: Readonly<Record<string, number | string>>;
  point: number | null;
  places: readonly Place[];
  raw: readonly Place[];
}

export type Draft = MadeDraft | RefusedDraft;

const UNNAMED = { id: 'draft', name: { en: '?', ko: '?' } };

/** What the CSV's text gives. Takes about 0.1 s for a real circuit. */
export function draftOfCsv(text: string, reverse: boolean): Draft {
  const raw = text.length > MAX_CSV_CHARACTERS ? [] : rawPoints(text);
  try {
    const { file, notes, middle } = importTrackCsv(text, { ...UNNAMED, reverse });
    const moved = raw.map(({ x, y }) => ({ x: x - middle.x, y: y - middle.y }));
    return { at: 'made', file, track: buildTrack(file), notes, raw: moved, middle };
  } catch (error) {
    if (!(error instanceof CsvImportError)) throw error;
    const { fault, values, point, places } = error;
    return { at: 'refused', fault, values, point, places, raw };
  }
}

export const LENGTHS = ['short', 'medium', 'long'] as const;
export type Length = (typeof LENGTHS)[number];
const METRES: Record<Length, Range> = {
  short: { min: 400, max: 650 },
  medium: { min: 700, max: 1200 },
  long: { min: 1300, max: 2400 },
};

export const SHAPES = ['sweeping', 'mixed', 'tight'] as const;
export type Shape = (typeof SHAPES)[number];
const TIGHTNESS: Record<Shape, number> = { sweeping: 0.1, mixed: 0.5, tight: 1 };

/** Seeds a person can read out. */
export const MOST_SEED = 999_999;

/** The circuit of a seed: the same for everybody. */
export function draftOfSeed(seed: number, length: Length, shape: Shape): MadeDraft {
  const file = generateTrack({ ...UNNAMED, seed, length: METRES[length], tightness: TIGHTNESS[shape] });
  return { at: 'made', file, track: buildTrack(file), notes: [], raw: [], middle: { x: 0, y: 0 } };
}
