import { z } from 'zod';
import { DEFAULT_CAR } from '../vehicle/cars.ts';

/** Most laps that one dataset holds. */
export const MOST_LAPS = 20_000;

const idSchema = z.string().min(1).max(64);
const share = z.number().min(0).max(1);
const lapKeysSchema = z
  .array(z.strictObject({ episodeId: idSchema, number: z.int().min(1).max(10_000) }))
  .max(MOST_LAPS)
  .default([]);

/**
 * Limits on how a lap was driven; what is absent limits nothing. A number that was not measured (the latency of a log
 * from before it was noted, the novelty of a lap alone) breaks no limit: the card says for how many laps it is unknown.
 */
export const qualityLimitsSchema = z.strictObject({
  maxFalls: z.int().min(0).optional(),
  maxOffTracks: z.int().min(0).optional(),
  /** Ticks in which the car touched something. */
  maxContacts: z.int().min(0).optional(),
  /** Share of ticks whose frame was made up because none had arrived. */
  maxStarvedShare: share.optional(),
  /** Share of ticks with neither steer nor pedal. */
  maxIdleShare: share.optional(),
  /** Steering reversals a minute. */
  maxReversals: z.number().min(0).optional(),
  /** Times the median lap of what is otherwise taken. */
  slowest: z.number().min(1).max(100).optional(),
  /** Metres from the nearest other line. */
  maxNovelty: z.number().min(0).optional(),
  /** Median round trip to the driver, in milliseconds. */
  maxLatencyMs: z.number().min(0).optional(),
  /** False leaves out laps that went the wrong way, where laps that are not clean are taken. */
  wrongWay: z.boolean().optional(),
});
export type QualityLimits = z.infer<typeof qualityLimitsSchema>;

/** The fields of a recipe; `recipeSchema` adds what must hold between them. */
export const recipeFields = z.object({
  trackId: idSchema,
  /** A policy drives one car, so a dataset holds laps of one. */
  car: z.string().min(1).max(64).default(DEFAULT_CAR),
  /** Whose laps; empty for everybody's. */
  drivers: z.array(idSchema).max(1000).default([]),
  /** Only laps that were driven for these sessions, by their ids; empty for all. */
  sessions: z.array(idSchema).max(100).default([]),
  /** Only from these episodes. */
  episodes: z.array(idSchema).max(MOST_LAPS).optional(),
  /** Laps without an off-track, fall or wrong way only. */
  clean: z.boolean().default(true),
  /** Laps with another car within 10 m too: a clone that cannot see cars learns nothing from them. */
  inTraffic: z.boolean().default(false),
  quality: qualityLimitsSchema.default({}),
  /** Only laps driven by one kind of hands: keys press full or not at all, a stick everything between. */
  style: z.enum(['keys', 'stick']).optional(),
  /** At most so many laps of each driver, the newest first. */
  laps: z.int().min(1).max(MOST_LAPS).default(50),
  /**
   * Nobody's and nothing's laps drown the others: `drivers` caps everybody alike (see capOf in choice.ts), `styles`
   * takes as many laps driven by keys as by stick.
   */
  balance: z.enum(['none', 'drivers', 'styles']).default('none'),
  /** Laps that stay out, whatever else holds. */
  except: lapKeysSchema,
  /** Laps to keep for validation instead of those that chance would draw. */
  heldOut: lapKeysSchema,
  /** Whether laps that somebody marked "left-out" stay out. */
  marks: z.enum(['respect', 'ignore']).default('respect'),
  /** `frames` cuts laps into ticks and shows what is wrong with that: nothing is trained on it. */
  split: z.enum(['whole', 'frames']).default('whole'),
});

/** Some fields of a recipe, without defaults for the others: what a subset asks of the laps of a dataset. */
export const recipePartSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(recipeFields.omit({ trackId: true, car: true }).shape).map(([field, schema]) => [
      field,
      (schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema).optional(),
    ]),
  ),
) as unknown as z.ZodType<Partial<Omit<Recipe, 'trackId' | 'car'>>>;

/** What contradicts itself in a recipe, in words for whoever wrote it; null for nothing. */
export function contradictionIn(recipe: Pick<Recipe, 'style' | 'balance' | 'split' | 'heldOut'>): string | null {
  if (recipe.style !== undefined && recipe.balance === 'styles')
    return 'Got one style and a balance between styles, expected one of them. Leave one out';
  if (recipe.split === 'frames' && recipe.heldOut.length > 0)
    return 'Got laps to hold out and a split by frames, expected one of them. Leave one out';
  return null;
}

/** What a dataset is made of: the question whose answer, at one moment, is a fixed list of laps. */
export const recipeSchema = recipeFields.superRefine((recipe, context) => {
  const message = contradictionIn(recipe);
  if (message) context.addIssue({ code: 'custom', message });
});
export type Recipe = z.infer<typeof recipeFields>;
/** A recipe as it may be written down: what is left out has its default. */
export type RecipeInput = z.input<typeof recipeFields>;

/** Whether the numbers of lap_quality take part in the choice. */
export function asksForQuality({ quality, style, balance }: Recipe): boolean {
  const { slowest: _, ...limits } = quality;
  return style !== undefined || balance === 'styles' || Object.values(limits).some((limit) => limit !== undefined);
}

/** A lap by its place in the record. */
export interface LapPlace {
  episodeId: string;
  /** 1 for the first lap after lights out. */
  number: number;
}

/** A text that names one lap among others. */
export const lapName = ({ episodeId, number }: LapPlace): string => `${episodeId} ${number}`;
