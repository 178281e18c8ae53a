import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eraseDeleted, rebuild, StillThere } from '../store/erase.ts';
import type { Store } from '../store/tables.ts';
import { noTraces, type Traces } from '../store/traces.ts';
import {
  type Forgotten,
  forgetDriver,
  forgetEpisode,
  forgetSession,
  goneDriversIn,
  withdrawnDrivers,
} from './deletion.ts';

/** Whose laps go: a driver's, one episode's, or all of a session. */
export interface WhatToForget {
  driverId?: string;
  episodeId?: string;
  sessionId?: string;
}

/** Stands in the folder of the data while deleted bytes may still lie in its files. */
const MARK = 'erasing';
/** Archives of data sets, and of single people by their ids; either can be made again. */
const EXPORTS = 'exports';
/** Trainings in their middle (training/checkpointfile.ts); one whose laps are still there writes its own again. */
const CHECKPOINTS = 'checkpoints';
const TAKEAWAYS = 'takeaways';

/**
 * What is done when laps are taken back: out of the store, out of the files made from it, then out of the bytes. One
 * deletion at a time, and none while a race is being closed; the caller sees to that.
 */
export class Forgetting {
  private readonly store: Store;
  private readonly dataDir: string;
  private readonly onTaken: (gone: Forgotten['gone']) => void;
  private traces = noTraces();
  /** Something was deleted whose bytes may still lie in the files. */
  bytesLeft: boolean;
  /** A process before this one ended in the middle, and what to look for went with it. */
  private unfinished: boolean;
  /** Drivers forgotten by this process: one of them may have been at a wheel whose log did not name them yet. */
  private readonly gone = new Set<string>();

  constructor(store: Store, dataDir: string, onTaken: (gone: Forgotten['gone']) => void = () => {}) {
    this.store = store;
    this.onTaken = onTaken;
    this.dataDir = dataDir;
    this.unfinished = existsSync(join(dataDir, MARK));
    this.bytesLeft = this.unfinished;
  }

  async forget(what: WhatToForget): Promise<Forgotten> {
    const mark = join(this.dataDir, MARK);
    const before = this.bytesLeft;
    this.bytesLeft = true;
    writeFileSync(mark, '');
    const owner = await this.ownerOf(what);
    const forgotten = await this.outOfStore(what, this.traces);
    if (what.driverId) this.gone.add(what.driverId);
    const { episodes, datasets, policies, pending } = forgotten;
    if (episodes + datasets + policies > 0 || pending.length === 0) {
      if (datasets > 0) putAway(this.dataDir, EXPORTS);
      putAway(this.dataDir, CHECKPOINTS);
      if (owner === null) putAway(this.dataDir, TAKEAWAYS);
      else removeTakeaway(this.dataDir, owner);
      this.onTaken(forgotten.gone);
    } else if (!before) {
      // Nothing can go yet: the race runs.
      this.bytesLeft = false;
      rmSync(mark, { force: true });
    }
    return forgotten;
  }

  /** Drivers who withdrew while a race of theirs was running. */
  async forgetWithdrawn(): Promise<void> {
    for (const driverId of await withdrawnDrivers(this.store)) await this.forget({ driverId });
  }

  /** A race has been closed: who was forgotten while it ran goes from it, too. */
  async forgetIn(raceId: string): Promise<void> {
    for (const driverId of await goneDriversIn(this.store, raceId, this.gone)) await this.forget({ driverId });
  }

  /** Resolves when what was deleted so far is in no file. */
  async erase(): Promise<void> {
    if (!this.bytesLeft) return;
    if (this.unfinished) await rebuild(this.store);
    this.unfinished = false;
    removeOwners(this.dataDir, this.traces.names);
    try {
      await eraseDeleted(this.store, this.dataDir, this.traces);
      this.done();
    } catch (error) {
      if (error instanceof StillThere) this.done();
      throw error;
    }
  }

  private done(): void {
    this.traces = noTraces();
    this.bytesLeft = false;
    rmSync(join(this.dataDir, MARK), { force: true });
  }

  /** Whose laps go; null for those of several people. */
  private async ownerOf({ driverId, episodeId }: WhatToForget): Promise<string | null> {
    if (driverId || !episodeId) return driverId ?? null;
    const episode = this.store.selectFrom('episode').select('driver_id').where('id', '=', episodeId);
    return (await episode.executeTakeFirst())?.driver_id ?? '';
  }

  private outOfStore({ driverId, episodeId, sessionId }: WhatToForget, traces: Traces): Promise<Forgotten> {
    if (driverId) return forgetDriver(this.store, driverId, traces);
    if (sessionId) return forgetSession(this.store, sessionId, traces);
    return forgetEpisode(this.store, episodeId!, traces);
  }
}

/** Nobody stands beside the tracks they added any more (server/race/trackshelf.ts); the tracks stay. */
function removeOwners(dataDir: string, names: readonly string[]): void {
  const folder = join(dataDir, 'tracks');
  if (names.length === 0 || !existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.owner'))) {
    const path = join(folder, name);
    if (names.includes(readFileSync(path, 'utf8').trim())) rmSync(path, { force: true });
  }
}

/**
 * Remove a folder of files that were made from laps. It is renamed first, so that whoever writes into it just now cannot
 * put anything in its place any more.
 */
function putAway(dataDir: string, name: string): void {
  const aside = join(dataDir, `${name}-${randomBytes(6).toString('hex')}`);
  try {
    renameSync(join(dataDir, name), aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  // Somebody may be writing in it until they notice.
  rmSync(aside, { recursive: true, force: true, maxRetries: 5 });
}

/** Remove one person's archive, made or in the making (dataset/takeawayfiles.ts); others hold none of their laps. */
function removeTakeaway(dataDir: string, owner: string): void {
  const folder = join(dataDir, TAKEAWAYS);
  if (owner === '' || !existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((entry) => entry.includes(owner))) {
    rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
  }
}
