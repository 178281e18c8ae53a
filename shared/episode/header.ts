import { z } from 'zod';
import { trackFileSchema } from '../track/file.ts';
import { vehicleSpecSchema } from '../vehicle/spec.ts';
import { LOG_FORMAT, type LogDriver, LogError, type RaceLogHeader } from './log.ts';

/** Most cars in a log; the grid has no more. */
const MAX_LOG_CARS = 16;
const name = z.string().min(1).max(200);

export const consentSchema = z.object({
  version: z.int().min(1).max(1000),
  recorded: z.boolean(),
  shared: z.boolean(),
  exported: z.boolean(),
});

const logDriverSchema = z.object({
  driverId: name,
  kind: z.enum(['human', 'scripted', 'policy']),
  policyId: name.nullable(),
  consent: consentSchema.nullable(),
});

const noiseSchema = z.object({
  deviation: z.number().min(0).max(1),
  seed: z.int().min(0).max(2_147_483_648),
});

const logHeaderSchema = z.object({
  format: z.literal(LOG_FORMAT),
  raceId: name,
  physics: z.int().min(1),
  trackId: name,
  trackHash: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal'),
  trackFile: trackFileSchema.optional(),
  laps: z.int().min(1).max(1000),
  contact: z.boolean(),
  replay: z.enum(['frames', 'states']).optional(),
  startedAt: z.iso.datetime(),
  cars: z
    .array(logDriverSchema.extend({ id: name, spec: vehicleSpecSchema, noise: noiseSchema.optional() }))
    .min(1)
    .max(MAX_LOG_CARS),
});

/** The header in a JSON text; other formats and bad fields are refused with the field. */
export function parseHeader(text: string): RaceLogHeader {
  const json = parseJson(text, 'Race log header');
  const format = (json as { format?: unknown } | null)?.format;
  if (format !== LOG_FORMAT) {
    const next = 'Run "npm run mimic -- episode upgrade" with the build that wrote it.';
    throw new LogError('Race log format', String(format), LOG_FORMAT, next);
  }
  const result = logHeaderSchema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0];
    const next = 'The log was not written by this program, or was changed.';
    throw new LogError('Race log header', `${issue.path.join('.')}: ${issue.message}`, 'a valid field', next);
  }
  return result.data as RaceLogHeader;
}

/** A change of driver in a JSON text. */
export function parseLogDriver(text: string): LogDriver {
  const result = logDriverSchema.safeParse(parseJson(text, 'Change of driver'));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new LogError(
    'Change of driver',
    `${issue.path.join('.')}: ${issue.message}`,
    'a driver',
    'Fetch the log again.',
  );
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new LogError(what, 'text that is not JSON', 'JSON', 'Fetch the log again.');
  }
}
