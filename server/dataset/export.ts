import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { type ExportFormat, type ExportRate, transitionsOf } from '../../shared/dataset/transitions.ts';
import type { CameraName } from '../../shared/observation/camera.ts';
import { observationCalled } from '../../shared/observation/named.ts';
import { seesTraffic } from '../../shared/observation/spec.ts';
import type { Track } from '../../shared/track/track.ts';
import { otherWork } from '../episode/closing.ts';
import type { Dataset } from '../store/datasets.ts';
import { readLog } from '../store/races.ts';
import type { Store } from '../store/tables.ts';
import { cardOf, NoLaps } from './collection.ts';
import { writeExportCard } from './exportcard.ts';
import { type Leaving, lapsByRace, lapsThatLeave } from './exportlaps.ts';
import { exportRaceLogs } from './exportraw.ts';
import type { ExportFrame, ExportWriter } from './exportwriter.ts';
import { slugOf } from './slug.ts';

export interface ExportOrder {
  format: ExportFormat;
  rate: ExportRate;
  /** What each step observes, by the names of shared/observation/named.ts. */
  observation: string;
  /** Cameras whose pictures go along, with the other cars in them; LeRobot alone has columns for those. */
  images: readonly CameraName[];
}

/** What was written, and what was not. */
export interface ExportReport {
  dataset: string;
  format: ExportFormat;
  laps: number;
  /** Rows; of raw logs, ticks of all cars. */
  steps: number;
  /** Seconds of driving. */
  seconds: number;
  /** Laps of people who did not agree that theirs leave this server. */
  withheld: number;
  /** Laps left out because observation or pictures hold other cars and one in sight was not recorded. */
  unseen: number;
}

/** Each loaded when it is asked for: HDF5 alone takes 40 MB. */
const WRITERS: Record<Exclude<ExportFormat, 'raw'>, (frame: ExportFrame) => Promise<ExportWriter>> = {
  lerobot: async (frame) => new (await import('./lerobot.ts')).LeRobotWriter(frame),
  minari: async (frame) => (await import('./minari.ts')).MinariWriter.open(frame),
  robomimic: async (frame) => (await import('./robomimic.ts')).RobomimicWriter.open(frame),
  parquet: async (frame) => new (await import('./steptable.ts')).ParquetTableWriter(frame),
  csv: async (frame) => new (await import('./steptable.ts')).CsvTableWriter(frame),
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
  order: ExportOrder,
  progress: (share: number) => void = () => {},
): Promise<ExportReport> {
  const leaving = await lapsThatLeave(store, dataset);
  const { withheld } = leaving;
  const report = { dataset: dataset.id, format: order.format, laps: 0, steps: 0, seconds: 0, withheld, unseen: 0 };
  if (order.format === 'raw') await exportRaceLogs(store, dataset, folder, leaving, report, progress);
  else await exportSteps(store, dataset, folder, order, leaving, report, progress);
  return report;
}

/** All formats that hold steps: laps played again, seen with the eyes that were asked for. */
async function exportSteps(
  store: Store,
  dataset: Dataset,
  folder: string,
  { format, rate, observation: name, images }: ExportOrder,
  leaving: Leaving,
  report: ExportReport,
  progress: (share: number) => void,
): Promise<void> {
  if (images.length > 0 && format !== 'lerobot') {
    throw new NoLaps(`Pictures were asked for in ${format}: only LeRobot has columns for them.`);
  }
  const observation = observationCalled(name, await trackOf(store, leaving));
  const traffic = seesTraffic(observation) || images.length > 0;
  let writer: ExportWriter | null = null;
  let frame: ExportFrame | null = null;
  const begin = async ({ track, spec }: RecordedLap): Promise<ExportWriter> => {
    const card = cardOf(dataset);
    frame = { folder, slug: slugOf(dataset), card, track, spec, rate, observation, images };
    return WRITERS[format as keyof typeof WRITERS](frame);
  };
  for await (const lap of lapsByRace(store, leaving, traffic)) {
    if (traffic && lap.others === null) report.unseen++;
    else {
      writer ??= await begin(lap);
      const steps = transitionsOf(lap, observation, rate);
      await writer.add(lap, steps);
      report.laps++;
      report.steps += steps.steps;
      report.seconds += steps.steps / rate;
    }
    progress((report.laps + report.unseen) / leaving.laps.size);
    await otherWork();
  }
  if (writer === null || frame === null) {
    throw new NoLaps(`Of ${report.unseen} laps none tells of all cars in sight: export without traffic and pictures.`);
  }
  await writer.finish();
  writeExportCard(frame, report);
}

const trackOf = async (store: Store, { episodes }: Leaving): Promise<Track> =>
  (await readLog(store, episodes[0]!.raceId)).track;
