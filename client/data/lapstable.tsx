import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { LapOrder, LapRow } from '../../shared/wire/laps.ts';
import { faultText } from '../connection/fault.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { type LapAct, LapDetail } from './lapdetail.tsx';
import { LapLine } from './laprow.tsx';
import { nextOrder } from './lapsview.ts';
import { rowMove } from './rowkeys.ts';
import { rowWindow, scrollTo } from './rowwindow.ts';
import { keyOf, NOTHING, type Selection, toggledAll, toggledRow, withRange } from './selection.ts';
import './table.css';
import type { Laps } from './uselaps.ts';
import { useNarrow } from './usenarrow.ts';

interface LapsTableProps {
  laps: Laps;
  order: LapOrder;
  onOrder: (order: LapOrder) => void;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  /** Shows on which side of a dataset's split each lap is. */
  split?: boolean;
  /** Names of roads by id, where the list has laps of several. */
  trackNames: ReadonlyMap<string, string> | null;
  /** Of drivers, by id; clones share the crowd's. */
  hues: ReadonlyMap<string, number>;
  mine: (row: LapRow) => boolean;
  onAct: (act: LapAct, row: LapRow) => void;
}

/** Heights of a row, CSS pixels: a line of the table, and a card on a narrow screen. table.css has the same. */
const LINE = 44;
const CARD = 120;
/** The header that stays at the top. */
const HEAD = 36;
/** The next page is asked for this many rows before the end. */
const AHEAD = 30;

/** All laps that fit, of which only those in sight are in the page; rows are walked by arrow keys. */
export function LapsTable(props: LapsTableProps) {
  const { laps, selection, onSelect } = props;
  const { rows, total, next, busy, error } = laps.state.value;
  const narrow = useNarrow();
  const box = useRef<HTMLDivElement>(null);
  const view = useSignal({ top: 0, height: 700 });
  const active = useSignal(0);
  const opened = useSignal<string | null>(null);
  const detail = useSignal(0);
  const anchor = useRef(0);
  const open = rows.findIndex((row) => keyOf(row) === opened.value);
  const row = narrow ? CARD : LINE;
  const head = narrow ? 0 : HEAD;
  const scrolled = { ...view.value, count: rows.length, row, open: open < 0 ? null : open, detail: detail.value };
  const shown = rowWindow(scrolled);

  const measure = (): void => {
    const element = box.current;
    if (element) view.value = { top: element.scrollTop, height: element.clientHeight };
  };
  useEffect(measure, [narrow]);
  useEffect(() => {
    if (next !== null && !error && shown.to + AHEAD >= rows.length) laps.more();
  }, [shown.to, rows.length, next]);
  useLayoutEffect(() => {
    const element = box.current?.querySelector('.lap-detail-row');
    detail.value = element instanceof HTMLElement ? element.offsetHeight : 0;
  });
  // Another list begins at its top.
  useEffect(() => {
    active.value = 0;
    anchor.current = 0;
    if (box.current) box.current.scrollTop = 0;
  }, [props.order]);

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
  const walk = (index: number): void => {
    active.value = index;
    const to = scrollTo(scrolled, index, head);
    if (to !== null && box.current) box.current.scrollTop = to;
    measure();
    requestAnimationFrame(() => {
      const element = box.current?.querySelector(`tr[data-index="${index}"]`);
      if (element instanceof HTMLElement) element.focus({ preventScroll: true });
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const perPage = Math.max(1, Math.floor((view.value.height - head) / row) - 1);
    const act = rowMove(event, active.value, rows.length, perPage);
    if (!act) return;
    event.preventDefault();
    if ('to' in act) {
      if (act.range) onSelect(withRange(selection, rows, active.value, act.to));
      walk(act.to);
    } else if (act.does === 'pick') toggle(active.value, false);
    else if (act.does === 'open') openRow(active.value);
    else onSelect(act.does === 'pickAll' ? toggledAll(selection, rows) : NOTHING);
  };
  const actions = { toggle, open: openRow };
  return (
    <div class={`laps-box ${narrow ? 'narrow' : ''}`} ref={box} onScroll={measure} data-testid="laps-box">
      <table
        class="laps-table"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are walked by arrow keys and picked
        role="grid"
        aria-label={t('data.tableLabel')}
        aria-rowcount={total + 1}
        aria-multiselectable="true"
        aria-busy={busy}
        onKeyDown={onKeyDown}
      >
        <Head {...props} rows={rows} />
        <tbody>
          <Gap height={shown.before} />
          {rows.slice(shown.from, shown.to).map((lap, k) => {
            const index = shown.from + k;
            const key = keyOf(lap);
            const isOpen = key === opened.value;
            return [
              <LapLine
                key={key}
                row={lap}
                index={index}
                hue={props.hues.get(lap.driver.id)}
                picked={selection.has(key)}
                opened={isOpen}
                active={index === active.value}
                split={props.split ?? false}
                trackName={props.trackNames?.get(lap.trackId) ?? null}
                actions={actions}
              />,
              isOpen ? (
                <tr key={`${key} detail`} class="lap-detail-row">
                  <td class="lap-detail-cell" colSpan={9}>
                    <LapDetail row={lap} mine={props.mine(lap)} onAct={props.onAct} />
                  </td>
                </tr>
              ) : null,
            ];
          })}
          <Gap height={shown.after} />
        </tbody>
      </table>
      {error && rows.length > 0 ? (
        <p class="laps-end" role="alert">
          {faultText(error)}{' '}
          <Button size="small" onClick={laps.more}>
            {t('app.retry')}
          </Button>
        </p>
      ) : null}
      {busy && rows.length > 0 && !error ? <p class="laps-end">{t('app.loading')}</p> : null}
    </div>
  );
}

/** Room that the rows out of sight would take. */
function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row, which nothing focuses
  return <tr class="laps-gap" aria-hidden="true" style={{ height }} />;
}

const SORTED: Partial<Record<string, readonly [LapOrder, LapOrder]>> = {
  when: ['newest', 'oldest'],
  time: ['fastest', 'slowest'],
};
/** Which way a column goes in each order. */
const ASCENDING: readonly LapOrder[] = ['oldest', 'fastest'];

type HeadProps = Pick<LapsTableProps, 'order' | 'onOrder' | 'selection' | 'onSelect' | 'split'> & {
  rows: readonly LapRow[];
};

function Head({ order, onOrder, selection, onSelect, split, rows }: HeadProps) {
  const all = rows.length > 0 && rows.every((row) => selection.has(keyOf(row)));
  const columns = [
    'when',
    'who',
    ...(split ? [] : ['kind']),
    'time',
    'line',
    'off',
    'quality',
    ...(split ? ['split'] : []),
  ];
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th class="pick" scope="col">
          <label>
            <input
              type="checkbox"
              checked={all}
              indeterminate={selection.size > 0 && !all}
              aria-label={t('data.pickAll')}
              onClick={() => onSelect(toggledAll(selection, rows))}
            />
          </label>
        </th>
        {columns.map((name) => {
          const orders = SORTED[name];
          const sorted = orders?.includes(order);
          const numeric = name === 'time' || name === 'off';
          return (
            <th
              key={name}
              scope="col"
              class={`${name} ${numeric ? 'right' : ''}`}
              aria-sort={sorted ? (ASCENDING.includes(order) ? 'ascending' : 'descending') : undefined}
            >
              {orders ? (
                <button type="button" class="sort" onClick={() => onOrder(nextOrder(order, orders))}>
                  {t(`data.column.${name}`)}
                  <span aria-hidden="true">{sorted ? (ASCENDING.includes(order) ? ' ↑' : ' ↓') : ''}</span>
                </button>
              ) : (
                t(`data.column.${name}`)
              )}
            </th>
          );
        })}
        <th class="acts" scope="col">
          <span class="visually-hidden">{t('data.column.acts')}</span>
        </th>
      </tr>
    </thead>
  );
}
