import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TakeawayResult } from '../../shared/wire/rights.ts';
import { LapsGone } from '../store/datasets.ts';
import type { Store } from '../store/tables.ts';
import { zipFolder } from './archive.ts';
import { writeTakeaway } from './takeaway.ts';

/** Of the whole work, what reading the races is; the rest is the archive. */
const READING = 0.9;
/** An archive is for whoever asked for it just now. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** One archive a person under DATA_DIR/takeaways, for a day, or until somebody takes laps back. */
export class TakeawayFiles {
  private readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'takeaways');
  }

  /** Where a driver's archive lies; null while there is none. `driverId` is an id that the store knows. */
  find(driverId: string): string | null {
    this.dropOld();
    const path = this.pathOf(driverId);
    return existsSync(path) ? path : null;
  }

  /** Make a driver's archive anew; it appears once it is whole, and not when its laps were taken back meanwhile. */
  async make(store: Store, driverId: string, progress: (share: number) => void = () => {}): Promise<TakeawayResult> {
    mkdirSync(this.folder, { recursive: true });
    const work = mkdtempSync(join(this.folder, `making-${driverId}-`));
    try {
      const content = join(work, 'content');
      mkdirSync(content);
      const written = await writeTakeaway(store, driverId, content, (share) => progress(share * READING));
      const archive = join(work, 'archive.zip');
      zipFolder(content, archive);
      const { size: bytes } = statSync(archive);
      renameSync(archive, this.pathOf(driverId));
      return { ...written, bytes };
    } catch (error) {
      // A deletion removes what is in the making.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw new LapsGone('Laps were taken back while the archive was made. Ask for it again.');
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }

  private dropOld(): void {
    if (!existsSync(this.folder)) return;
    for (const name of readdirSync(this.folder)) {
      const path = join(this.folder, name);
      const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.NaN);
      if (age > KEPT_MS) rmSync(path, { recursive: true, force: true });
    }
  }

  private pathOf(driverId: string): string {
    return join(this.folder, `${driverId}.zip`);
  }
}
