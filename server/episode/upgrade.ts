import { upgradeLog } from '../../shared/episode/upgrade.ts';
import { PHYSICS } from '../../shared/race/constants.ts';
import { readLog, replaceLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';

/** What an upgrade did: races whose logs now hold their states, and races that did not replay and stay as they are. */
export interface Upgraded {
  upgraded: string[];
  failed: string[];
}

/** Store the states of every closed race of this build's physics, before the physics is raised. */
export async function upgradeRaces(store: Store, progress?: (done: number, of: number) => void): Promise<Upgraded> {
  const races = await store
    .selectFrom('race')
    .select('id')
    .where('status', 'in', ['complete', 'interrupted'])
    .where('physics', '=', PHYSICS)
    .where('header', 'not like', '%"replay":"states"%')
    .execute();
  const result: Upgraded = { upgraded: [], failed: [] };
  for (const [done, { id }] of races.entries()) {
    progress?.(done, races.length);
    const { log, track } = await readLog(store, id);
    const upgraded = upgradeLog(log, track);
    if (upgraded) await store.transaction().execute((transaction) => replaceLog(transaction, upgraded));
    (upgraded ? result.upgraded : result.failed).push(id);
  }
  progress?.(races.length, races.length);
  return result;
}
