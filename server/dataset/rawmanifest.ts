import { z } from 'zod';

export const RAW_FORMAT = 'mimic-gp-raw-1';
export const RAW_MANIFEST = 'manifest.json';
/** Logs in one export. */
const MAX_LOGS = 100_000;

const count = z
  .int()
  .min(0)
  .max(2 ** 40);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');

const rawLogSchema = z.strictObject({
  /** Beside the manifest; nowhere else. */
  file: z.string().regex(/^logs\/race-\d{5,6}\.mimiclog$/, 'must be a log of this export'),
  sha256,
  bytes: count,
  ticks: count,
  trackHash: sha256,
  /** Pseudonyms by log index. */
  drivers: z.array(z.strictObject({ id: z.string().min(1).max(200), kind: z.string().max(20) })).max(64),
  /** The laps of the data set in it: log index of the car, and the lap's number in its episode. */
  laps: z.array(z.strictObject({ car: count, number: count })).max(20_000),
});
export type RawLog = z.infer<typeof rawLogSchema>;

/** `manifest.json` of an export of race logs. */
export const rawManifestSchema = z.strictObject({
  format: z.literal(RAW_FORMAT),
  dataset: z.strictObject({ name: z.string().max(100), content: z.string().max(100) }),
  physics: z.int().min(1),
  logs: z.array(rawLogSchema).min(1).max(MAX_LOGS),
});
export type RawManifest = z.infer<typeof rawManifestSchema>;
