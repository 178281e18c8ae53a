import type { Command } from 'commander';
import type { HANDS } from '../../shared/driver/hands.ts';
import type { SKILLS } from '../../shared/driver/skill.ts';
import { logTicks } from '../../shared/episode/log.ts';
import { verifyLog } from '../../shared/episode/resimulate.ts';
import { CARS } from '../../shared/vehicle/cars.ts';
import { upgradeRaces } from '../episode/upgrade.ts';
import { openStore } from '../store/database.ts';
import { episodesOfRace, listEpisodes, publicEpisode } from '../store/episodes.ts';
import { readLog } from '../store/races.ts';
import { demonstrate, scriptedName } from './demonstration.ts';
import { CommandError, lapTime, openTerminal, table } from './terminal.ts';
import { trackCalled } from './trackfolder.ts';

interface DemonstrationOptions {
  track: string;
  car: string;
  hands: (typeof HANDS)[number];
  skill: (typeof SKILLS)[number];
  laps: number;
  seed: number;
  session: number;
  behind: number;
}

export async function runDemonstration(options: DemonstrationOptions, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const track = trackCalled(options.track, terminal.dataDir);
  const spec = CARS.get(options.car)!;
  const bar = terminal.progress('Driving');
  const raceId = await demonstrate(terminal.dataDir, { ...options, track, spec }, bar.update).finally(bar.stop);
  const store = await openStore(terminal.dataDir);
  const own = scriptedName(options);
  const episode = (await episodesOfRace(store, raceId)).find(({ driver }) => driver.id === own);
  await store.destroy();
  if (episode === undefined) throw new CommandError(`Race ${raceId} left no episode. Run "mimic episode verify".`);
  const laps = episode.laps.map(
    (lap) => `  lap ${lap.number}  ${lapTime(lap.timeMs)}${lap.clean ? '' : '  not clean'}`,
  );
  terminal.print(publicEpisode(episode), [
    `${episode.driver.id} on ${track.id}: episode ${episode.id}, race ${raceId}`,
    ...laps,
  ]);
}

export async function listRecorded(
  options: { track?: string; driver?: string; limit: number },
  command: Command,
): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const store = await openStore(terminal.dataDir);
  const { items, next } = await listEpisodes(store, options);
  await store.destroy();
  const rows = items.map(({ id, raceId, trackId, driver, laps, status }) => [
    ...[id, raceId, trackId, driver.id, driver.kind],
    `${laps.filter((lap) => lap.clean).length}/${laps.length}`,
    status,
  ]);
  const heading = ['episode', 'race', 'track', 'driver', 'kind', 'clean laps', 'status'];
  terminal.print({ items: items.map(publicEpisode), next }, table([heading, ...rows]));
}

export async function upgradeAll(_: unknown, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const store = await openStore(terminal.dataDir);
  const bar = terminal.progress('Upgrading');
  const result = await upgradeRaces(store, (done, of) => bar.update(done / Math.max(1, of)));
  bar.stop();
  await store.destroy();
  const failed = result.failed.map((raceId) => `${raceId}: does not replay, left as it is.`);
  terminal.print(result, [...failed, `${result.upgraded.length} races hold their states now.`]);
  if (failed.length > 0) process.exitCode = 1;
}

export async function verifyAll(_: unknown, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const store = await openStore(terminal.dataDir);
  const races = await store
    .selectFrom('race')
    .select('id')
    .where('status', '!=', 'running')
    .orderBy('started_at')
    .execute();
  const bar = terminal.progress('Verifying');
  const items = [];
  for (const [i, { id }] of races.entries()) {
    items.push(await verifyRace(store, id));
    bar.update((i + 1) / races.length);
  }
  bar.stop();
  await store.destroy();
  const bad = items.filter((item) => !item.verified);
  const words = bad.map(({ raceId, reason }) => `${raceId}: ${reason}`);
  terminal.print({ items, next: null }, [
    ...words,
    `${items.length - bad.length} of ${items.length} races replay to their own hashes.`,
  ]);
  if (bad.length > 0) process.exitCode = 1;
}

export async function replay(raceId: string, options: { verify?: boolean }, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const store = await openStore(terminal.dataDir);
  const result = await verifyRace(store, raceId);
  await store.destroy();
  if (result.ticks === 0) throw new CommandError(`Race ${raceId} cannot be replayed: ${result.reason}`);
  const told = result.verified ? `${result.ticks} ticks, every state hash the same.` : String(result.reason);
  terminal.print(result, [`Race ${raceId}: ${told}`]);
  if (options.verify && !result.verified) process.exitCode = 1;
}

interface Verdict {
  raceId: string;
  verified: boolean;
  ticks: number;
  /** Null when verified. */
  reason: string | null;
}

async function verifyRace(store: Awaited<ReturnType<typeof openStore>>, raceId: string): Promise<Verdict> {
  try {
    const { log, track } = await readLog(store, raceId);
    const { verified, mismatches } = verifyLog(log, track);
    const [first] = mismatches;
    const reason = first ? `tick ${first.tick}: got ${first.got}, expected ${first.expected}` : null;
    return { raceId, verified, ticks: logTicks(log), reason };
  } catch (error) {
    return { raceId, verified: false, ticks: 0, reason: (error as Error).message };
  }
}
