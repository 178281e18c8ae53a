import { CARS } from '../../shared/vehicle/cars.ts';
import { LAP_ORDERS, type LapOrder, MARKS, type Mark } from '../../shared/wire/laps.ts';
import type { LapsFilter } from '../connection/data.ts';

const KINDS = ['human', 'scripted', 'policy'] as const;
const STYLES = ['keys', 'stick'] as const;

/** Which laps the table shows, and in which order: the same as in the page's address. */
export interface LapsView {
  track?: string;
  car?: string;
  driver?: string;
  /** A session's id. */
  session?: string;
  kind?: (typeof KINDS)[number];
  clean?: true;
  traffic?: true;
  flagged?: true;
  mark?: Mark;
  style?: (typeof STYLES)[number];
  /** Lap times in milliseconds. */
  min?: number;
  max?: number;
  order: LapOrder;
}

const known = <Name extends string>(names: readonly Name[], text: string | null): Name | undefined =>
  names.find((name) => name === text);

/** The view an address asks for; what is missing, unknown or nonsense narrows nothing. */
export function viewOf(search: string): LapsView {
  const query = new URLSearchParams(search);
  const text = (name: string): string | undefined => query.get(name) || undefined;
  const yes = (name: string): true | undefined => (query.get(name) === 'true' ? true : undefined);
  const time = (name: string): number | undefined => {
    const ms = Number(query.get(name) || Number.NaN);
    return Number.isInteger(ms) && ms >= 0 && ms <= 3_600_000 ? ms : undefined;
  };
  return {
    track: text('track'),
    car: known([...CARS.keys()], query.get('car')),
    driver: text('driver'),
    session: text('session'),
    kind: known(KINDS, query.get('kind')),
    clean: yes('clean'),
    traffic: yes('traffic'),
    flagged: yes('flagged'),
    mark: known(MARKS, query.get('mark')),
    style: known(STYLES, query.get('style')),
    min: time('min'),
    max: time('max'),
    order: known(LAP_ORDERS, query.get('order')) ?? 'newest',
  };
}

/** What the server is asked for; without the order, what coverage is asked for. */
export function filterOf({ order: _, ...filter }: LapsView): LapsFilter {
  return filter;
}

export function searchOf(view: LapsView): string {
  const given = Object.entries(view).filter(
    ([name, value]) => value !== undefined && !(name === 'order' && value === 'newest'),
  );
  return String(new URLSearchParams(given.map(([name, value]) => [name, String(value)])));
}

/** Chips switch one part of the view on and off. */
export const CHIPS = ['clean', 'flagged', 'people', 'scripted', 'traffic', 'leftOut'] as const;
export type ChipName = (typeof CHIPS)[number];

const PARTS: Record<ChipName, Partial<LapsView>> = {
  clean: { clean: true },
  flagged: { flagged: true },
  people: { kind: 'human' },
  scripted: { kind: 'scripted' },
  traffic: { traffic: true },
  leftOut: { mark: 'left-out' },
};
const OFF: Partial<LapsView> = {
  clean: undefined,
  flagged: undefined,
  kind: undefined,
  traffic: undefined,
  mark: undefined,
};

const entriesOf = (chip: ChipName) => Object.entries(PARTS[chip]) as [keyof LapsView, unknown][];

export const isOn = (view: LapsView, chip: ChipName): boolean =>
  entriesOf(chip).every(([name, value]) => view[name] === value);

export const withChip = (view: LapsView, chip: ChipName): LapsView => ({ ...view, ...PARTS[chip] });

export function toggled(view: LapsView, chip: ChipName): LapsView {
  if (!isOn(view, chip)) return withChip(view, chip);
  const off = Object.fromEntries(entriesOf(chip).map(([name]) => [name, undefined]));
  return { ...view, ...off };
}

/** No chip is on. */
export const withoutChips = (view: LapsView): LapsView => ({ ...view, ...OFF });
export const hasChips = (view: LapsView): boolean => CHIPS.some((chip) => isOn(view, chip));

/** Whether anything narrows the list. */
export const isNarrowed = ({ order: _, ...filter }: LapsView): boolean =>
  Object.values(filter).some((value) => value !== undefined);

/** A column's own two orders: the other one when it is already sorted by it. */
export function nextOrder(now: LapOrder, column: readonly [LapOrder, LapOrder]): LapOrder {
  return now === column[0] ? column[1] : column[0];
}
