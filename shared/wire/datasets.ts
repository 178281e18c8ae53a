import { z } from 'zod';
import { datasetCardSchema } from '../dataset/cardschema.ts';
import { LICENCES } from '../dataset/licence.ts';
import { contradictionIn, recipeFields, recipePartSchema } from '../dataset/recipe.ts';
import { DEFAULT_CAR } from '../vehicle/cars.ts';
import { carSchema, idSchema } from './options.ts';

/** Datasets as versions: what is asked for one, and how they are listed. The card is shared/dataset/cardschema.ts's. */

// POST /datasets
/** As in shared/dataset/recipe.ts, but that `me` stands for the driver whose token comes with the request. */
export const recipeSchema = recipeFields
  .extend({
    trackId: idSchema,
    car: carSchema.default(DEFAULT_CAR),
    /** Empty for everybody whose laps the asker may learn from. */
    drivers: z.array(idSchema).max(1000).default(['me']),
  })
  .superRefine((recipe, context) => {
    const message = contradictionIn(recipe);
    if (message) context.addIssue({ code: 'custom', message });
  });

export const COMBINATIONS = ['merge', 'subtract', 'subset'] as const;
/** `merge`: the laps of all. `subtract`: of the first without those of the second. `subset`: some of the only one's. */
export const combineSchema = z
  .strictObject({
    operation: z.enum(COMBINATIONS),
    of: z.array(idSchema).min(1).max(8),
    /** Of a subset: these laps, and of them those that fit the recipe. One of the two at least. */
    laps: z
      .array(z.strictObject({ episodeId: idSchema, number: z.int().min(1).max(10_000) }))
      .min(1)
      .max(20_000)
      .optional(),
    /** Of a subset: what of a recipe its laps must still fit. */
    recipe: recipePartSchema.optional(),
  })
  .superRefine(({ operation, of, laps, recipe }, context) => {
    const most = operation === 'subset' ? 1 : operation === 'subtract' ? 2 : 8;
    const least = Math.min(2, most);
    const message =
      of.length < least || of.length > most
        ? `A ${operation} is of ${least === most ? least : `${least} to ${most}`} datasets, got ${of.length}`
        : operation === 'subset'
          ? laps || recipe
            ? null
            : 'A subset needs laps or a recipe'
          : laps || recipe
            ? `Laps and recipe are for a subset, got them with a ${operation}`
            : null;
    if (message) context.addIssue({ code: 'custom', message });
  });
export type Combination = z.infer<typeof combineSchema>;

export const datasetRequestSchema = z
  .object({
    name: z.string().trim().min(1).max(80),
    /** Left out, shared/dataset/licence.ts says. */
    licence: z.enum(LICENCES).optional(),
    recipe: recipeSchema.optional(),
    combine: combineSchema.optional(),
  })
  .refine(({ recipe, combine }) => (recipe === undefined) !== (combine === undefined), {
    message: 'A dataset is made of a recipe or of other datasets: give one of "recipe" and "combine"',
  });
export type DatasetRequest = z.infer<typeof datasetRequestSchema>;

// GET /datasets: the newest first, tombstones among them
export const datasetsQuerySchema = z.object({
  /** All versions of one name. */
  name: z.string().trim().min(1).max(80).optional(),
  /** Holding laps of this session. */
  session: idSchema.optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type DatasetsQuery = z.infer<typeof datasetsQuerySchema>;

/** A dataset in a list, without laps and card. */
export const datasetEntrySchema = z.object({
  id: idSchema,
  name: z.string(),
  /** Counts up for the same name: a dataset never changes. */
  version: z.int(),
  createdAt: z.string(),
  createdBy: z.string().nullable(),
  /** The session it was frozen from. */
  sessionId: z.string().nullable(),
  /** Null once a driver in it took their laps back: then nothing below is known. */
  tombstonedAt: z.string().nullable(),
  trackId: z.string().nullable(),
  lapCount: z.int(),
  drivers: z.int(),
  heldOut: z.int(),
  seconds: z.number(),
  /** What came and went since the version before of the same name; null for a first one. */
  since: z.object({ version: z.int(), added: z.int(), removed: z.int() }).nullable(),
});
export type DatasetEntry = z.infer<typeof datasetEntrySchema>;

// GET /datasets/:id
export const datasetSchema = datasetEntrySchema.extend({
  recipe: z.unknown(),
  laps: z.array(z.object({ episodeId: z.string(), driverId: z.string(), lap: z.int() })),
  /** Null of a tombstone. */
  card: datasetCardSchema.nullable(),
});
export type DatasetReply = z.infer<typeof datasetSchema>;

// GET /datasets/:id/drives: where its laps lie in race logs, for whoever drives them again to learn from them
export const datasetDriveSchema = z.object({
  /** Of the episode. */
  id: idSchema,
  raceId: z.string(),
  driver: z.object({ id: z.string(), kind: z.enum(['human', 'scripted', 'policy']) }),
  /** Index into the log's cars, and the tick at which this driver took the wheel. */
  car: z.int().min(0),
  firstTick: z.int().min(0),
});
export type DatasetDrive = z.infer<typeof datasetDriveSchema>;
export const datasetDrivesSchema = z.object({ items: z.array(datasetDriveSchema) });

// GET /datasets/:id/diff?against=: from `against` to `:id`
export const diffQuerySchema = z.object({ against: idSchema });
