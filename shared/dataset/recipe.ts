import { z } from 'zod';
import { DEFAULT_CAR } from '../vehicle/cars.ts';

/** What a dataset is made of: the question whose answer, at one moment, is a fixed list of laps. */
export const recipeSchema = z.object({
  trackId: z.string().min(1).max(64),
  /** A policy drives one car, so a dataset holds laps of one. */
  car: z.string().min(1).max(64).default(DEFAULT_CAR),
  /** Whose laps; empty for everybody's. */
  drivers: z.array(z.string().min(1).max(64)).max(64).default([]),
  /** Only from these episodes. */
  episodes: z.array(z.string().min(1).max(64)).max(500).optional(),
  /** Laps without an off-track, fall or wrong way only. */
  clean: z.boolean().default(true),
  /** Laps with another car within 10 m too: a clone that cannot see cars learns nothing from them. */
  inTraffic: z.boolean().default(false),
  /** At most so many laps of each driver, the newest first. */
  laps: z.int().min(1).max(200).default(50),
});
export type Recipe = z.infer<typeof recipeSchema>;

/** An episode as the store lists it: what choosing laps from it takes. */
export interface EpisodeEntry {
  id: string;
  raceId: string;
  trackId: string;
  /** Id of the car's specification. */
  vehicle: string;
  driver: { id: string; kind: 'human' | 'scripted' | 'policy' };
  /** Index into the log's cars, and the tick at which this driver took the wheel. */
  car: number;
  firstTick: number;
  /** ISO 8601. */
  startedAt: string;
  physics: number;
  laps: readonly { number: number; timeMs: number; clean: boolean; inTraffic: boolean; partial: boolean }[];
}

/** One lap of a dataset. */
export interface ChosenLap {
  episodeId: string;
  driverId: string;
  /** 1 for the first lap after lights out. */
  number: number;
}

/**
 * The laps a recipe names, drivers in order of their ids, each driver's laps newest first in and oldest first out.
 *
 * Laps of policies are never demonstrations: a clone of a clone says nothing about a person.
 */
export function chooseLaps(recipe: Recipe, episodes: readonly EpisodeEntry[]): ChosenLap[] {
  const wanted = episodes.filter(
    (episode) =>
      episode.trackId === recipe.trackId &&
      episode.vehicle === recipe.car &&
      episode.driver.kind !== 'policy' &&
      (recipe.drivers.length === 0 || recipe.drivers.includes(episode.driver.id)) &&
      (!recipe.episodes || recipe.episodes.includes(episode.id)),
  );
  const newestFirst = wanted.sort(
    // Episodes of one race began together; in it a driver may have left the wheel and come back.
    (a, b) => compare(b.startedAt, a.startedAt) || b.firstTick - a.firstTick || compare(a.id, b.id),
  );
  const drivers = [...new Set(newestFirst.map((episode) => episode.driver.id))].sort();
  return drivers.flatMap((driverId) =>
    newestFirst
      .filter((episode) => episode.driver.id === driverId)
      .flatMap((episode) => eligible(recipe, episode).reverse())
      .slice(0, recipe.laps)
      .reverse(),
  );
}

/** Whole laps alone: one that changed hands shows nobody's driving. */
function eligible(recipe: Recipe, episode: EpisodeEntry): ChosenLap[] {
  return episode.laps
    .filter((lap) => !lap.partial && (lap.clean || !recipe.clean) && (!lap.inTraffic || recipe.inTraffic))
    .map((lap) => ({ episodeId: episode.id, driverId: episode.driver.id, number: lap.number }));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
