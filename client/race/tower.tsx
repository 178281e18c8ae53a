import { useEffect, useState } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import type { HudModel, Standing } from './hudmodel.ts';
import { SaidAloud, SaidLines } from './saidlines.tsx';
import { SessionLine } from './sessionline.tsx';
import { gapText } from './timetext.ts';

const MOST_ROWS = 10;
const LEADERS = 3;
const ROW_PIXELS = 34;

/** Position, lap, and the order of the cars with their gaps to the leader. */
export function Tower({ hud, spectates }: { hud: HudModel; spectates: boolean }) {
  const rows = hud.standings.value;
  return (
    <section class="race-panel race-tower" aria-label={t('race.order')}>
      <div class="race-tower-head">
        <span class="race-place" data-testid="position">
          {hud.position.value}
        </span>
        <span class="race-of">/ {rows.length}</span>
        <span class="race-lap">
          <small>{t('race.lap')}</small>
          <b data-testid="lap">
            {hud.lap.value}
            <span> / {hud.laps.value}</span>
          </b>
        </span>
        {spectates ? null : <RecordingDot hud={hud} />}
      </div>
      <div class="race-kerb" />
      <ol>
        {shownPlaces(rows).map((index, line) => (
          <TowerRow key={rows[index].id} row={rows[index]} index={index} line={line} />
        ))}
      </ol>
      <SessionLine hud={hud} />
      <SaidLines hud={hud} />
      <SaidAloud hud={hud} />
    </section>
  );
}

function RecordingDot({ hud }: { hud: HudModel }) {
  return (
    <span class={`race-recdot ${hud.recorded.value ? 'on' : ''}`}>
      <i aria-hidden="true" /> {t(hud.recorded.value ? 'race.recordedShort' : 'race.notRecorded')}
    </span>
  );
}

/** The places that fit: all of them, or the first three and those round the own one. */
function shownPlaces(rows: readonly Standing[]): number[] {
  const all = rows.map((_, index) => index);
  if (all.length <= MOST_ROWS) return all;
  const own = Math.max(
    0,
    rows.findIndex((row) => row.own || row.watched),
  );
  const span = MOST_ROWS - LEADERS;
  const from = Math.max(LEADERS, Math.min(own - Math.floor(span / 2), all.length - span));
  return [...all.slice(0, LEADERS), ...all.slice(from, from + span)];
}

function TowerRow({ row, index, line }: { row: Standing; index: number; line: number }) {
  const [before, setBefore] = useState(line);
  // A row that changed place slides from where it was; CSS does the rest.
  useEffect(() => setBefore(line), [line]);
  const from = (before - line) * ROW_PIXELS;
  return (
    <li
      class={row.own || row.watched ? 'own' : row.connected || row.wheel !== 'own' ? '' : 'away'}
      style={from === 0 ? undefined : { transform: `translateY(${from}px)`, transition: 'none' }}
    >
      <span class="race-num">{index + 1}</span>
      <Badge driver={row.driver} clone={row.clone || row.wheel === 'clone'} size={20} />
      <span class="race-name">
        {row.own ? t('race.you') : row.name}
        {row.wheel === 'own' ? null : <small>{t(`race.wheel.${row.wheel}`)}</small>}
      </span>
      <span class="race-gap">{index === 0 ? t('race.leader') : gapText(row.gap)}</span>
    </li>
  );
}
