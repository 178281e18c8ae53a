import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { t } from '../../locale/locale.ts';
import { Card } from '../card.tsx';
import { Icon } from '../icon.tsx';

/** The same numbers in words and rows; the first column heads its row. */
export interface ChartTable {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

interface ChartCardProps {
  title: string;
  legend?: ComponentChildren;
  table: () => ChartTable;
  children: ComponentChildren;
}

/** A chart with its legend, and the table that says the same. */
export function ChartCard({ title, legend, table, children }: ChartCardProps) {
  const asTable = useSignal(false);
  const toggle = (
    <button
      type="button"
      class="button quiet small square"
      aria-pressed={asTable.value}
      aria-label={`${title}: ${t('app.table')}`}
      title={t('app.table')}
      onClick={() => {
        asTable.value = !asTable.value;
      }}
    >
      <Icon name={asTable.value ? 'chart' : 'table'} size={18} />
    </button>
  );
  const aside = (
    <>
      {asTable.value ? null : legend}
      {toggle}
    </>
  );
  return (
    <Card title={title} class="chart-card" aside={aside}>
      {asTable.value ? <Rows title={title} table={table()} /> : children}
    </Card>
  );
}

function Rows({ title, table }: { title: string; table: ChartTable }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="chart-table" tabIndex={0} aria-label={title}>
      <table class="table">
        <thead>
          <tr>
            {table.columns.map((column, k) => (
              <th key={column} scope="col" class={k === 0 ? '' : 'right'}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(([head, ...cells]) => (
            <tr key={head}>
              <th scope="row">{head}</th>
              {cells.map((cell, k) => (
                <td key={table.columns[k + 1]} class="right number">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
