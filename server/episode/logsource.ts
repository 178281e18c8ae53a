import type { LogSource } from '../../shared/dataset/source.ts';
import type { RaceLog } from '../../shared/episode/log.ts';
import type { Track } from '../../shared/track/track.ts';
import { openStoreReadOnly } from '../store/database.ts';
import { readLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';

/** Logs from the store of `dataDir`, which must exist, over a connection that cannot write. For worker threads. */
export class StoredLogSource implements LogSource {
  private readonly store: Store;

  constructor(dataDir: string) {
    this.store = openStoreReadOnly(dataDir);
  }

  log(raceId: string): Promise<{ log: RaceLog; track: Track }> {
    return readLog(this.store, raceId);
  }

  async close(): Promise<void> {
    await this.store.destroy();
  }
}
