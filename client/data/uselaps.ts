import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { LapRow } from '../../shared/wire/laps.ts';
import { fetchLaps, type LapsFilter } from '../connection/data.ts';
import { keyOf } from './selection.ts';

/** Rows of a page. */
const PAGE = 100;

export interface LoadedLaps {
  at: 'loading' | 'there' | 'failed';
  rows: readonly LapRow[];
  /** Of everything that fits. */
  total: number;
  flagged: number;
  next: string | null;
  /** Another list, or more of this one, is on its way. */
  busy: boolean;
  /** Why the first or the next page did not come. */
  error: Error | null;
}

const NONE: LoadedLaps = { at: 'loading', rows: [], total: 0, flagged: 0, next: null, busy: true, error: null };

export interface Laps {
  /** Names what is asked for, its order too. */
  list: string;
  state: Signal<LoadedLaps>;
  /** The next page, once. */
  more: () => void;
  /** All again, from the beginning. */
  again: () => void;
  /** Change rows that are shown, until they are fetched again. */
  change: (to: (row: LapRow) => LapRow | null) => void;
}

/**
 * A list of laps that grows at its end. The old rows stay in sight until those of another `filter` are there; a row that
 * moved from one page to the next meanwhile is shown once.
 */
export function useLaps(filter: LapsFilter, token: string | undefined): Laps {
  const state = useSignal<LoadedLaps>(NONE);
  const turn = useRef(new AbortController());
  const load = async (after: string | null): Promise<void> => {
    turn.current.abort();
    const mine = new AbortController();
    turn.current = mine;
    state.value = { ...state.value, busy: true, error: null };
    try {
      const reply = await fetchLaps({ ...filter, limit: PAGE, after: after ?? undefined }, token, mine.signal);
      if (mine.signal.aborted) return;
      const rows = after === null ? reply.items : joined(state.value.rows, reply.items);
      const { total, flagged, next } = reply;
      state.value = { at: 'there', rows, total, flagged, next, busy: false, error: null };
    } catch (caught) {
      if (mine.signal.aborted) return;
      const error = caught instanceof Error ? caught : new Error(String(caught));
      state.value = { ...state.value, at: after === null ? 'failed' : 'there', busy: false, error };
    }
  };
  const key = `${token} ${JSON.stringify(filter)}`;
  useEffect(() => {
    void load(null);
    return () => turn.current.abort();
  }, [key]);
  return {
    list: key,
    state,
    more: () => {
      const { busy, next } = state.value;
      if (!busy && next !== null) void load(next);
    },
    again: () => void load(null),
    change: (to) => {
      const rows = state.value.rows.flatMap((row) => to(row) ?? []);
      const gone = state.value.rows.length - rows.length;
      state.value = { ...state.value, rows, total: state.value.total - gone };
    },
  };
}

/** Pages one after the other, each lap once. */
export function joined(rows: readonly LapRow[], more: readonly LapRow[]): LapRow[] {
  const known = new Set(rows.map(keyOf));
  return [...rows, ...more.filter((row) => !known.has(keyOf(row)))];
}
