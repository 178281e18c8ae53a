import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from '../../shared/training/checkpoint.ts';

/** In DATA_DIR. What lies here was made from people's laps and goes with them (server/episode/forgetting.ts). */
const CHECKPOINTS = 'checkpoints';
/** Of trainings that nobody went on with. */
const FORGOTTEN_AFTER_MS = 14 * 24 * 3600 * 1000;
const ENDING = '.checkpoint';

/** Where one training is kept while it runs: the last whole state, whenever the process ends. */
export class CheckpointFile {
  readonly path: string;
  private readonly folder: string;
  private readonly about: unknown;
  private readonly unfinished: string;

  /** @param about what is trained, to be read from the file alone. */
  constructor(dataDir: string, name: string, about?: unknown) {
    this.about = about;
    this.folder = join(dataDir, CHECKPOINTS);
    this.path = join(this.folder, `${name}${ENDING}`);
    this.unfinished = `${this.path}.${process.pid}`;
  }

  /** Null when there is none, or none that can be read: then the training begins anew. */
  read(): Checkpoint | null {
    try {
      return existsSync(this.path) ? decodeCheckpoint(readFileSync(this.path)) : null;
    } catch {
      return null;
    }
  }

  /** The new state is whole on the disk before it takes the place of the old one. */
  write(checkpoint: Checkpoint): void {
    mkdirSync(this.folder, { recursive: true });
    const file = openSync(this.unfinished, 'w');
    try {
      const bytes = encodeCheckpoint({ ...checkpoint, about: this.about });
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(this.unfinished, this.path);
  }

  /** On a disk that is full a training goes on without, and would begin a little earlier. */
  tryWrite(checkpoint: Checkpoint): void {
    try {
      this.write(checkpoint);
    } catch {
      rmSync(this.unfinished, { force: true });
    }
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}

/** Names of all that are kept. */
export function checkpointNames(dataDir: string): string[] {
  const folder = join(dataDir, CHECKPOINTS);
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(ENDING));
  return files.map((file) => file.slice(0, -ENDING.length));
}

/**
 * Tidy up at the start of a server: files of jobs that are no more, halves of files, and trainings on the command line
 * that nobody has gone on with for two weeks. One of those may run just now, and end while this looks.
 */
export function removeOtherCheckpoints(dataDir: string, wanted: ReadonlySet<string>): void {
  const folder = join(dataDir, CHECKPOINTS);
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder)) {
    const path = join(folder, file);
    const whole = file.endsWith(ENDING);
    const isWanted = file.startsWith('job-')
      ? whole && wanted.has(file.slice(0, -ENDING.length))
      : (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > Date.now() - FORGOTTEN_AFTER_MS;
    if (!isWanted) rmSync(path, { force: true });
  }
}
