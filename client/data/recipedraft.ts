import { DEFAULT_CAR } from '../../shared/vehicle/cars.ts';
import type { LapKey, NewDataset } from '../connection/data.ts';
import type { LapsView } from './lapsview.ts';

/** Limits that the form asks about, each on or off with its number. */
export const LIMITS = [
  'maxIdleShare',
  'maxStarvedShare',
  'maxLatencyMs',
  'slowest',
  'maxNovelty',
  'maxReversals',
] as const;
export type LimitName = (typeof LIMITS)[number];

/** A limit as the form shows it: shares as percent. */
export interface LimitField {
  unit: '%' | 'ms' | '×' | 'm' | '/min';
  start: number;
  least: number;
  most: number;
  step: number;
  /** What the recipe has is this much of what the form shows. */
  times: number;
}
export const LIMIT_FIELDS: Readonly<Record<LimitName, LimitField>> = {
  maxIdleShare: { unit: '%', start: 25, least: 0, most: 100, step: 1, times: 0.01 },
  maxStarvedShare: { unit: '%', start: 2, least: 0, most: 100, step: 0.5, times: 0.01 },
  maxLatencyMs: { unit: 'ms', start: 150, least: 0, most: 5000, step: 10, times: 1 },
  slowest: { unit: '×', start: 1.3, least: 1, most: 10, step: 0.05, times: 1 },
  maxNovelty: { unit: 'm', start: 2, least: 0, most: 50, step: 0.1, times: 1 },
  maxReversals: { unit: '/min', start: 300, least: 0, most: 600, step: 5, times: 1 },
};

export const WHOSE = ['everybody', 'human', 'scripted', 'one', 'me'] as const;
export type Whose = (typeof WHOSE)[number];

/** A dataset as the form has it. */
export interface RecipeDraft {
  name: string;
  trackId: string;
  car: string;
  whose: Whose;
  /** Of `one`. */
  driver: string | undefined;
  session: string | undefined;
  clean: boolean;
  inTraffic: boolean;
  style: 'any' | 'keys' | 'stick';
  balance: 'none' | 'drivers' | 'styles';
  /** Laps of each driver at most. */
  laps: number;
  split: 'whole' | 'frames';
  marks: 'respect' | 'ignore';
  /** As the form shows them; absent for off. */
  limits: Readonly<Partial<Record<LimitName, number>>>;
  except: readonly LapKey[];
  heldOut: readonly LapKey[];
}

const LAPS = 50;

/** What the table shows, as far as a recipe can say it. */
export function draftOf(view: LapsView, trackId: string, car: string | undefined, name: string): RecipeDraft {
  return {
    name,
    trackId,
    car: view.car ?? car ?? DEFAULT_CAR,
    whose: view.driver ? 'one' : view.kind === 'human' || view.kind === 'scripted' ? view.kind : 'everybody',
    driver: view.driver,
    session: view.session,
    clean: true,
    inTraffic: view.traffic === true,
    style: view.style ?? 'any',
    balance: 'none',
    laps: LAPS,
    split: 'whole',
    marks: 'respect',
    limits: {},
    except: [],
    heldOut: [],
  };
}

/** One style and a balance between styles contradict each other, and so do frames and laps to hold out. */
export function settled(draft: RecipeDraft): RecipeDraft {
  const balance = draft.style !== 'any' && draft.balance === 'styles' ? 'none' : draft.balance;
  const split = draft.heldOut.length > 0 ? 'whole' : draft.split;
  return { ...draft, balance, split };
}

/** The request; `drivers` are the ids that `whose` stands for, empty for everybody. */
export function requestOf(unsettled: RecipeDraft, drivers: readonly string[]): NewDataset {
  const draft = settled(unsettled);
  const limits = Object.entries(draft.limits) as [LimitName, number][];
  const place = ({ episodeId, number }: LapKey): LapKey => ({ episodeId, number });
  return {
    name: draft.name.trim(),
    recipe: {
      trackId: draft.trackId,
      car: draft.car,
      drivers: [...drivers],
      sessions: draft.session ? [draft.session] : [],
      clean: draft.clean,
      inTraffic: draft.inTraffic,
      style: draft.style === 'any' ? undefined : draft.style,
      balance: draft.balance,
      laps: draft.laps,
      split: draft.split,
      marks: draft.marks,
      quality: Object.fromEntries(
        limits.map(([name, shown]) => [name, Math.round(shown * LIMIT_FIELDS[name].times * 1e6) / 1e6]),
      ),
      except: draft.except.map(place),
      heldOut: draft.heldOut.map(place),
    },
  };
}

/** What the laps table is asked for, to tell how many laps there are to choose from before caps and limits. */
export function choosableOf(draft: RecipeDraft): LapsView {
  return {
    track: draft.trackId,
    car: draft.car,
    driver: draft.whose === 'one' ? draft.driver : undefined,
    kind: draft.whose === 'human' || draft.whose === 'scripted' ? draft.whose : undefined,
    session: draft.session,
    clean: draft.clean || undefined,
    style: draft.style === 'any' ? undefined : draft.style,
    order: 'newest',
  };
}
