import { t } from '../locale/locale.ts';
import { Icon } from '../view/icon.tsx';
import type { HudModel } from './hudmodel.ts';
import './session.css';

/** In a race for a session: how far everybody is, and oneself, in one slim line of the tower. */
export function SessionLine({ hud }: { hud: HudModel }) {
  const { session, part } = hud.collecting;
  if (!session.value) return null;
  const { goal, progress, status } = session.value;
  const waits = status === 'paused' && hud.phase.value === 'waiting';
  return (
    <p class="race-session" data-testid="session-line">
      <span class="race-session-bar" aria-hidden="true">
        <i style={{ width: `${Math.min(1, progress.cleanLaps / goal.cleanLaps) * 100}%` }} />
      </span>
      {waits ? (
        t('race.session.paused')
      ) : (
        <>
          {t('race.session.together', { laps: progress.cleanLaps, goal: goal.cleanLaps })}
          {part.value ? <b>{t('race.session.yours', { laps: part.value.progress.cleanLaps })}</b> : null}
        </>
      )}
    </p>
  );
}

/** What the organiser has just said to everybody. */
export function OrganiserLine({ hud }: { hud: HudModel }) {
  const message = hud.collecting.message.value;
  return (
    <div class="race-organiser" role="status" data-testid="organiser-line">
      {message ? (
        <p>
          <Icon name="message" size={18} />
          <span>{t('race.session.says', { text: message.text })}</span>
        </p>
      ) : null}
    </div>
  );
}

/** After the race: thanks, and how far it has come with this race in it. */
export function SessionThanks({ hud }: { hud: HudModel }) {
  const { session, part } = hud.collecting;
  if (!session.value) return null;
  const { progress, goal } = session.value;
  const numbers = { laps: progress.cleanLaps, goal: goal.cleanLaps, own: part.value?.progress.cleanLaps ?? 0 };
  return (
    <p class="race-thanks" role="status" data-testid="session-thanks" data-own-laps={part.value?.progress.laps}>
      <b>{t(progress.reached ? 'race.session.reached' : 'race.session.thanks')}</b> {t('race.session.soFar', numbers)}
    </p>
  );
}
