import type { LapRow } from '../../shared/wire/laps.ts';
import type { LapKey } from '../connection/data.ts';

/** A lap's name among all rows. */
export const keyOf = ({ episodeId, number }: LapKey): string => `${episodeId} ${number}`;

/** Laps that were picked, by name. */
export type Selection = ReadonlyMap<string, LapRow>;
export const NOTHING: Selection = new Map();

export function toggledRow(selection: Selection, row: LapRow): Selection {
  const next = new Map(selection);
  if (!next.delete(keyOf(row))) next.set(keyOf(row), row);
  return next;
}

/** All rows between two places, both included, are picked besides what was. */
export function withRange(selection: Selection, rows: readonly LapRow[], from: number, to: number): Selection {
  const next = new Map(selection);
  for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) next.set(keyOf(row), row);
  return next;
}

/** Everything that is loaded, or nothing where all of it was picked. */
export function toggledAll(selection: Selection, rows: readonly LapRow[]): Selection {
  if (rows.length > 0 && rows.every((row) => selection.has(keyOf(row)))) return NOTHING;
  return withRange(selection, rows, 0, rows.length - 1);
}

/** The same picks with the rows as they are now; laps that are gone are no longer picked. */
export function renewed(selection: Selection, rows: readonly LapRow[]): Selection {
  const now = rows.filter((row) => selection.has(keyOf(row)));
  return new Map(now.map((row) => [keyOf(row), row]));
}
