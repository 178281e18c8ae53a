import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ForeignError } from '../../shared/dataset/foreign.ts';
import type { ImportedSet } from '../store/imported.ts';
import type { Store } from '../store/tables.ts';
import { ImportFile, namesIn, shown } from './importfolder.ts';
import { openLeRobot } from './importlerobot.ts';
import { openMinari } from './importminari.ts';
import { importRaceLogs, type LogVerdict } from './importraw.ts';
import { importSet } from './importset.ts';
import { unpackZip } from './importzip.ts';
import { RAW_MANIFEST } from './rawmanifest.ts';

export const IMPORT_FORMATS = ['lerobot', 'minari', 'raw'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export interface ImportOrder {
  /** A folder, an archive, an HDF5 file or a race log. */
  path: string;
  /** Null for whatever it is. */
  format: ImportFormat | null;
  /** LeRobot's feature to take observations from, where it is not the usual one. */
  feature?: string;
  /** Steps a second, where a file does not say. */
  fps?: number;
}

export type ImportReport =
  | { format: 'lerobot' | 'minari'; set: ImportedSet; logs: null }
  | { format: 'raw'; set: null; logs: LogVerdict[] };

/** How deep, and in how many folders, a set is looked for: exports hold theirs some levels down. */
const DEPTH = 4;
const MAX_FOLDERS = 500;

/** Take in what lies at a path; `workFolder` is where archives may be unpacked, for a while. */
export async function importFrom(
  store: Store,
  order: ImportOrder,
  workFolder: string,
  progress: (share: number) => void = () => {},
): Promise<ImportReport> {
  const work = mkdtempSync(join(workFolder, 'importing-'));
  try {
    const { format, at } = await located(resolve(order.path), order.format, work);
    if (format === 'raw') return { format, set: null, logs: await importRaceLogs(store, at, progress) };
    const reader = format === 'lerobot' ? await openLeRobot(at, order.feature) : await openMinari(at, order.fps);
    return { format, set: await importSet(store, reader, progress), logs: null };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

interface Place {
  format: ImportFormat;
  at: string;
}

async function located(path: string, wanted: ImportFormat | null, work: string): Promise<Place> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new ForeignError(shown(path), 'nothing', 'a folder or a file', 'Look at the path.');
  if (stat.isDirectory()) return found(path, wanted);
  const magic = firstBytes(path);
  if (magic.startsWith('PK\x03\x04')) {
    await unpackZip(path, work);
    return found(work, wanted);
  }
  const format = magic.startsWith('\x89HDF') ? 'minari' : magic === 'MIMICLOG' ? 'raw' : null;
  if (format !== null && (wanted ?? format) === format) return { format, at: path };
  throw new ForeignError(shown(path), format ?? 'an unknown kind of file', wanted ?? 'a zip, HDF5 or .mimiclog file');
}

function firstBytes(path: string): string {
  const file = new ImportFile(path);
  const bytes = file.part(0, Math.min(8, file.size));
  file.close();
  return String.fromCharCode(...bytes);
}

/** The one set in a folder or below it. */
function found(folder: string, wanted: ImportFormat | null): Place {
  const places: Place[] = [];
  let level = [folder];
  let looked = 0;
  for (let depth = 0; depth <= DEPTH && level.length > 0; depth++) {
    const next: string[] = [];
    for (const here of level) {
      if (++looked > MAX_FOLDERS) throw new ForeignError(shown(folder), `more than ${MAX_FOLDERS} folders`, 'one set');
      const place = placeIn(here);
      if (place && (wanted ?? place.format) === place.format) places.push(place);
      else next.push(...namesIn(here, 'folders').map((name) => join(here, name)));
    }
    level = next;
  }
  if (places.length === 1) return places[0]!;
  const got = places.length === 0 ? 'no set that is known' : `${places.length} sets`;
  throw new ForeignError(shown(folder), got, `one ${wanted ?? IMPORT_FORMATS.join(', ')} set`, 'Name its own folder.');
}

function placeIn(folder: string): Place | null {
  const files = namesIn(folder, 'files');
  const folders = namesIn(folder, 'folders');
  if (folders.includes('meta') && namesIn(join(folder, 'meta'), 'files').includes('info.json')) {
    return { format: 'lerobot', at: folder };
  }
  if (files.includes(RAW_MANIFEST) && folders.includes('logs')) return { format: 'raw', at: folder };
  return files.includes('main_data.hdf5') ? { format: 'minari', at: join(folder, 'main_data.hdf5') } : null;
}
