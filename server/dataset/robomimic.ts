import { join } from 'node:path';
import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { STATE_WIDTH } from '../../shared/dataset/lap.ts';
import type { Transitions } from '../../shared/dataset/transitions.ts';
import type { ExportFrame, ExportWriter } from './exportwriter.ts';
import { Hdf5File, writeInteger, writeNumber, writeText, writeValues } from './hdf5file.ts';

/** robomimic's HDF5: `data/demo_i`, with the split of the data set's card as filter keys under `mask/`. */
export class RobomimicWriter implements ExportWriter {
  private readonly frame: ExportFrame;
  private readonly file: Hdf5File;
  private readonly data: ReturnType<Hdf5File['root']['create_group']>;
  private readonly masks: { train: string[]; valid: string[] } = { train: [], valid: [] };
  private demos = 0;
  private samples = 0;

  static async open(frame: ExportFrame): Promise<RobomimicWriter> {
    return new RobomimicWriter(frame, await Hdf5File.create(join(frame.folder, `${frame.slug}.hdf5`)));
  }

  private constructor(frame: ExportFrame, file: Hdf5File) {
    this.frame = frame;
    this.file = file;
    this.data = file.root.create_group('data');
  }

  add(lap: RecordedLap, { steps, width, observations, states, actions, rewards }: Transitions): void {
    const name = `demo_${this.demos++}`;
    const demo = this.data.create_group(name);
    writeInteger(demo, 'num_samples', steps);
    writeText(demo, 'driver_id', lap.driverId);
    writeNumber(demo, 'lap_time_ms', lap.timeMs);
    writeValues(demo, 'actions', actions, [steps, 2]);
    writeValues(demo, 'rewards', Float64Array.from(rewards), [steps]);
    writeValues(demo, 'states', states.slice(0, steps * STATE_WIDTH), [steps, STATE_WIDTH]);
    const dones = new Uint8Array(steps);
    dones[steps - 1] = 1;
    writeValues(demo, 'dones', dones, [steps]);
    writeValues(demo.create_group('obs'), 'observation', observations.slice(0, steps * width), [steps, width]);
    writeValues(demo.create_group('next_obs'), 'observation', observations.slice(width), [steps, width]);
    this.samples += steps;
    this.masks[this.isHeldOut(lap) ? 'valid' : 'train'].push(name);
    if (this.demos % 100 === 0) this.file.flush();
  }

  finish(): void {
    const { track, spec, rate, observation, card } = this.frame;
    writeInteger(this.data, 'total', this.samples);
    const kwargs = { track: track.id, car: spec.id, rate, observation, physics: card.physics, content: card.id };
    writeText(this.data, 'env_args', JSON.stringify({ env_name: 'mimic-gp', env_type: 2, env_kwargs: kwargs }));
    const mask = this.file.root.create_group('mask');
    for (const [key, demos] of Object.entries(this.masks)) {
      if (demos.length > 0) mask.create_dataset({ name: key, data: demos });
    }
    this.file.close();
  }

  private isHeldOut({ episodeId, number }: RecordedLap): boolean {
    return this.frame.card.splits.validation.some((lap) => lap.episodeId === episodeId && lap.number === number);
  }
}
