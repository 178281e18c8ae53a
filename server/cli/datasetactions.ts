import type { Command } from 'commander';
import type { z } from 'zod';
import type { Licence } from '../../shared/dataset/licence.ts';
import { type LapPlace, type QualityLimits, type RecipeInput, recipeSchema } from '../../shared/dataset/recipe.ts';
import { combineSchema, type DatasetEntry } from '../../shared/wire/datasets.ts';
import { cardOf } from '../dataset/collection.ts';
import { combineDatasets } from '../dataset/combine.ts';
import { diffDatasets } from '../dataset/diff.ts';
import { makeDataset } from '../dataset/making.ts';
import { openStore } from '../store/database.ts';
import { findDataset, listDatasets } from '../store/datasets.ts';
import type { Store } from '../store/tables.ts';
import { cardWords } from './cardwords.ts';
import { CommandError, openTerminal, table } from './terminal.ts';

interface Naming {
  name: string;
  licence?: Licence;
}

/** What `create` and `subset` may ask of laps. */
interface RecipeOptions {
  driver?: string[];
  session?: string[];
  episode?: string[];
  style?: 'keys' | 'stick';
  balance?: 'none' | 'drivers' | 'styles';
  except?: string[];
  heldOut?: string[];
  ignoreMarks?: boolean;
  split?: 'whole' | 'frames';
  laps?: number;
  maxFalls?: number;
  maxOffTracks?: number;
  maxContacts?: number;
  maxStarved?: number;
  maxIdle?: number;
  maxReversals?: number;
  slowest?: number;
  maxNovelty?: number;
  maxLatency?: number;
  wrongWay: boolean;
}

/** Fields of a recipe that were asked for; the others keep their default. */
function recipeOf(options: RecipeOptions): Omit<RecipeInput, 'trackId' | 'car'> {
  const quality: QualityLimits = {
    maxFalls: options.maxFalls,
    maxOffTracks: options.maxOffTracks,
    maxContacts: options.maxContacts,
    maxStarvedShare: options.maxStarved,
    maxIdleShare: options.maxIdle,
    maxReversals: options.maxReversals,
    slowest: options.slowest,
    maxNovelty: options.maxNovelty,
    maxLatencyMs: options.maxLatency,
    wrongWay: options.wrongWay ? undefined : false,
  };
  return present({
    ...{ drivers: options.driver, sessions: options.session, episodes: options.episode, laps: options.laps },
    ...{ style: options.style, balance: options.balance, split: options.split, quality: present(quality) },
    except: options.except?.map((text) => placeOf('except', text)),
    heldOut: options.heldOut?.map((text) => placeOf('held-out', text)),
    marks: options.ignoreMarks ? 'ignore' : undefined,
  });
}

const present = <Fields extends object>(fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;

function placeOf(option: string, text: string): LapPlace {
  const match = /^([\w-]+):(\d+)$/.exec(text);
  if (match) return { episodeId: match[1], number: Number(match[2]) };
  throw new CommandError(`--${option}: got "${text}", expected EPISODE:LAP, as "mimic dataset laps" lists them.`);
}

/** What a schema makes of options, or a CommandError in one line. */
function asked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  throw new CommandError(`${path.length > 0 ? `"${path.join('.')}": ` : ''}${message}.`.replace(/\.\.$/, '.'));
}

interface CreateOptions extends RecipeOptions, Naming {
  track: string;
  car: string;
  unclean?: boolean;
  traffic?: boolean;
}

export async function createDataset(options: CreateOptions, command: Command): Promise<void> {
  const recipe = asked(recipeSchema, {
    ...recipeOf(options),
    ...{ trackId: options.track, car: options.car, clean: !options.unclean, inTraffic: options.traffic === true },
  });
  await tellMade(command, (store) => makeDataset(store, orderOf(options), recipe));
}

export const mergeDatasets = (ids: string[], options: Naming, command: Command): Promise<void> =>
  combine(command, options, { operation: 'merge', of: ids });

export const subtractDatasets = (id: string, away: string, options: Naming, command: Command): Promise<void> =>
  combine(command, options, { operation: 'subtract', of: [id, away] });

interface SubsetOptions extends RecipeOptions, Naming {
  lap?: string[];
  clean?: boolean;
  traffic: boolean;
}

export function takeSubset(id: string, options: SubsetOptions, command: Command): Promise<void> {
  const laps = options.lap?.map((text) => placeOf('lap', text));
  const recipe = {
    ...recipeOf(options),
    ...(options.clean ? { clean: true } : {}),
    ...(options.traffic ? {} : { inTraffic: false }),
  };
  return combine(command, options, { operation: 'subset', of: [id], laps, recipe });
}

function combine(command: Command, naming: Naming, combination: z.input<typeof combineSchema>): Promise<void> {
  const order = asked(combineSchema, combination);
  return tellMade(command, (store) => combineDatasets(store, orderOf(naming), order));
}

const orderOf = ({ name, licence }: Naming) => ({ name, licence, createdBy: null, viewer: null });

async function tellMade(command: Command, make: (store: Store) => Promise<DatasetEntry>): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const store = await openStore(terminal.dataDir);
  const { id } = await make(store);
  const dataset = (await findDataset(store, id))!;
  await store.destroy();
  const { name, version, lapCount, drivers, heldOut, since } = dataset;
  const change = since ? ` ${since.added} laps came and ${since.removed} went since version ${since.version}.` : '';
  const words = `${lapCount} laps of ${drivers} ${drivers === 1 ? 'driver' : 'drivers'}, ${heldOut} held out`;
  terminal.print(dataset, [`Dataset ${id}: "${name}" version ${version}, ${words}.${change}`]);
}

export async function showDatasets(filter: { name?: string; session?: string }, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const store = await openStore(terminal.dataDir);
  const items: DatasetEntry[] = [];
  let next: string | null = null;
  do {
    const page = await listDatasets(store, { ...filter, after: next ?? undefined, limit: 200 });
    items.push(...page.items);
    next = page.next;
  } while (next !== null);
  await store.destroy();
  const rows = items.map(({ id, name, version, trackId, lapCount, since, createdAt, tombstonedAt }) => [
    ...[id, name, String(version), trackId ?? '–', tombstonedAt === null ? String(lapCount) : 'gone'],
    ...[since ? `+${since.added} −${since.removed}` : '–', createdAt],
  ]);
  const heading = ['id', 'name', 'version', 'track', 'laps', 'since', 'made'];
  terminal.print({ items, next: null }, table([heading, ...rows]));
}

export async function showDataset(id: string, _: unknown, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const store = await openStore(terminal.dataDir);
  const dataset = await findDataset(store, id);
  await store.destroy();
  if (dataset === null)
    throw new CommandError(`There is no dataset "${id}". "mimic dataset list" names those there are.`);
  const { tombstonedAt, name, version } = dataset;
  if (tombstonedAt !== null) {
    const gone = `Dataset ${id}: "${name}" version ${version} is gone since ${tombstonedAt}: a driver in it took their laps back.`;
    terminal.print(dataset, [gone]);
    return;
  }
  terminal.print(dataset, cardWords(dataset, cardOf(dataset)));
}

export async function showDifference(before: string, after: string, _: unknown, command: Command): Promise<void> {
  const terminal = openTerminal(command.optsWithGlobals());
  const store = await openStore(terminal.dataDir);
  const diff = await diffDatasets(store, before, after).finally(() => store.destroy());
  const { added, removed, kept, moved, recipe, counts } = diff;
  const rows = [
    ...added.map((lap) => ['+', lap.episodeId, String(lap.lap), lap.driverId]),
    ...removed.map((lap) => ['−', lap.episodeId, String(lap.lap), lap.driverId]),
    ...moved.map((lap) => [`to ${lap.to}`, lap.episodeId, String(lap.lap), lap.driverId]),
  ];
  terminal.print(diff, [
    `${counts.before} laps before, ${counts.after} after: ${added.length} came, ${removed.length} went, ${kept} stayed, ${moved.length} of them changed sides.`,
    ...recipe.map(
      (field) => `${field.field}: ${JSON.stringify(field.before)} before, ${JSON.stringify(field.after)} after`,
    ),
    ...(rows.length > 0 ? table([['', 'episode', 'lap', 'driver'], ...rows]) : []),
  ]);
}
