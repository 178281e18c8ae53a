import { useEffect, useState } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import type { HudModel, Standing } from './hudmodel.ts';
import { gapText } from './timetext.ts';

/** Position, lap, and the order of the cars with their gaps to the leader. */
export function Tower({ hud }: { hud: HudModel }) {
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
      </div>
      <div class="race-kerb" />
      <ol>
        {rows.map((row, index) => (
          <TowerRow key={row.id} row={row} index={index} />
        ))}
      </ol>
    </section>
  );
}

function TowerRow({ row, index }: { row: Standing; index: number }) {
  const [place, setPlace] = useState(index);
  // A row that changed place slides from where it was; CSS does the rest.
  useEffect(() => setPlace(index), [index]);
  const from = (place - index) * 34;
  return (
    <li
      class={row.own ? 'own' : row.connected ? '' : 'away'}
      style={from === 0 ? undefined : { transform: `translateY(${from}px)`, transition: 'none' }}
    >
      <span class="race-num">{index + 1}</span>
      <Badge driver={row.driver} clone={row.clone} size={20} />
      <span class="race-name">{row.own ? t('race.you') : row.name}</span>
      <span class="race-gap">{index === 0 ? t('race.leader') : gapText(row.gap)}</span>
    </li>
  );
}
