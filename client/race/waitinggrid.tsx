import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { language, t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Button } from '../view/button.tsx';
import { Icon } from '../view/icon.tsx';
import type { Standing } from './hudmodel.ts';
import { Invitation } from './invitation.tsx';
import type { RaceSession } from './session.ts';
import './waiting.css';

/** Before a race with people: how others come in, who is here, and the button that says one may start. */
export function WaitingGrid({ session }: { session: RaceSession }) {
  const { hud, room, track } = session;
  const [, go] = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const ready = hud.ready.value;
  return (
    <div class="waiting-grid" data-testid="waiting-grid">
      <header class="waiting-head">
        <h1 ref={heading} tabIndex={-1}>
          {t('race.grid.title')}
        </h1>
        <p>{t('lobby.race', { track: track.name[language.value], laps: room.state.laps })}</p>
      </header>
      <Invitation code={room.state.code} />
      <Present rows={hud.standings.value} />
      <div class="waiting-go">
        <p class="waiting-rule" role="status">
          {hud.people.value > 1
            ? t('race.grid.ready', { ready: hud.readyPeople.value, people: hud.people.value })
            : t('race.grid.alone')}
        </p>
        <div class="buttons">
          <Button kind="primary" disabled={ready} onClick={() => session.ready()} testId="ready">
            {ready ? t('race.isReady') : t('race.ready')}
          </Button>
          <Button onClick={() => go('/')} testId="leave-grid">
            {t('race.lobby')}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** Everybody on the grid, people first: they are who is waited for. */
function Present({ rows }: { rows: readonly Standing[] }) {
  const people = rows.filter(({ kind }) => kind === 'human');
  const others = rows.filter(({ kind }) => kind !== 'human');
  return (
    <section aria-labelledby="grid-present">
      <h2 id="grid-present">{t('race.grid.present')}</h2>
      <ul class="waiting-people" data-testid="present">
        {people.map((row) => (
          <li key={row.id} class={row.connected ? '' : 'away'}>
            <Badge driver={row.driver} clone={false} size={22} />
            <b>{row.name}</b>
            {row.own ? <small>{t('race.you')}</small> : null}
            <span class={`waiting-state ${row.ready ? 'ready' : ''}`}>
              {row.ready ? <Icon name="check" size={18} /> : null}
              {t(stateOf(row))}
            </span>
          </li>
        ))}
        {others.map((row) => (
          <li key={row.id}>
            <Badge driver={row.driver} clone={row.clone} size={22} />
            <b>{row.name}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateOf(row: Standing): string {
  if (!row.connected) return 'race.grid.away';
  return row.ready ? 'race.grid.isReady' : 'race.grid.notReady';
}
