import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ForeignError } from '../../shared/dataset/foreign.ts';
import { decodeLog } from '../../shared/episode/codec.ts';
import { type LogDriver, logTicks, type RaceLog, type RaceLogCar } from '../../shared/episode/log.ts';
import { Resimulation } from '../../shared/episode/resimulate.ts';
import { buildTrack, type Track } from '../../shared/track/track.ts';
import { closeRace, otherWork } from '../episode/closing.ts';
import { episodesOfRace } from '../store/episodes.ts';
import { importedDriver } from '../store/imported.ts';
import { insertRace, replaceLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';
import { ImportFile, namesIn, readJson, shown } from './importfolder.ts';
import { RAW_MANIFEST, rawManifestSchema } from './rawmanifest.ts';

/** Largest log: some hours of a full grid. */
const MAX_LOG_BYTES = 256e6;
/** A log may be this far ahead of our clock. */
const CLOCK_SLIP_MS = 24 * 3600 * 1000;

/** What became of one log. */
export interface LogVerdict {
  file: string;
  /** The id under which it is kept here; null when it is not. */
  raceId: string | null;
  /** New here; or kept already, from before. */
  imported: boolean;
  ticks: number;
  laps: number;
  /** States that no driving gives, since a car that is not in the log touched one that is. */
  adopted: number;
  /** Null unless it was refused. */
  reason: string | null;
}

/** Where a race is from, as `race.origin` keeps it. */
interface Origin {
  importedAt: string;
  /** Of the log's bytes. */
  sha256: string;
  raceId: string;
}

/** Every log of an export of race logs, or one log by itself; each is taken in or refused on its own. */
export async function importRaceLogs(
  store: Store,
  path: string,
  progress: (share: number) => void = () => {},
): Promise<LogVerdict[]> {
  const files = logFiles(path);
  const verdicts: LogVerdict[] = [];
  for (const { path: file, sha256 } of files) {
    verdicts.push(await importLog(store, file, sha256));
    progress(verdicts.length / files.length);
  }
  return verdicts;
}

/** Of a folder exactly what its manifest names. */
function logFiles(path: string): { path: string; sha256: string | null }[] {
  if (!namesIn(path, 'files').includes(RAW_MANIFEST)) return [{ path, sha256: null }];
  const parsed = rawManifestSchema.safeParse(readJson(join(path, RAW_MANIFEST)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ForeignError(`${RAW_MANIFEST}, ${issue!.path.join('.')}`, issue!.message, 'an export of race logs');
  }
  const { logs } = parsed.data;
  if (new Set(logs.map(({ file }) => file)).size < logs.length) {
    throw new ForeignError(RAW_MANIFEST, 'a log twice', 'each log once');
  }
  return logs.map(({ file, sha256 }) => ({ path: join(path, file), sha256 }));
}

async function importLog(store: Store, path: string, expected: string | null): Promise<LogVerdict> {
  const verdict = { file: shown(path), raceId: null, imported: false, ticks: 0, laps: 0, adopted: 0, reason: null };
  try {
    const bytes = bytesOf(path);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (expected !== null && sha256 !== expected) throw new ForeignError('SHA-256 of the log', sha256, expected);
    const log = decodeLog(bytes);
    const adopted = log.chunks.reduce((sum, { adoptions }) => sum + adoptions.length, 0);
    const known = { ...verdict, ticks: logTicks(log), adopted };
    const kept = await keptAlready(store, log, sha256);
    if (kept) return { ...known, raceId: kept, laps: await lapsIn(store, kept) };
    const track = await verified(log);
    const raceId = await keep(store, log, track, sha256);
    return { ...known, raceId, imported: true, laps: await lapsIn(store, raceId) };
  } catch (error) {
    return { ...verdict, reason: error instanceof Error ? error.message.slice(0, 400) : String(error) };
  }
}

function bytesOf(path: string): Uint8Array {
  const file = new ImportFile(path, MAX_LOG_BYTES);
  try {
    return file.part(0, file.size);
  } finally {
    file.close();
  }
}

/** The race under which this log is here: from an import of the same bytes, or because it was driven here. */
async function keptAlready(store: Store, { header }: RaceLog, sha256: string): Promise<string | null> {
  const ids = [header.raceId, raceIdOf(sha256)];
  return (await store.selectFrom('race').select('id').where('id', 'in', ids).executeTakeFirst())?.id ?? null;
}

const raceIdOf = (sha256: string): string => `imported-${sha256.slice(0, 24)}`;

/** Whoever is in it agreed that it leaves, and driving it again gives every hash it holds. */
async function verified(log: RaceLog): Promise<Track> {
  const { header } = log;
  const closed = driversOf(log).find(
    ({ kind, consent }) => kind === 'human' && !(consent?.recorded && consent.exported),
  );
  if (closed) {
    throw new ForeignError('A driver of the log', 'a person who did not agree to an export', 'people who did');
  }
  if (!header.trackFile) throw new ForeignError('Race log', 'no track in it', 'the track it was driven on');
  if (header.replay === 'states') {
    throw new ForeignError('Race log', 'states instead of frames', 'frames, which can be driven again and compared');
  }
  if (Date.parse(header.startedAt) > Date.now() + CLOCK_SLIP_MS) {
    throw new ForeignError('Start of the race', header.startedAt, 'a time that has been');
  }
  const track = buildTrack(header.trackFile);
  if (track.hash !== header.trackHash || track.id !== header.trackId) {
    throw new ForeignError('Track of the log', `${track.id} ${track.hash}`, `${header.trackId} ${header.trackHash}`);
  }
  if (log.chunks.length === 0) throw new ForeignError('Race log', 'no tick', 'one or more');
  const simulation = new Resimulation(log, track);
  while (simulation.advance() && simulation.mismatches.length === 0) await otherWork();
  const [first] = simulation.mismatches;
  if (first) throw new ForeignError(`Driving it again, tick ${first.tick}`, first.got, first.expected);
  return track;
}

const driversOf = ({ header, chunks }: RaceLog): LogDriver[] => [
  ...header.cars,
  ...chunks.flatMap(({ events }) => events.flatMap((event) => (event.kind === 'driver' ? [event.driver] : []))),
];

/** As a race of this server's own, but for its id, its drivers' names, and that it says where it is from. */
async function keep(store: Store, log: RaceLog, _track: Track, sha256: string): Promise<string> {
  const raceId = raceIdOf(sha256);
  const cars = log.header.cars.map((car): RaceLogCar => ({ ...car, ...foreign(car) }));
  const chunks = log.chunks.map((chunk) => ({
    ...chunk,
    events: chunk.events.map((event) =>
      event.kind === 'driver' ? { ...event, driver: foreign(event.driver) } : event,
    ),
  }));
  const ours: RaceLog = { header: { ...log.header, raceId, cars }, chunks };
  const origin: Origin = { importedAt: new Date().toISOString(), sha256, raceId: log.header.raceId };
  await store.transaction().execute(async (transaction) => {
    await insertRace(transaction, ours.header, { id: 'import', pid: process.pid }, true);
    await replaceLog(transaction, ours);
    const row = { ticks: logTicks(ours), origin: JSON.stringify(origin) };
    await transaction.updateTable('race').set(row).where('id', '=', raceId).execute();
  });
  await closeRace(store, raceId, 'complete');
  return raceId;
}

/** A driver under the name of somewhere else; a clone's policy is not here. */
const foreign = <Driver extends LogDriver>({ driverId, kind, consent }: Driver): LogDriver => ({
  ...{ driverId: importedDriver(driverId), kind, policyId: null, consent },
});

async function lapsIn(store: Store, raceId: string): Promise<number> {
  return (await episodesOfRace(store, raceId)).reduce((sum, { laps }) => sum + laps.length, 0);
}
