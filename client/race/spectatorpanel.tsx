import { useEffect } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Chip } from '../view/chip.tsx';
import { Icon } from '../view/icon.tsx';
import { asked } from './bindings.ts';
import type { HudModel } from './hudmodel.ts';
import './spectator.css';

/** Whose race a spectator sees, and the way to the next: by the steering keys, or by two buttons. */
export function SpectatorPanel({ hud }: { hud: HudModel }) {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const action = asked(event);
      if (action !== 'left' && action !== 'right') return;
      event.preventDefault();
      turn(hud, action === 'right' ? 1 : -1);
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [hud]);
  const row = hud.standings.value.find(({ watched }) => watched);
  return (
    <section class="race-panel race-spectator" aria-label={t('race.watch.title')} data-testid="spectator">
      <Chip tone="flag">{t('race.watch.badge')}</Chip>
      <button
        type="button"
        aria-label={t('race.watch.before')}
        onClick={() => turn(hud, -1)}
        data-testid="watch-before"
      >
        ‹
      </button>
      <span class="race-watched" aria-live="polite" data-testid="watched">
        {row ? <Badge driver={row.driver} clone={row.clone} size={22} /> : null}
        <b>{row?.name ?? ''}</b>
      </span>
      <button type="button" aria-label={t('race.watch.next')} onClick={() => turn(hud, 1)} data-testid="watch-next">
        ›
      </button>
      <span class="race-watchers">
        <Icon name="users" size={18} /> {t('race.watch.count', { count: hud.spectators.value })}
      </span>
    </section>
  );
}

/** To the car one place before or behind; after the last comes the first. */
function turn(hud: HudModel, step: 1 | -1): void {
  const rows = hud.standings.peek();
  const now = rows.findIndex(({ watched }) => watched);
  const next = rows[(now + step + rows.length) % rows.length];
  if (next) hud.watched.value = next.id;
}
