/** Rows in a scrolled box, of which only those near its sight are in the page. Lengths in CSS pixels. */
export interface Scrolled {
  top: number;
  height: number;
  count: number;
  row: number;
  /** Index of the row whose details stand under it, and how high they are. */
  open: number | null;
  detail: number;
}

/** Rows `from` up to and without `to` are shown, between empty room for the others. */
export interface RowWindow {
  from: number;
  to: number;
  before: number;
  after: number;
}

/** So many rows beyond either end are kept, so that a quick scroll shows no gap. */
const MARGIN = 20;

/** Where a row begins, from the first one's top. */
export function rowTop({ row, open, detail }: Pick<Scrolled, 'row' | 'open' | 'detail'>, index: number): number {
  return index * row + (open !== null && index > open ? detail : 0);
}

function rowAt(scrolled: Scrolled, y: number): number {
  const { row, open, detail } = scrolled;
  if (open === null || y < rowTop(scrolled, open) + row) return Math.floor(y / row);
  return Math.max(open, Math.floor((y - detail) / row));
}

export function rowWindow(scrolled: Scrolled): RowWindow {
  const { top, height, count } = scrolled;
  const from = Math.min(count, Math.max(0, rowAt(scrolled, top) - MARGIN));
  const to = Math.min(count, Math.max(0, rowAt(scrolled, top + height) + 1 + MARGIN));
  return {
    from,
    to,
    before: rowTop(scrolled, from),
    after: rowTop(scrolled, count) - rowTop(scrolled, to),
  };
}

/** Where to scroll so that a row is wholly in sight; null where it is. `head` covers the top of the box. */
export function scrollTo(scrolled: Scrolled, index: number, head: number): number | null {
  const top = rowTop(scrolled, index);
  if (top < scrolled.top) return top;
  const bottom = top + scrolled.row + head;
  return bottom > scrolled.top + scrolled.height ? bottom - scrolled.height : null;
}
