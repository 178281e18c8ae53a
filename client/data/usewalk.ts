import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { LapRow } from '../../shared/wire/laps.ts';
import { rowMove } from './rowkeys.ts';
import { type RowWindow, rowWindow, scrollTo } from './rowwindow.ts';
import { keyOf, NOTHING, type Selection, toggledAll, toggledRow, withRange } from './selection.ts';

/** Heights in CSS pixels: a line of the table, a card on a narrow screen, the header that stays. As in table.css. */
const LINE = 44;
const CARD = 120;
const HEAD = 36;

interface WalkInput {
  rows: readonly LapRow[];
  narrow: boolean;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  /** Names the list: another one begins at its top. */
  list: string;
}

/** Walking, picking and opening the rows of a box that holds only those in sight. */
export interface Walk {
  box: RefObject<HTMLDivElement | null>;
  shown: RowWindow;
  /** Index of the row that keys act on. */
  active: Signal<number>;
  /** Name of the row whose details are shown. */
  opened: Signal<string | null>;
  measure: () => void;
  toggle: (index: number, range: boolean) => void;
  open: (index: number) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

export function useWalk({ rows, narrow, selection, onSelect, list }: WalkInput): Walk {
  const box = useRef<HTMLDivElement>(null);
  const view = useSignal({ top: 0, height: 700 });
  const active = useSignal(0);
  const opened = useSignal<string | null>(null);
  const detail = useDetailHeight(box);
  const anchor = useRef(0);
  const open = rows.findIndex((row) => keyOf(row) === opened.value);
  const [row, head] = narrow ? [CARD, 0] : [LINE, HEAD];
  const scrolled = { ...view.value, count: rows.length, row, open: open < 0 ? null : open, detail: detail.value };
  const measure = (): void => {
    const element = box.current;
    if (element) view.value = { top: element.scrollTop, height: element.clientHeight };
  };
  useEffect(measure, [narrow, rows.length]);
  useEffect(() => {
    active.value = 0;
    anchor.current = 0;
    if (box.current) box.current.scrollTop = 0;
  }, [list]);
  const toggle = (index: number, range: boolean): void => {
    const picked = rows[index];
    if (!picked) return;
    onSelect(range ? withRange(selection, rows, anchor.current, index) : toggledRow(selection, picked));
    anchor.current = index;
    active.value = index;
  };
  const openRow = (index: number): void => {
    const key = rows[index] ? keyOf(rows[index]) : null;
    opened.value = opened.value === key ? null : key;
    active.value = index;
  };
  const go = (index: number): void => {
    active.value = index;
    const to = scrollTo(scrolled, index, head);
    if (to !== null && box.current) box.current.scrollTop = to;
    measure();
    focusRow(box, index);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const perPage = Math.max(1, Math.floor((view.value.height - head) / row) - 1);
    const act = rowMove(event, active.value, rows.length, perPage);
    if (!act) return;
    event.preventDefault();
    if ('to' in act) {
      if (act.range) onSelect(withRange(selection, rows, active.value, act.to));
      go(act.to);
    } else if (act.does === 'pick') toggle(active.value, false);
    else if (act.does === 'open') openRow(active.value);
    else onSelect(act.does === 'pickAll' ? toggledAll(selection, rows) : NOTHING);
  };
  return { box, shown: rowWindow(scrolled), active, opened, measure, toggle, open: openRow, onKeyDown };
}

/** How high the details under the open row are; 0 without. */
function useDetailHeight(box: RefObject<HTMLDivElement | null>): Signal<number> {
  const height = useSignal(0);
  useLayoutEffect(() => {
    const element = box.current?.querySelector('.lap-detail-row');
    height.value = element instanceof HTMLElement ? element.offsetHeight : 0;
  });
  return height;
}

/** The row is in the page after the next picture. */
function focusRow(box: RefObject<HTMLDivElement | null>, index: number): void {
  requestAnimationFrame(() => {
    const element = box.current?.querySelector(`tr[data-index="${index}"]`);
    if (element instanceof HTMLElement) element.focus({ preventScroll: true });
  });
}
