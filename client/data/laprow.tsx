import { Link } from 'wouter-preact';
import type { LapRow } from '../../shared/wire/laps.ts';
import { driver } from '../connection/driver.ts';
import { nameOf } from '../connection/named.ts';
import { language, t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Icon } from '../view/icon.tsx';
import { lapTime } from '../view/laptime.ts';
import { flagWords, qualityOf, reasonsOf } from './flagwords.ts';
import { offsetPath } from './linepath.ts';

/** A crowd's clone has nobody's hue. */
const CROWD = 8;
const LINE = { width: 184, height: 24 };
/** Metres to either side that the sparkline shows. */
const REACH = 6;

export interface RowActions {
  toggle: (index: number, range: boolean) => void;
  open: (index: number) => void;
}

interface LapLineProps {
  row: LapRow;
  /** In the list, from 0. */
  index: number;
  hue: number | undefined;
  picked: boolean;
  opened: boolean;
  /** The row that keys act on; its buttons take part in the order of focus. */
  active: boolean;
  /** Shows on which side of the split it is. */
  split: boolean;
  /** Names its road: the list has laps of several. */
  trackName: string | null;
  actions: RowActions;
}

export const watchPath = ({ raceId, driver: who, number }: LapRow): string =>
  `/theatre?${new URLSearchParams({ race: raceId, driver: who.id, lap: String(number) })}`;

export const lapName = (row: LapRow): string =>
  t('data.lapOf', {
    name: nameOf({ driverId: row.driver.id, kind: row.driver.kind, cloneOf: null }, driver.value.driverId),
    time: lapTime(row.timeMs),
  });

/** The time of a lap of today, the day of an earlier one. */
function whenText(startedAt: string): string {
  const when = new Date(startedAt);
  const today = when.toDateString() === new Date().toDateString();
  return today
    ? when.toLocaleTimeString(language.value, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    : when.toLocaleDateString(language.value, { year: '2-digit', month: 'numeric', day: 'numeric' });
}

/** One lap as a row of the table. */
export function LapLine({ row, index, hue, picked, opened, active, split, trackName, actions }: LapLineProps) {
  const name = nameOf({ driverId: row.driver.id, kind: row.driver.kind, cloneOf: null }, driver.value.driverId);
  const tab = active ? 0 : -1;
  const classes = ['lap-line', picked ? 'picked' : '', opened ? 'opened' : ''].join(' ');
  return (
    <tr
      class={classes}
      aria-rowindex={index + 2}
      aria-selected={picked}
      tabIndex={tab}
      data-index={index}
      data-lap={`${row.episodeId} ${row.number}`}
      data-mark={row.mark}
    >
      <td class="pick">
        <label>
          <input
            type="checkbox"
            tabIndex={tab}
            checked={picked}
            aria-label={t('data.pick', { lap: lapName(row) })}
            onClick={(event) => actions.toggle(index, event.shiftKey)}
          />
        </label>
      </td>
      <td class="when">{whenText(row.startedAt)}</td>
      <td class="who">
        <Badge driver={hue ?? CROWD} clone={row.driver.kind === 'policy'} size={18} />
        <b>{name}</b>
        {trackName === null ? null : <small>{trackName}</small>}
      </td>
      {split ? null : <td class="kind">{t(`data.kind.${row.driver.kind}`)}</td>}
      <td class="time number right">{lapTime(row.timeMs)}</td>
      <td class="line">
        <svg viewBox={`0 0 ${LINE.width} ${LINE.height}`} preserveAspectRatio="none" aria-hidden="true">
          <path d={offsetPath(row.line, REACH, LINE.width, LINE.height)} vector-effect="non-scaling-stroke" />
        </svg>
      </td>
      <td class={`off number right ${row.offTracks > 0 ? 'some' : ''}`}>{row.offTracks}</td>
      <td class="quality">
        <Quality row={row} />
      </td>
      {split ? <td class="split">{row.split === null ? '–' : t(`data.split.${row.split}`)}</td> : null}
      <td class="acts">
        <RowActs row={row} index={index} opened={opened} tab={tab} onOpen={actions.open} />
      </td>
    </tr>
  );
}

interface RowActsProps extends Pick<LapLineProps, 'row' | 'index' | 'opened'> {
  tab: number;
  onOpen: (index: number) => void;
}

function RowActs({ row, index, opened, tab, onOpen }: RowActsProps) {
  return (
    <>
      <Link
        href={watchPath(row)}
        class="row-button"
        tabIndex={tab}
        aria-label={t('data.watchOf', { lap: lapName(row) })}
        title={t('data.watch')}
      >
        <Icon name="play" size={18} />
      </Link>
      <button
        type="button"
        class="row-button"
        tabIndex={tab}
        aria-expanded={opened}
        aria-label={t('data.detailsOf', { lap: lapName(row) })}
        title={t('data.details')}
        data-testid="details"
        onClick={() => onOpen(index)}
      >
        <Icon name={opened ? 'minus' : 'plus'} size={18} />
      </button>
    </>
  );
}

/** An icon and words; where the pointer rests, the whole reasons. */
function Quality({ row }: { row: LapRow }) {
  const { icon, tone, text, more } = qualityOf(row);
  const reasons = reasonsOf(row);
  return (
    <span class={`quality-words ${tone}`} title={reasons.join('\n') || undefined}>
      <Icon name={icon} size={18} />
      <span>{text}</span>
      {more > 0 ? (
        <small class="more-flags" title={row.flags.map(flagWords).join(', ')}>
          {t('data.moreFlags', { count: more })}
        </small>
      ) : null}
    </span>
  );
}
