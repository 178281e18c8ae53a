import { Fragment } from 'preact';
import { useEffect } from 'preact/hooks';
import type { LapOrder, LapRow } from '../../shared/wire/laps.ts';
import { faultText } from '../connection/fault.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { type LapAct, LapDetail } from './lapdetail.tsx';
import { LapLine } from './laprow.tsx';
import { keyOf, type Selection } from './selection.ts';
import './table.css';
import { TableHead } from './tablehead.tsx';
import type { Laps } from './uselaps.ts';
import { useNarrow } from './usenarrow.ts';
import { useWalk, type Walk } from './usewalk.ts';

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

/** The next page is asked for this many rows before the end. */
const AHEAD = 30;

/** All laps that fit, of which only those in sight are in the page; rows are walked by arrow keys. */
export function LapsTable(props: LapsTableProps) {
  const { laps, selection, onSelect, order, onOrder, split = false } = props;
  const { rows, total, next, busy, error } = laps.state.value;
  const narrow = useNarrow();
  const walk = useWalk({ rows, narrow, selection, onSelect, list: laps.list });
  const { shown } = walk;
  useEffect(() => {
    if (next !== null && !error && shown.to + AHEAD >= rows.length) laps.more();
  }, [shown.to, rows.length, next]);
  return (
    <div class="laps-box" ref={walk.box} onScroll={walk.measure} data-testid="laps-box">
      <table
        class="laps-table"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are walked by arrow keys and picked
        role="grid"
        aria-label={t('data.tableLabel')}
        aria-rowcount={total + 1}
        aria-multiselectable="true"
        aria-busy={busy}
        onKeyDown={walk.onKeyDown}
      >
        <TableHead {...{ rows, order, onOrder, selection, onSelect, split }} />
        <tbody>
          <Gap height={shown.before} />
          {rows.slice(shown.from, shown.to).map((lap, k) => (
            <Lap key={keyOf(lap)} {...props} lap={lap} index={shown.from + k} walk={walk} />
          ))}
          <Gap height={shown.after} />
        </tbody>
      </table>
      <End {...laps} />
    </div>
  );
}

interface LapProps extends LapsTableProps {
  lap: LapRow;
  index: number;
  walk: Walk;
}

/** A row, and what is known of it where it is open. */
function Lap({ lap, index, walk, selection, hues, split, trackNames, mine, onAct }: LapProps) {
  const key = keyOf(lap);
  const opened = key === walk.opened.value;
  return (
    <Fragment>
      <LapLine
        row={lap}
        index={index}
        hue={hues.get(lap.driver.id)}
        picked={selection.has(key)}
        opened={opened}
        active={index === walk.active.value}
        split={split ?? false}
        trackName={trackNames?.get(lap.trackId) ?? null}
        actions={walk}
      />
      {opened ? (
        <tr class="lap-detail-row">
          <td class="lap-detail-cell" colSpan={9}>
            <LapDetail row={lap} mine={mine(lap)} onAct={onAct} />
          </td>
        </tr>
      ) : null}
    </Fragment>
  );
}

/** That more is coming, or why it is not. */
function End({ state, more }: Laps) {
  const { rows, busy, error } = state.value;
  if (rows.length === 0) return null;
  if (!error) return busy ? <p class="laps-end">{t('app.loading')}</p> : null;
  return (
    <p class="laps-end" role="alert">
      {faultText(error)}{' '}
      <Button size="small" onClick={more}>
        {t('app.retry')}
      </Button>
    </p>
  );
}

/** Room that the rows out of sight would take. */
function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row, which nothing focuses
  return <tr class="laps-gap" aria-hidden="true" style={{ height }} />;
}
