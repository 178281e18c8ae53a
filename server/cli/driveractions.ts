import { copyFileSync, existsSync, rmSync } from 'node:fs';
import type { Command } from 'commander';
import { COPIES_STAY, type Kept } from '../../shared/wire/rights.ts';
import { TakeawayFiles } from '../dataset/takeawayfiles.ts';
import { Forgetting } from '../episode/forgetting.ts';
import { openStore } from '../store/database.ts';
import { keptOf } from '../store/kept.ts';
import type { Store } from '../store/tables.ts';
import { CommandError, openTerminal } from './terminal.ts';

/** A store's other writers may hold it for a while. */
const PATIENCE_MS = 60_000;

export async function showDriver(driverId: string, _options: unknown, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const kept = await withStore(terminal.dataDir, (store) => keptOrRefuse(store, driverId));
  terminal.print(kept, [
    `${driverId}, since ${kept.since}`,
    `${kept.laps} laps in ${kept.episodes} drives and ${kept.races} races`,
    ...kept.datasets.map(({ id, name, version, laps }) => `  dataset ${id}  ${name}, version ${version}: ${laps} laps`),
    ...kept.policies.map(({ id, trackId }) => `  policy ${id}  on ${trackId}`),
    ...kept.sessions.map(
      ({ code, name, eraseAt }) => `  session ${code}  ${name}${eraseAt ? `, erased ${eraseAt}` : ''}`,
    ),
    ...kept.choices.map(
      ({ at, version, recorded, shared, exported }) =>
        `  ${at}  text ${version}: recorded ${recorded}, shared ${shared}, exported ${exported}`,
    ),
  ]);
}

export async function takeAway(driverId: string, { out }: { out: string }, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  if (existsSync(out)) throw new CommandError(`--out: got "${out}", which is there; expected a file that is not.`);
  const bar = terminal.progress('Writing');
  const files = new TakeawayFiles(terminal.dataDir);
  const result = await withStore(terminal.dataDir, async (store) => {
    await keptOrRefuse(store, driverId);
    return files.make(store, driverId, bar.update);
  }).finally(bar.stop);
  const made = files.find(driverId)!;
  copyFileSync(made, out);
  rmSync(made);
  terminal.print({ driverId, out, ...result }, [
    `${out}: ${result.episodes} drives in ${result.races} races, ${(result.bytes / 1e6).toFixed(1)} MB`,
    ...result.unreadable.map((race) => `  race ${race} does not replay: it stands in everything.json alone`),
  ]);
}

export async function forget(driverId: string, { yes }: { yes?: true }, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const forgotten = await withStore(terminal.dataDir, async (store) => {
    const { laps, datasets, policies } = await keptOrRefuse(store, driverId);
    if (!yes) {
      const goes = `${laps} laps, ${datasets.length} datasets and ${policies.length} policies of ${driverId} would go`;
      throw new CommandError(`${goes}. ${COPIES_STAY} Say --yes to delete them.`);
    }
    const forgetting = new Forgetting(store, terminal.dataDir);
    const gone = await forgetting.forget({ driverId });
    await forgetting.erase();
    return gone;
  });
  const { laps, datasets, policies, pending } = forgotten;
  terminal.print({ driverId, ...forgotten, copies: COPIES_STAY }, [
    `${laps} laps, ${datasets} datasets and ${policies} policies of ${driverId} are gone. ${COPIES_STAY}`,
    ...(pending.length > 0 ? [`Still running: ${pending.join(', ')}. The server takes their car out at the end.`] : []),
  ]);
}

async function keptOrRefuse(store: Store, driverId: string): Promise<Kept> {
  const kept = await keptOf(store, driverId);
  if (kept) return kept;
  throw new CommandError(`There is no driver "${driverId}" here. "mimic episode list" names those who drove.`);
}

async function withStore<Result>(dataDir: string, work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openStore(dataDir, PATIENCE_MS);
  try {
    return await work(store);
  } finally {
    await store.destroy();
  }
}
