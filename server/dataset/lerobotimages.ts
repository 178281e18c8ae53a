import { Beside } from '../../shared/dataset/beside.ts';
import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { STATE_WIDTH } from '../../shared/dataset/lap.ts';
import type { ExportRate } from '../../shared/dataset/transitions.ts';
import { Camera, type CameraName, IMAGE_HEIGHT, IMAGE_WIDTH } from '../../shared/observation/camera.ts';
import { TICK_HZ } from '../../shared/units/units.ts';
import { readState, restingState } from '../../shared/vehicle/state.ts';
import { type FeatureStats, statsOfHistogram } from './featurestats.ts';
import { encodePng } from './png.ts';

/** What HF's datasets call an image: its file, whole, and no path. */
export interface ImageCell {
  bytes: Uint8Array;
  path: null;
}

export const IMAGE_SHAPE: [number, number, number] = [IMAGE_HEIGHT, IMAGE_WIDTH, 3];

/** What one camera sees in each step of a lap, other cars included, and the statistics of its channels. */
export class CameraColumn {
  readonly name: string;
  private readonly camera: Camera;
  private readonly picture: Uint8Array;

  constructor(camera: CameraName) {
    this.name = `observation.images.${camera}`;
    this.camera = new Camera(camera);
    this.picture = new Uint8Array(IMAGE_WIDTH * IMAGE_HEIGHT);
  }

  /** The first `steps` steps at `rate`. */
  cells(lap: RecordedLap, steps: number, rate: ExportRate): { cells: ImageCell[]; stats: FeatureStats } {
    const { picture } = this;
    const beside = new Beside(lap);
    const state = restingState();
    const counts = new Float64Array(256);
    const cells = Array.from({ length: steps }, (_, t): ImageCell => {
      const tick = (t * TICK_HZ) / rate;
      readState(lap.states, tick * STATE_WIDTH, state);
      beside.at(tick);
      this.camera.draw(lap.track, state, picture, 0, beside);
      for (const value of picture) counts[value]++;
      return { bytes: encodePng(picture, IMAGE_WIDTH, IMAGE_HEIGHT), path: null };
    });
    return { cells, stats: statsOfHistogram(counts, steps, 3) };
  }
}
