import type { DatasetCard } from '../../shared/dataset/card.ts';
import { lapsOfLog, type RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { type ExportFormat, type ExportRate, transitionsOf } from '../../shared/dataset/transitions.ts';
import { type ObservationSpec, observationSpecFor, seesTraffic } from '../../shared/observation/spec.ts';
import { otherWork } from '../episode/closing.ts';
import type { Dataset } from '../store/datasets.ts';
import { findEpisode, type StoredEpisode } from '../store/episodes.ts';
import { readLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';
import { NoLaps } from './collection.ts';
import { writeExportCard } from './exportcard.ts';
import type { ExportFrame, ExportWriter } from './exportwriter.ts';
import { LeRobotWriter } from './lerobot.ts';
import { MinariWriter } from './minari.ts';
import { RobomimicWriter } from './robomimic.ts';
import { slugOf } from './slug.ts';
import { CsvTableWriter, ParquetTableWriter } from './steptable.ts';

export interface ExportOrder {
  format: ExportFormat;
  rate: ExportRate;
  /** What each row observes; the track's own by default. */
  observation?: ObservationSpec;
}

/** What was written, and what its people did not allow to be. */
export interface ExportReport {
  dataset: string;
  format: ExportFormat;
  laps: number;
  steps: number;
  /** Seconds of driving. */
  seconds: number;
  /** Laps of people who did not agree that theirs leave this server. */
  withheld: number;
}

const WRITERS: Record<ExportFormat, (frame: ExportFrame) => ExportWriter | Promise<ExportWriter>> = {
  lerobot: (frame) => new LeRobotWriter(frame),
  minari: (frame) => MinariWriter.open(frame),
  robomimic: (frame) => RobomimicWriter.open(frame),
  parquet: (frame) => new ParquetTableWriter(frame),
  csv: (frame) => new CsvTableWriter(frame),
};

/**
 * Write a data set into an empty folder, one race at a time, so that its size costs no memory.
 *
 * Only laps whose person allowed it leave, under pseudonyms; scripted drivers are nobody. NoLaps when none may.
 */
export async function exportDataset(
  store: Store,
  dataset: Dataset,
  folder: string,
  { format, rate, observation }: ExportOrder,
  progress: (share: number) => void = () => {},
): Promise<ExportReport> {
  const card = dataset.card as DatasetCard;
  const episodes = await episodesOf(store, card);
  const allowed = [...episodes.values()].filter(mayLeave);
  const wanted = new Set(card.laps.filter((lap) => allowed.some(({ id }) => id === lap.episodeId)).map(nameOf));
  const withheld = card.laps.length - wanted.size;
  if (wanted.size === 0) {
    throw new NoLaps(`Of ${card.laps.length} laps none may leave: nobody in "${dataset.name}" agreed to an export.`);
  }
  const report: ExportReport = { dataset: dataset.id, format, laps: 0, steps: 0, seconds: 0, withheld };
  let writer: ExportWriter | null = null;
  let frame: ExportFrame | null = null;
  const traffic = observation !== undefined && seesTraffic(observation);
  for await (const lap of lapsByRace(store, allowed, wanted, traffic)) {
    if (frame === null || writer === null) {
      const seen = observation ?? observationSpecFor(lap.track);
      frame = { folder, slug: slugOf(dataset), card, track: lap.track, spec: lap.spec, rate, observation: seen };
      writer = await WRITERS[format](frame);
    }
    const steps = transitionsOf(lap, frame.observation, rate);
    await writer.add(lap, steps);
    report.laps++;
    report.steps += steps.steps;
    report.seconds += steps.steps / rate;
    progress(report.laps / wanted.size);
    await otherWork();
  }
  await writer!.finish();
  writeExportCard(frame!, report);
  return report;
}

const nameOf = ({ episodeId, number }: { episodeId: string; number: number }): string => `${episodeId} ${number}`;

/** A person's laps leave when they said so; a scripted driver's always may. */
const mayLeave = ({ driver, consent }: StoredEpisode): boolean =>
  driver.kind === 'scripted' || (driver.kind === 'human' && consent?.exported === true);

async function episodesOf(store: Store, card: DatasetCard): Promise<Map<string, StoredEpisode>> {
  const episodes = new Map<string, StoredEpisode>();
  for (const { episodeId } of card.laps) {
    if (episodes.has(episodeId)) continue;
    const episode = await findEpisode(store, episodeId);
    if (episode) episodes.set(episodeId, episode);
  }
  return episodes;
}

async function* lapsByRace(
  store: Store,
  episodes: readonly StoredEpisode[],
  wanted: ReadonlySet<string>,
  withOthers: boolean,
): AsyncGenerator<RecordedLap> {
  for (const raceId of [...new Set(episodes.map((episode) => episode.raceId))]) {
    const { log, track } = await readLog(store, raceId);
    const here = episodes.filter((episode) => episode.raceId === raceId);
    for (const lap of lapsOfLog(log, track, here, withOthers)) if (wanted.has(nameOf(lap))) yield lap;
  }
}
