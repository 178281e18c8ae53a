import type { Command } from 'commander';
import type { HANDS } from '../../shared/driver/hands.ts';
import type { SKILLS } from '../../shared/driver/skill.ts';
import { CARS } from '../../shared/vehicle/cars.ts';
import { upgradeRaces } from '../episode/upgrade.ts';
import { allRaces, checkFile, setAside, type Verdict, verifyRace } from '../episode/verify.ts';
import { openStore } from '../store/database.ts';
import { episodesOfRace, listEpisodes, publicEpisode } from '../store/episodes.ts';
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
  noise: number;
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
  const rows = items.map(({ id, raceId, trackId, driver, laps, ticks, gapTicks, status }) => [
    ...[id, raceId, trackId, driver.id, driver.kind],
    `${laps.filter((lap) => lap.clean).length}/${laps.length}`,
    ...[`${ticks}`, gapTicks > 0 ? `${gapTicks}` : '', status],
  ]);
  const heading = ['episode', 'race', 'track', 'driver', 'kind', 'clean laps', 'ticks', 'missing', 'status'];
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

/** Verify every race; what is damaged is named and, unless only a report is wanted, quarantined. */
export async function verifyAll(options: { reportOnly?: boolean }, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const store = await openStore(terminal.dataDir);
  const bar = terminal.progress('Verifying');
  const { races } = await store
    .selectFrom('race')
    .select(({ fn }) => fn.countAll<number>().as('races'))
    .executeTakeFirstOrThrow();
  const items: Verdict[] = [];
  for await (const raceId of allRaces(store)) {
    const verdict = await verifyRace(store, raceId);
    if (verdict.outcome === 'damaged' && !options.reportOnly) await setAside(store, verdict);
    items.push(verdict);
    bar.update(items.length / Math.max(1, races), `${items.length} of ${races} races`);
  }
  const file = await checkFile(store);
  bar.stop();
  await store.destroy();
  const of = (outcome: Verdict['outcome']) => items.filter((item) => item.outcome === outcome);
  const counts = { verified: of('verified').length, damaged: of('damaged').length, later: of('later').length };
  terminal.print({ items, next: null, ...counts, file }, [
    ...file.map((words) => `Database file: ${words}.`),
    ...of('damaged').flatMap((verdict) => damageWords(verdict, options.reportOnly === true)),
    ...of('later').map(({ raceId, reason }) => `Race ${raceId}: not verified. ${reason}`),
    `${counts.verified} of ${items.length} races replay to their own hashes.`,
  ]);
  if (counts.damaged > 0 || file.length > 0) process.exitCode = 1;
}

function damageWords({ raceId, damage }: Verdict, reportOnly: boolean): string[] {
  return damage.map(({ kind, reason, episodes }) => {
    const done = reportOnly ? '' : episodes.length > 1 ? ' They are quarantined.' : ' It is quarantined.';
    const whom = episodes.length > 0 ? ` Concerns ${episodes.join(', ')}.` : '';
    return `Race ${raceId}: ${kind}. ${reason.replace(/\.$/, '')}.${whom}${done}`;
  });
}

export async function replay(raceId: string, options: { verify?: boolean }, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const store = await openStore(terminal.dataDir);
  const result = await verifyRace(store, raceId);
  await store.destroy();
  if (result.outcome === 'later') throw new CommandError(`Race ${raceId} cannot be replayed: ${result.reason}`);
  const told = result.verified ? `${result.ticks} ticks, every state hash the same.` : String(result.reason);
  terminal.print(result, [`Race ${raceId}: ${told}`]);
  if (options.verify && !result.verified) process.exitCode = 1;
}
