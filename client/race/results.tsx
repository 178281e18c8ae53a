import { useEffect, useRef } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Button } from '../view/button.tsx';
import { sessionCode } from './collecting.ts';
import type { Standing } from './hudmodel.ts';
import { ResultMedal } from './resultmedal.tsx';
import { resultTitle, rivalOf } from './resulttitle.ts';
import type { RaceSession } from './session.ts';
import { SessionThanks } from './sessionline.tsx';
import { clockText, gapText, lapText } from './timetext.ts';
import { TimeWent } from './timewent.tsx';

/** At most this many lap columns; a longer race shows its last ones. */
const LAP_COLUMNS = 3;

export interface ResultActions {
  again(): void;
  clone(): void;
  parting(): void;
  lobby(): void;
}

/** The race is over: where you came, by how much, and what to do next. */
export function Results({ session, actions }: { session: RaceSession; actions: ResultActions }) {
  const rows = session.hud.standings.value;
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const own = rows.find((row) => row.own);
  const rival = rivalOf(rows) ?? rows.find((row) => !row.own);
  const clones = rows.filter((row) => row.clone);
  const best = Math.min(...rows.map((row) => row.bestLapMs || Number.POSITIVE_INFINITY));
  return (
    <div
      class="race-results"
      data-testid="results"
      data-position={own ? rows.indexOf(own) + 1 : undefined}
      data-finished-ms={own?.finishedMs}
      data-best-lap-ms={own?.bestLapMs}
      data-laps={own?.lapTimesMs.length}
    >
      <header>
        <div>
          <h1 ref={title} tabIndex={-1}>
            {resultTitle(rows)}
          </h1>
          <p>{subtitle(rows)}</p>
          <ResultMedal session={session} />
        </div>
        {session.spectates ? (
          <Button kind="primary" onClick={actions.lobby} testId="lobby">
            {t('race.lobby')}
          </Button>
        ) : (
          <ResultButtons recorded={session.hud.recorded.value} clones={clones.length > 0} actions={actions} />
        )}
      </header>
      <SessionThanks hud={session.hud} />
      <div class="race-kerb" />
      <ResultTable rows={rows} best={best} laps={session.hud.laps.value} />
      {own && rival ? <TimeWent session={session} own={own} rival={rival} /> : null}
      {own ? <p class="race-results-note">{note(session, own)}</p> : null}
    </div>
  );
}

function ResultButtons(props: { recorded: boolean; clones: boolean; actions: ResultActions }) {
  const { recorded, clones, actions } = props;
  // Whoever drives for a session is asked for one thing: to drive again.
  const collects = sessionCode() !== undefined;
  const cloneFirst = recorded && !clones && !collects;
  const again = !collects && (recorded || clones) ? 'outlined' : 'primary';
  return (
    <div class="race-results-buttons">
      <Button onClick={actions.lobby} testId="lobby">
        {t(collects ? 'race.session.back' : 'race.lobby')}
      </Button>
      {clones ? (
        <Button kind="primary" icon="fork" onClick={actions.parting} testId="parting">
          {t('race.parting')}
        </Button>
      ) : null}
      {recorded ? (
        <Button kind={cloneFirst ? 'primary' : 'outlined'} icon="clone" onClick={actions.clone} testId="clone">
          {t('race.cloneMe')}
        </Button>
      ) : null}
      <Button kind={again} icon="flag" onClick={actions.again} testId="again">
        {t(collects ? 'race.session.again' : 'race.again')}
      </Button>
    </div>
  );
}

function ResultTable({ rows, best, laps }: { rows: readonly Standing[]; best: number; laps: number }) {
  const first = Math.max(0, laps - LAP_COLUMNS);
  const columns = Array.from({ length: Math.min(laps, LAP_COLUMNS) }, (_, i) => first + i);
  const winner = rows[0];
  return (
    <table class="race-table">
      <thead>
        <tr>
          <th>{t('race.pos')}</th>
          <th class="driver">{t('race.driver')}</th>
          {columns.map((lap) => (
            <th key={lap}>{t('race.lapNumber', { lap: lap + 1 })}</th>
          ))}
          <th>{t('race.bestLap')}</th>
          <th>{t('race.gap')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={row.id} class={row.own ? 'own' : ''}>
            <td class="place">{index + 1}</td>
            <td class="driver">
              <Badge driver={row.driver} clone={row.clone} size={22} />
              <span>{row.name}</span>
              <small>{kindText(row)}</small>
            </td>
            {columns.map((lap) => (
              <td key={lap} class={row.lapTimesMs[lap] === best ? 'best' : ''}>
                {row.lapTimesMs[lap] ? lapText(row.lapTimesMs[lap]) : '–'}
              </td>
            ))}
            <td class={row.bestLapMs === best ? 'best' : ''}>
              {row.bestLapMs === best ? '★ ' : ''}
              {lapText(row.bestLapMs)}
            </td>
            <td>{finishText(row, winner)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function finishText(row: Standing, winner: Standing | undefined): string {
  if (row.finishedMs === 0) return t('race.notFinished', { lap: row.lap });
  if (!winner || row === winner) return clockText(row.finishedMs / 1000, 2);
  return gapText((row.finishedMs - winner.finishedMs) / 1000);
}

function kindText(row: Standing): string {
  if (row.own) return t('race.you');
  if (row.kind === 'policy') return t('race.clone');
  return row.kind === 'ghost' ? t('race.ghost') : '';
}

function subtitle(rows: readonly Standing[]): string {
  const winner = rows[0];
  const own = rows.find((row) => row.own);
  if (!winner || !own || rows.length === 1) return '';
  if (own === winner) return t('race.youWon');
  return t('race.won', { name: winner.name });
}

/** Says whether this race can become a clone, and that a refusal costs nothing else. */
function note(session: RaceSession, own: Standing): string {
  if (!session.hud.recorded.value) return t('race.noteNotRecorded');
  if (own.lapTimesMs.length === 0) return t('race.noteNoLap');
  return t('race.noteRecorded', { count: own.lapTimesMs.length });
}
