import { z } from 'zod';
import { roadFault } from './soundness.ts';
import { MAX_KERB_WIDTH } from './surface.ts';

const metres = (low: number, high: number) => z.number().min(low).max(high);
/** Nothing on a track lies further than this from the origin, and no road is longer. */
const MAX_EXTENT = 10_000;
/** Half a road on which a 1.8 m wide car has its own width to spare. */
const MIN_HALF_WIDTH = 1.8;

const controlPointSchema = z.strictObject({
  x: metres(-MAX_EXTENT, MAX_EXTENT),
  y: metres(-MAX_EXTENT, MAX_EXTENT),
  left: metres(MIN_HALF_WIDTH, 30),
  right: metres(MIN_HALF_WIDTH, 30),
});

const bandSchema = (widest: number) =>
  z.strictObject({
    from: metres(0, MAX_EXTENT),
    to: metres(0, MAX_EXTENT),
    side: z.enum(['left', 'right']),
    width: metres(0.2, widest),
  });

const obstacleSchema = z.strictObject({
  s: metres(0, MAX_EXTENT),
  offset: metres(-30, 30),
  radius: metres(0.2, 10),
});

const islandSchema = z.strictObject({
  from: metres(0, MAX_EXTENT),
  to: metres(0, MAX_EXTENT),
  offset: metres(-30, 30),
  halfWidth: metres(0.5, 10),
});

const cueSchema = z.strictObject({ s: metres(0, MAX_EXTENT), island: z.int().min(0).max(15) });

/**
 * A track as it stands in its file. Lengths in metres; `from`, `to` and `s` are road coordinates: metres driven along
 * the centre line from the start line. `centreLine` holds control points of a closed periodic cubic spline in driving
 * direction, the first on the start line; `sectors` the fractions of a lap at which the second, third … sector starts;
 * a band whose `from` is greater than its `to` crosses the start line. An island forks the road from its nose at `from`
 * to its tail at `to`; a cue is a board at `s` that tells which side of island number `island` to take in this lap.
 * Islands and cues have no default: a file without them keeps the content hash it had before there were any.
 */
export const trackFileSchema = z.strictObject({
  format: z.literal(1),
  id: z.string().regex(/^[a-z0-9-]{1,40}$/),
  version: z.int().min(1).max(1_000_000),
  name: z.strictObject({ en: z.string().min(1).max(60), ko: z.string().min(1).max(60) }),
  author: z.string().max(80).optional(),
  theme: z.string().max(40).optional(),
  wall: metres(3, 50).default(4),
  sectors: z.array(z.number().gt(0).lt(1)).min(1).max(9),
  centreLine: z.array(controlPointSchema).min(8).max(2000),
  kerbs: z.array(bandSchema(MAX_KERB_WIDTH)).max(200).default([]),
  gravel: z.array(bandSchema(50)).max(200).default([]),
  obstacles: z.array(obstacleSchema).max(32).default([]),
  islands: z.array(islandSchema).max(16).optional(),
  cues: z.array(cueSchema).max(16).optional(),
});

export type TrackFile = z.infer<typeof trackFileSchema>;
/** A kerb or a gravel zone along one edge of the road. */
export type BandFile = TrackFile['kerbs'][number];

/** Why a track file cannot be used; `field` is its path, such as `centreLine[12].left`. */
export class TrackError extends Error {
  readonly field: string;

  constructor(field: string, got: string, expected: string) {
    super(`Track file: ${field} is ${got}; expected ${expected}. Correct that field and load the track again.`);
    this.name = 'TrackError';
    this.field = field;
  }
}

/** Check everything about a track that came from outside. Throws TrackError, and nothing else, for the first fault. */
export function parseTrackFile(json: unknown): TrackFile {
  const parsed = trackFileSchema.safeParse(json);
  if (!parsed.success) throw shapeError(parsed.error.issues[0], json);
  const fault = roadFault(parsed.data);
  if (fault) throw new TrackError(fault.field, fault.got, fault.expected);
  return parsed.data;
}

function shapeError(issue: z.core.$ZodIssue, json: unknown): TrackError {
  if (issue.code === 'unrecognized_keys') {
    const field = fieldName([...issue.path, String(issue.keys[0]).slice(0, 40)]);
    return new TrackError(field, 'unknown', 'only the fields of track format 1');
  }
  let value = json;
  for (const key of issue.path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return new TrackError(fieldName(issue.path), shown(value), expectation(issue));
}

function expectation(issue: z.core.$ZodIssue): string {
  const items =
    'origin' in issue && issue.origin === 'array'
      ? ' items'
      : 'origin' in issue && issue.origin === 'string'
        ? ' characters'
        : '';
  if (issue.code === 'too_small')
    return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${items}`;
  if (issue.code === 'too_big')
    return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${items}`;
  if (issue.code === 'invalid_type')
    return issue.expected === 'number' ? 'a finite number' : `of type ${issue.expected}`;
  if (issue.code === 'invalid_value') return issue.values.map((value) => shown(value)).join(' or ');
  if (issue.code === 'invalid_format') return `text of the form ${issue.pattern ?? issue.format}`;
  return issue.message;
}

function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return name === '' ? 'the whole file' : name.replace(/^\./, '');
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return value === null || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : `of type ${typeof value}`;
}
