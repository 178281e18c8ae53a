import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type MedalTimes, medalTimes } from '../../shared/race/medals.ts';
import type { Track } from '../../shared/track/track.ts';
import { CARS } from '../../shared/vehicle/cars.ts';
import { type VehicleSpec, vehicleHash } from '../../shared/vehicle/spec.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Author times as `npm run mimic -- track authortimes` measures and writes them. */
export const authorTimesSchema = z.object({
  /** What measures them anew. */
  command: z.string(),
  items: z.array(
    z.object({
      trackId: z.string(),
      trackHash: hash,
      car: z.string(),
      carHash: hash,
      authorMs: z.int().min(1),
    }),
  ),
});
export type AuthorTimesFile = z.infer<typeof authorTimesSchema>;

/** What medals ask for, by the version of the track and of the car; there are none for versions nobody measured. */
export class AuthorTimes {
  private readonly times = new Map<string, MedalTimes>();

  constructor(items: AuthorTimesFile['items']) {
    for (const { trackHash, carHash, authorMs } of items) {
      this.times.set(`${trackHash} ${carHash}`, medalTimes(authorMs));
    }
  }

  of(track: Track, spec: VehicleSpec): MedalTimes | null {
    return this.times.get(`${track.hash} ${vehicleHash(spec)}`) ?? null;
  }

  /** By car id. */
  ofTrack(track: Track): Record<string, MedalTimes> {
    const known = [...CARS.values()].flatMap((spec) => {
      const times = this.of(track, spec);
      return times ? [[spec.id, times] as const] : [];
    });
    return Object.fromEntries(known);
  }
}

/** The times in some files; a file that is not there holds none. Throws with the file's name and what is wrong. */
export function loadAuthorTimes(...paths: string[]): AuthorTimes {
  return new AuthorTimes(paths.flatMap((path) => readAuthorTimes(path).items));
}

export function readAuthorTimes(path: string): AuthorTimesFile {
  if (!existsSync(path)) return { command: '', items: [] };
  try {
    return authorTimesSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const got = error instanceof z.ZodError ? error.issues[0].message : (error as Error).message;
    throw new Error(`${path}: ${got}. Make it anew with "npm run mimic -- track authortimes".`);
  }
}
