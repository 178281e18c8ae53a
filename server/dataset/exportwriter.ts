import type { DatasetCard } from '../../shared/dataset/card.ts';
import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import type { ExportRate, Transitions } from '../../shared/dataset/transitions.ts';
import type { CameraName } from '../../shared/observation/camera.ts';
import type { ObservationSpec } from '../../shared/observation/spec.ts';
import type { Track } from '../../shared/track/track.ts';
import type { VehicleSpec } from '../../shared/vehicle/spec.ts';

/** What every file of an export is told about the whole. */
export interface ExportFrame {
  /** An existing, empty folder that the export fills. */
  folder: string;
  /** Name and version as a path may hold them. */
  slug: string;
  card: DatasetCard;
  track: Track;
  spec: VehicleSpec;
  rate: ExportRate;
  observation: ObservationSpec;
  /** Cameras whose pictures are columns too, in formats that have them. */
  images: readonly CameraName[];
}

/** One format: given the laps one by one, so that a data set of any size passes through little memory. */
export interface ExportWriter {
  add(lap: RecordedLap, steps: Transitions): Promise<void> | void;
  /** Whatever is only known at the end; the folder is whole after it. */
  finish(): Promise<void> | void;
}

/** A sentence that tells a lap's task to policies that are told one. */
export const taskOf = ({ track, spec }: Pick<ExportFrame, 'track' | 'spec'>): string =>
  `Drive one lap of ${track.name.en} in the ${spec.name}.`;
