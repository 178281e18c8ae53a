import type { Samples } from './samples.ts';

/**
 * Demonstrations from a file of another program: what was seen, what was done, and nothing that could drive. There is no
 * track, no car and no state, so they can be learned from and scored against open-loop only.
 */
export interface ForeignSet {
  format: ForeignFormat;
  /** What its file calls it. */
  name: string;
  /** Steps a second. */
  fps: number;
  /** What each number of an observation is called in its file. */
  observationNames: string[];
  episodes: number;
  steps: number;
}

export const FOREIGN_FORMATS = ['lerobot', 'minari'] as const;
export type ForeignFormat = (typeof FOREIGN_FORMATS)[number];

/** One episode: row t was seen, action t was done on seeing it. */
export interface ForeignEpisode {
  /** Whose it is, as its file says; empty where it does not. */
  driver: string;
  /** Episodes of one drive, such as laps of one race, have one group and are never split apart. */
  group: string;
  steps: number;
  /** [T · D] */
  observations: Float32Array;
  /** [T · 2]: steer and pedal in [−1, 1]. */
  actions: Float32Array;
}

/** Most that an imported set may hold; what claims more is refused before any of it is read. */
export const FOREIGN_LIMITS = { episodes: 20_000, steps: 20_000_000, width: 1024, values: 400_000_000, fps: 1000 };
/** Steps of one episode: four hours at 60 Hz. */
export const MAX_EPISODE_STEPS = 864_000;

/** A file that is not taken in; the message is for whoever brought it. */
export class ForeignError extends Error {
  override name = 'ForeignError';

  constructor(what: string, got: string | number, expected: string | number, next = 'Fetch or export it again.') {
    super(`${what}: got ${String(got).slice(0, 120)}, expected ${expected}. ${next}`);
  }
}

/** Whole numbers from files: refuses what is none, or out of bounds. */
export function countOf(what: string, value: unknown, low: number, high: number): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= low && number <= high) return number;
  throw new ForeignError(what, String(value), `a whole number from ${low} to ${high}`);
}

/** Bounds of a whole set, from what its file claims. */
export function checkSize({ episodes, steps, width }: { episodes: number; steps: number; width: number }): void {
  countOf('Episodes', episodes, 1, FOREIGN_LIMITS.episodes);
  countOf('Steps', steps, 1, FOREIGN_LIMITS.steps);
  countOf('Numbers in an observation', width, 1, FOREIGN_LIMITS.width);
  if (steps * (width + 2) > FOREIGN_LIMITS.values) {
    throw new ForeignError('Numbers in all', steps * (width + 2), `at most ${FOREIGN_LIMITS.values}`, 'Bring fewer.');
  }
}

/** How far beyond full lock an action may be, for the rounding of whoever wrote it. */
const ROUNDING = 1e-3;

/** Every number finite and every action within its range, or ForeignError with the episode. */
export function checkEpisode(at: number, { steps, observations, actions }: ForeignEpisode, width: number): void {
  if (observations.length !== steps * width || actions.length !== steps * 2) {
    throw new ForeignError(`Episode ${at}`, `${observations.length} and ${actions.length} numbers`, `${steps} rows`);
  }
  const bad = observations.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const where = `Episode ${at}, step ${Math.floor(bad / width)}, number ${bad % width} of its observation`;
    throw new ForeignError(where, observations[bad], 'a finite number');
  }
  const wild = actions.findIndex((value) => !(value >= -1 - ROUNDING && value <= 1 + ROUNDING));
  if (wild >= 0) {
    const where = `Episode ${at}, step ${Math.floor(wild / 2)}, ${wild % 2 === 0 ? 'steer' : 'pedal'}`;
    throw new ForeignError(where, actions[wild], 'a number from −1 to 1', 'Scale the actions to that range.');
  }
}

/** All steps of these episodes, in order. */
export function foreignSamples(episodes: readonly ForeignEpisode[], width: number): Samples {
  const size = episodes.reduce((sum, { steps }) => sum + steps, 0);
  const samples = { size, width, observations: new Float32Array(size * width), actions: new Float32Array(size * 2) };
  let at = 0;
  for (const { steps, observations, actions } of episodes) {
    samples.observations.set(observations, at * width);
    samples.actions.set(actions, at * 2);
    at += steps;
  }
  return samples;
}

/** Mean of (Δsteer² + Δpedal²) / 2 of doing in each step what was done in the step before; null without two steps. */
export function foreignPersistence(episodes: readonly Pick<ForeignEpisode, 'steps' | 'actions'>[]): number | null {
  let sum = 0;
  let count = 0;
  for (const { steps, actions } of episodes) {
    for (let t = 1; t < steps; t++) {
      const steer = actions[t * 2] - actions[t * 2 - 2];
      const pedal = actions[t * 2 + 1] - actions[t * 2 - 1];
      sum += (steer * steer + pedal * pedal) / 2;
      count++;
    }
  }
  return count > 0 ? sum / count : null;
}
