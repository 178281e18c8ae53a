import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { AuthorTime } from '../../shared/driver/authortime.ts';
import { type MedalTimes, medalTimes } from '../../shared/race/medals.ts';
import type { Track } from '../../shared/track/track.ts';
import { CARS } from '../../shared/vehicle/cars.ts';
import { type VehicleSpec, vehicleHash } from '../../shared/vehicle/spec.ts';
import { writeWhole } from './trackfile.ts';

export const AUTHORTIMES_COMMAND = 'npm run mimic -- track authortimes';
const CAR_HASHES = new Map([...CARS.values()].map((spec) => [spec, vehicleHash(spec)]));

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Author times in a file. */
const authorTimesSchema = z.object({
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

/** What medals ask for, by the version of the track and of the car; there are none for versions nobody measured. */
export class AuthorTimes {
  private readonly times = new Map<string, MedalTimes>();

  constructor(items: readonly AuthorTime[]) {
    this.add(items);
  }

  add(items: readonly AuthorTime[]): void {
    for (const { trackHash, carHash, authorMs } of items) {
      this.times.set(`${trackHash} ${carHash}`, medalTimes(authorMs));
    }
  }

  of(track: Track, spec: VehicleSpec): MedalTimes | null {
    return this.times.get(`${track.hash} ${CAR_HASHES.get(spec) ?? vehicleHash(spec)}`) ?? null;
  }

  /** Whether every car has been measured on a track. */
  knows(track: Track): boolean {
    return [...CARS.values()].every((spec) => this.of(track, spec) !== null);
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
export const loadAuthorTimes = (...paths: string[]): AuthorTimes => new AuthorTimes(paths.flatMap(readAuthorTimes));

function readAuthorTimes(path: string): AuthorTime[] {
  if (!existsSync(path)) return [];
  try {
    return authorTimesSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).items;
  } catch (error) {
    const got = error instanceof z.ZodError ? error.issues[0].message : (error as Error).message;
    throw new Error(`${path}: ${got}. Delete it and make it anew with "${AUTHORTIMES_COMMAND}".`);
  }
}

/**
 * Put new times in a file, in the place of those of the same versions of tracks; of the others `stays` says which. Whole
 * or not at all; nothing is written where there is nothing to keep.
 */
export function keepAuthorTimes(
  path: string,
  items: readonly AuthorTime[],
  stays: (item: AuthorTime) => boolean,
): void {
  const anew = new Set(items.map(({ trackHash }) => trackHash));
  const old = readAuthorTimes(path);
  if (old.length + items.length === 0) return;
  const all = [...old.filter((item) => !anew.has(item.trackHash) && stays(item)), ...items];
  all.sort((a, b) => (a.trackId < b.trackId ? -1 : a.trackId > b.trackId ? 1 : 0));
  writeWhole(path, `${JSON.stringify({ command: AUTHORTIMES_COMMAND, items: all }, null, 2)}\n`);
}
