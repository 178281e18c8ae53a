import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import type { Transitions } from '../../shared/dataset/transitions.ts';
import { observationNames } from '../../shared/observation/spec.ts';
import { type ExportFrame, type ExportWriter, taskOf } from './exportwriter.ts';
import { Hdf5File, writeInteger, writeNumber, writeText, writeValues } from './hdf5file.ts';

/** The version of Minari whose storage this is. */
const MINARI_VERSION = '0.5.3';
/** No number of an observation is larger; boxes need bounds that JSON can hold. */
const BOUND = 1e9;

/**
 * Minari's HDF5 storage: an episode is a lap with T + 1 observations, T actions, and an end by truncation, since the race
 * goes on after the line. `metadata.json` stands inside `data/`.
 */
export class MinariWriter implements ExportWriter {
  private readonly frame: ExportFrame;
  private readonly folder: string;
  private readonly file: Hdf5File;
  private episodes = 0;
  private steps = 0;
  private readonly authors = new Set<string>();

  static async open(frame: ExportFrame): Promise<MinariWriter> {
    const folder = join(frame.folder, 'mimic-gp', `${frame.slug}-v0`, 'data');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(frame.folder, 'mimic-gp/namespace_metadata.json'), '{}');
    return new MinariWriter(frame, folder, await Hdf5File.create(join(folder, 'main_data.hdf5')));
  }

  private constructor(frame: ExportFrame, folder: string, file: Hdf5File) {
    this.frame = frame;
    this.folder = folder;
    this.file = file;
  }

  add(lap: RecordedLap, { steps, width, observations, actions, rewards }: Transitions): void {
    const group = this.file.root.create_group(`episode_${this.episodes}`);
    writeInteger(group, 'id', this.episodes);
    writeInteger(group, 'total_steps', steps);
    writeValues(group, 'observations', observations, [steps + 1, width]);
    writeValues(group, 'actions', actions, [steps, 2]);
    writeValues(group, 'rewards', Float64Array.from(rewards), [steps]);
    writeValues(group, 'terminations', new Uint8Array(steps), [steps]);
    writeValues(group, 'truncations', lastIs(steps), [steps]);
    for (const [name, value] of Object.entries(rewardFigures(rewards))) writeNumber(group, name, value);
    writeText(group, 'driver_id', lap.driverId);
    writeText(group, 'episode_id', lap.episodeId);
    writeNumber(group, 'lap_time_ms', lap.timeMs);
    this.authors.add(lap.driverId);
    this.episodes++;
    this.steps += steps;
    if (this.episodes % 100 === 0) this.file.flush();
  }

  finish(): void {
    this.file.close();
    const size = statSync(join(this.folder, 'main_data.hdf5')).size;
    writeFileSync(join(this.folder, 'metadata.json'), JSON.stringify(this.metadata(size), null, 2));
  }

  private metadata(bytes: number): Record<string, unknown> {
    const { slug, card, observation, rate } = this.frame;
    const names = observationNames(observation);
    return {
      data_format: 'hdf5',
      dataset_id: `mimic-gp/${slug}-v0`,
      total_episodes: this.episodes,
      total_steps: this.steps,
      minari_version: MINARI_VERSION,
      observation_space: box(names.length, -BOUND, BOUND),
      action_space: box(2, -1, 1),
      dataset_size: Math.round(bytes / 1e5) / 10,
      author: [...this.authors],
      algorithm_name: 'demonstrations',
      description:
        `${taskOf(this.frame)} ${rate} steps a second; actions are steer and pedal; the reward is metres of road ` +
        `gained. Observation: ${names.join(', ')}. Content ${card.id}, physics ${card.physics}.`,
      mimic_gp: {
        ...{ dataset: slug, content: card.id, physics: card.physics, track: card.trackId, observation, fps: rate },
        ...{ observation_names: names, action_names: ['steer', 'pedal'] },
      },
    };
  }
}

/** Spaces are text that holds JSON. */
const box = (size: number, low: number, high: number): string =>
  JSON.stringify({
    ...{ type: 'Box', dtype: 'float32', shape: [size] },
    ...{ low: new Array(size).fill(low), high: new Array(size).fill(high) },
  });

function lastIs(steps: number): Uint8Array {
  const ends = new Uint8Array(steps);
  if (steps > 0) ends[steps - 1] = 1;
  return ends;
}

function rewardFigures(rewards: Float32Array): Record<string, number> {
  const sum = rewards.reduce((total, reward) => total + reward, 0);
  const mean = sum / rewards.length;
  const spread = rewards.reduce((total, reward) => total + (reward - mean) * (reward - mean), 0);
  return {
    rewards_sum: sum,
    rewards_mean: mean,
    rewards_std: Math.sqrt(spread / rewards.length),
    rewards_min: rewards.reduce((a, b) => Math.min(a, b)),
    rewards_max: rewards.reduce((a, b) => Math.max(a, b)),
  };
}
