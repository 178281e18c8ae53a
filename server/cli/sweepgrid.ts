import { seededRandom } from '../../shared/exact/random.ts';
import { HEADS } from '../../shared/policy/head.ts';
import { PREVIOUS_ACTIONS } from '../../shared/policy/taught.ts';
import { ENCODER_NAMES } from '../../shared/training/encoder.ts';
import { aNumber, CommandError, oneOf, wholeNumber } from './terminal.ts';
import type { TrainOptions } from './trainorder.ts';
import { readTuning } from './tuning.ts';

/** Settings that a sweep can vary, by the names of the options of `train`, and how a value of each is read. */
export const SWEEPABLE = {
  encoder: oneOf('encoder', ENCODER_NAMES),
  head: oneOf('head', Object.keys(HEADS)),
  recovery: (text: string): boolean => oneOf('recovery', ['on', 'off'])(text) === 'on',
  'previous-action': oneOf('previous-action', PREVIOUS_ACTIONS),
  steps: wholeNumber('steps', 1, 20_000),
  ...readTuning,
} satisfies Record<string, (text: string) => unknown>;
type Setting = keyof typeof SWEEPABLE;

/** Numbers of which a range can be drawn from, with its logarithm spread evenly; `whole` ones are rounded. */
const RANGES: Partial<Record<Setting, { whole: boolean }>> = {
  'learning-rate': { whole: false },
  clip: { whole: false },
  batch: { whole: true },
  steps: { whole: true },
};

/** Values of one setting: a list, or from the first to the second. */
export interface Span {
  setting: Setting;
  values: string[];
  range: [number, number] | null;
}

/** One combination: the words of each setting that is varied. */
export type Combination = Partial<Record<Setting, string>>;

/** More would be a day's work. */
const MOST_COMBINATIONS = 200;
const TRIES = 50;

/** Reads `learning-rate=0.0003,0.001` and `learning-rate=0.0001..0.01`; CommandError for what is no value of it. */
export function spanOf(text: string): Span {
  const [name, values = ''] = text.split('=');
  const setting = oneOf('over', Object.keys(SWEEPABLE) as Setting[])(name!);
  const [low, high, ...more] = values.split('..');
  if (high !== undefined && more.length === 0) {
    if (!RANGES[setting]) {
      const able = Object.keys(RANGES).join(', ');
      throw new CommandError(`--over: got a range of ${setting}, expected a list; ranges are of ${able}.`);
    }
    const [from, to] = [low, high].map((end) => aNumber('over', 1e-9, 1e9)(end!));
    for (const end of [low!, high]) SWEEPABLE[setting](end);
    return { setting, values: [], range: [Math.min(from!, to!), Math.max(from!, to!)] };
  }
  const listed = values.split(',').map((value) => value.trim());
  for (const value of listed) SWEEPABLE[setting](value);
  return { setting, values: [...new Set(listed)], range: null };
}

/** Every combination of the values in order, or `random` of them drawn, none twice. */
export function combinationsOf(spans: readonly Span[], random: number | undefined, seed: number): Combination[] {
  const names = spans.map(({ setting }) => setting);
  if (new Set(names).size < names.length) throw new CommandError('--over: got a setting twice, expected each once.');
  if (random !== undefined) return drawn(spans, random, seed);
  const ranged = spans.find(({ range }) => range !== null);
  if (ranged)
    throw new CommandError(`--over: got a range of ${ranged.setting}, which --random draws from. Say --random.`);
  const all = spans.reduce<Combination[]>(
    (made, { setting, values }) => made.flatMap((one) => values.map((value) => ({ ...one, [setting]: value }))),
    [{}],
  );
  if (all.length <= MOST_COMBINATIONS) return all;
  throw new CommandError(
    `--over: got ${all.length} combinations, expected at most ${MOST_COMBINATIONS}. Say --random 50, or vary less.`,
  );
}

function drawn(spans: readonly Span[], count: number, seed: number): Combination[] {
  const random = seededRandom(seed);
  const found = new Map<string, Combination>();
  for (let attempt = 0; attempt < TRIES * count && found.size < count; attempt++) {
    const one: Combination = {};
    for (const { setting, values, range } of spans) {
      one[setting] = range
        ? inRange(range, RANGES[setting]!.whole, random.uniform())
        : values[random.integer(values.length)];
    }
    found.set(JSON.stringify(one), one);
  }
  return [...found.values()];
}

function inRange([low, high]: [number, number], whole: boolean, share: number): string {
  const value = low * Math.exp(share * Math.log(high / low));
  return whole ? String(Math.round(value)) : value.toPrecision(3);
}

/** Name of the option behind a setting, as commander has it. */
export const optionOf = (setting: string): string =>
  setting.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** The options of `train` that a combination comes to, over those that were given. */
export function withCombination(options: TrainOptions, combination: Combination): TrainOptions {
  const read = Object.entries(combination).map(([setting, value]) => [
    optionOf(setting),
    SWEEPABLE[setting as Setting](value),
  ]);
  return { ...options, ...Object.fromEntries(read) };
}
