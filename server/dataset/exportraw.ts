import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetCard } from '../../shared/dataset/card.ts';
import { encodeLog } from '../../shared/episode/codec.ts';
import { type LogDriver, logTicks, type RaceLog } from '../../shared/episode/log.ts';
import { RaceLogRewriting } from '../../shared/episode/rewrite.ts';
import type { Track } from '../../shared/track/track.ts';
import { TICK_HZ } from '../../shared/units/units.ts';
import { otherWork } from '../episode/closing.ts';
import type { Dataset } from '../store/datasets.ts';
import { episodesOfRace, type StoredEpisode } from '../store/episodes.ts';
import { readLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';
import { NoLaps } from './collection.ts';
import type { ExportReport } from './export.ts';
import { byRace, type Leaving, mayLeave, nameOf } from './exportlaps.ts';
import { RAW_FORMAT, RAW_MANIFEST, type RawLog, type RawManifest } from './rawmanifest.ts';
import { slugOf } from './slug.ts';

/**
 * The race logs of a data set's laps: `manifest.json` and `logs/race-00001.mimiclog` …, each with every car whose people
 * all agreed, and without the others as if they had never been recorded. Clones stay: whoever they learned from was
 * asked about racing them, not about this.
 */
export async function exportRaceLogs(
  store: Store,
  dataset: Dataset,
  folder: string,
  leaving: Leaving,
  report: ExportReport,
  progress: (share: number) => void,
): Promise<void> {
  mkdirSync(join(folder, 'logs'));
  const logs: RawLog[] = [];
  const races = byRace(leaving.episodes);
  let done = 0;
  for (const raceId of races.keys()) {
    const all = await episodesOfRace(store, raceId);
    const chosenCars = new Set(races.get(raceId)!.map(({ car }) => car));
    const alone = await isPrivate(store, raceId);
    const kept = keptCars(all).filter((car) => !alone || chosenCars.has(car));
    const log = kept.length > 0 ? await rewritten(await readLog(store, raceId), kept, all) : null;
    const left = all.filter(({ car }) => kept.includes(car));
    const chosen = left.flatMap(({ id, car, laps }) =>
      laps
        .filter(({ number }) => leaving.laps.has(nameOf({ episodeId: id, number })))
        .map(({ number }) => ({ car: kept.indexOf(car), number })),
    );
    if (log && chosen.length > 0) {
      logs.push(writeLog(folder, log, chosen, logs.length + 1));
      report.laps += chosen.length;
      report.steps += logTicks(log) * log.header.cars.length;
    }
    progress(++done / races.size);
    await otherWork();
  }
  if (logs.length === 0) throw new NoLaps('No race log may leave: in every car sat somebody who did not agree.');
  report.withheld = (dataset.card as DatasetCard).laps.length - report.laps;
  report.seconds = report.steps / TICK_HZ;
  writeManifest(folder, dataset, logs);
}

/** Of a private session only the cars of the data set's own laps leave: whoever reads these may not read the others. */
async function isPrivate(store: Store, raceId: string): Promise<boolean> {
  const found = await store
    .selectFrom('race')
    .innerJoin('session', 'session.id', 'race.session_id')
    .select('session.private')
    .where('race.id', '=', raceId)
    .executeTakeFirst();
  return found?.private === 1;
}

/** Log indices of cars in which nobody ever sat who did not agree. */
function keptCars(episodes: readonly StoredEpisode[]): number[] {
  const cars = [...new Set(episodes.map(({ car }) => car))].sort((a, b) => a - b);
  return cars.filter((car) => episodes.every((episode) => episode.car !== car || mayLeave(episode)));
}

/** With what people allow now, and cars by their number; null for a log that does not replay. */
async function rewritten(
  { log, track }: { log: RaceLog; track: Track },
  kept: readonly number[],
  episodes: readonly StoredEpisode[],
): Promise<RaceLog | null> {
  const rewriting = new RaceLogRewriting(log, track, kept);
  while (rewriting.advance()) await otherWork();
  const left = rewriting.finish();
  if (!left) return null;
  const consents = new Map(episodes.map(({ driver, consent }) => [driver.id, consent]));
  const now = <Driver extends LogDriver>(driver: Driver): Driver => ({
    ...driver,
    consent: consents.get(driver.driverId) ?? driver.consent,
  });
  const cars = left.header.cars.map((car, k) => ({ ...now(car), id: `car-${k + 1}` }));
  const chunks = left.chunks.map((chunk) => ({
    ...chunk,
    events: chunk.events.map((event) => (event.kind === 'driver' ? { ...event, driver: now(event.driver) } : event)),
  }));
  return { header: { ...left.header, cars }, chunks };
}

function writeLog(folder: string, log: RaceLog, laps: RawLog['laps'], number: number): RawLog {
  const file = `logs/race-${String(number).padStart(5, '0')}.mimiclog`;
  const bytes = encodeLog(log);
  writeFileSync(join(folder, file), bytes);
  return {
    file,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    ticks: logTicks(log),
    trackHash: log.header.trackHash,
    drivers: log.header.cars.map(({ driverId, kind }) => ({ id: driverId, kind })),
    laps,
  };
}

function writeManifest(folder: string, dataset: Dataset, logs: RawLog[]): void {
  const card = dataset.card as DatasetCard;
  const manifest: RawManifest = {
    format: RAW_FORMAT,
    dataset: { name: slugOf(dataset), content: card.id },
    physics: card.physics,
    logs,
  };
  writeFileSync(join(folder, RAW_MANIFEST), JSON.stringify(manifest, null, 2));
  const lines = [
    `# ${slugOf(dataset)}`,
    `${logs.length} race logs of Mimic GP, physics ${card.physics}, track ${card.trackId}. Content ${card.id}.`,
    'A log holds the frames that were applied to each car, a keyframe and a hash of the state for every second, and the track. Drive them again and compare every hash: `npm run mimic -- import FOLDER --format raw`.',
    'Drivers are pseudonyms. Cars of people who did not agree to an export are not in these logs; where one of them touched a car that is, the log holds the state of that car.',
    'A person can still take their laps back on the server that made this; copies that were downloaded cannot be recalled.',
  ];
  writeFileSync(join(folder, 'README.md'), `${lines.join('\n\n')}\n`);
}
