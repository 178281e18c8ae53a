import { sql } from 'kysely';

/** Pages of rows from the newest on; equal times in the order of ids. */
export interface Page<Item> {
  items: Item[];
  /** Hand it back as `after` for the next page; null on the last. */
  next: string | null;
}

/** Where a page begins: after the row with this time and id. */
export interface Cursor {
  time: string;
  id: string;
}

export function readCursor(after: string | undefined): Cursor | null {
  if (!after) return null;
  const at = after.indexOf('~');
  return at < 0 ? { time: after, id: '' } : { time: after.slice(0, at), id: after.slice(at + 1) };
}

/** Rows that come after a cursor; `column` holds their time. */
export const rowsAfter = (column: 'created_at' | 'started_at', { time, id }: Cursor) =>
  sql<boolean>`(${sql.ref(column)} < ${time} or (${sql.ref(column)} = ${time} and id > ${id}))`;

export const pageLimit = (limit: number | undefined): number => Math.max(1, Math.min(200, Math.trunc(limit ?? 50)));

/** The first `limit` of `limit + 1` rows that were asked for. */
export function pageOf<Item>(items: Item[], limit: number, cursor: (item: Item) => Cursor): Page<Item> {
  if (items.length <= limit) return { items, next: null };
  const { time, id } = cursor(items[limit - 1]);
  return { items: items.slice(0, limit), next: `${time}~${id}` };
}
