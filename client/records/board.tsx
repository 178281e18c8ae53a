import { useSignal } from '@preact/signals';
import { Link, useLocation } from 'wouter-preact';
import type { Leaderboard, LeaderboardRow } from '../../shared/wire/records.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { nameOf } from '../connection/named.ts';
import { orderRace } from '../connection/raceorder.ts';
import { language, t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { Chip } from '../view/chip.tsx';
import { huesOf } from '../view/hues.ts';
import { Icon } from '../view/icon.tsx';
import { lapTime } from '../view/laptime.ts';
import { Empty } from '../view/loading.tsx';
import { MedalMark } from '../view/medal.tsx';
import type { RecordsQuery } from './query.ts';

/** Laps of a race against a ghost. */
const GHOST_LAPS = 3;
/** A crowd's clone has nobody's hue. */
const CROWD = 8;

/** The person of a row, in whose hue it is shown. */
const personOf = ({ kind, driverId, cloneOf }: LeaderboardRow): string =>
  kind === 'policy' ? (cloneOf ?? '') : driverId;

/** The list itself: each line leads to its lap in the theatre, and onto the grid beside it. */
export function Board({ board, query }: { board: Leaderboard; query: RecordsQuery }) {
  const [, go] = useLocation();
  const fault = useSignal('');
  const ownId = driver.value.driverId;
  const hues = huesOf(board.items.map(personOf), ownId);
  const first = board.items[0];
  const race = async (row: LeaderboardRow): Promise<void> => {
    try {
      const grid = [{ kind: 'ghost' as const, episodeId: row.episodeId }];
      await orderRace({ trackId: board.trackId, car: board.car, laps: GHOST_LAPS, grid });
      go('/race');
    } catch (error) {
      fault.value = faultText(error);
    }
  };
  if (!first) return <NoTimes query={query} />;
  return (
    <Card class="records-board">
      {fault.value ? <p role="alert">{fault.value}</p> : null}
      <table class="table" data-testid="board">
        <caption class="visually-hidden">{t('records.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('records.pos')}</th>
            <th scope="col">{t('records.driver')}</th>
            <th scope="col">{t('records.medal')}</th>
            <th scope="col" class="right">
              {query.sector === undefined ? t('records.time') : t('records.sector', { number: query.sector })}
            </th>
            <th scope="col" class="right">
              {t('records.gap')}
            </th>
            <th scope="col" class="right wide">
              {t('records.sectors')}
            </th>
            <th scope="col" class="wide">
              {t('records.when')}
            </th>
            <th scope="col">
              <span class="visually-hidden">{t('records.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {board.items.map((row) => (
            <Line
              key={`${row.episodeId} ${row.lap}`}
              row={row}
              hue={hues.get(personOf(row)) ?? CROWD}
              behind={row.timeMs - first.timeMs}
              own={row.driverId === ownId}
              ofOwn={row.cloneOf !== null && row.cloneOf === ownId}
              onRace={() => void race(row)}
            />
          ))}
        </tbody>
      </table>
    </Card>
  );
}

interface LineProps {
  row: LeaderboardRow;
  hue: number;
  behind: number;
  own: boolean;
  /** A clone of whoever looks. */
  ofOwn: boolean;
  onRace: () => void;
}

function Line({ row, hue, behind, own, ofOwn, onRace }: LineProps) {
  const clone = row.kind === 'policy';
  const name = nameOf(row, driver.value.driverId);
  const replay = new URLSearchParams({ race: row.raceId, driver: row.driverId, lap: String(row.lap) });
  const when = new Date(row.startedAt).toLocaleDateString(language.value, { dateStyle: 'medium' });
  return (
    <tr class={own ? 'own' : ofOwn ? 'of-own' : ''} data-position={row.position} data-driver={row.driverId}>
      <td class="number place">{row.position}</td>
      <td class="who">
        <span>
          <Badge driver={hue} clone={clone} size={20} />
          <b>{name}</b>
          {clone ? <Chip icon="clone">{t('records.clone')}</Chip> : null}
        </span>
      </td>
      <td class="medal-cell">{row.medal ? <MedalMark medal={row.medal} /> : null}</td>
      <td class="right number time">{lapTime(row.timeMs)}</td>
      <td class="right number gap">{behind === 0 ? '' : `+${(behind / 1000).toFixed(3)}`}</td>
      <td class="right number wide sectors">{row.sectors.map((ms) => (ms / 1000).toFixed(2)).join(' · ')}</td>
      <td class="wide when">{when}</td>
      <td class="acts">
        <Link href={`/theatre?${replay}`} class="button small quiet" aria-label={t('records.watchOf', { name })}>
          <Icon name="play" size={18} />
          {t('records.watch')}
        </Link>
        <button
          type="button"
          class="button small"
          aria-label={t('records.raceOf', { name })}
          data-testid="race-ghost"
          onClick={onRace}
        >
          <Icon name="flag" size={18} />
          {t('records.race')}
        </button>
      </td>
    </tr>
  );
}

function NoTimes({ query }: { query: RecordsQuery }) {
  const [, go] = useLocation();
  return (
    <Empty title={t(`records.none.${query.who}`)}>
      <p>{t('records.noneBody')}</p>
      <Button kind="primary" icon="flag" onClick={() => go('/')}>
        {t('app.toLobby')}
      </Button>
    </Empty>
  );
}
