import type { LapOrder, LapRow } from '../../shared/wire/laps.ts';
import { t } from '../locale/locale.ts';
import { nextOrder } from './lapsview.ts';
import { keyOf, type Selection, toggledAll } from './selection.ts';

const SORTED: Partial<Record<string, readonly [LapOrder, LapOrder]>> = {
  when: ['newest', 'oldest'],
  time: ['fastest', 'slowest'],
};
/** Which way a column goes in each order. */
const ASCENDING: readonly LapOrder[] = ['oldest', 'fastest'];

interface TableHeadProps {
  rows: readonly LapRow[];
  order: LapOrder;
  onOrder: (order: LapOrder) => void;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  split: boolean;
}

/** Names of the columns; those with an order of their own sort by it. */
export function TableHead({ order, onOrder, selection, onSelect, split, rows }: TableHeadProps) {
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
