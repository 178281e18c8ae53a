import type { Participant, SessionView } from '../../shared/wire/sessions.ts';
import { t } from '../locale/locale.ts';
import { ProgressBar } from '../view/progressbar.tsx';

/** What is collected, how far everybody is with it, and one's own share. */
export function Goal({ session, part }: { session: SessionView; part: Participant | null }) {
  const { goal, progress } = session;
  return (
    <section class="join-goal" aria-label={t('join.goal')} data-testid="join-goal" data-reached={progress.reached}>
      <p>{t(progress.reached ? 'join.goalReached' : 'join.goalIs', { count: goal.cleanLaps })}</p>
      <ProgressBar
        label={t('join.goal')}
        value={progress.cleanLaps / goal.cleanLaps}
        live={session.status === 'open' && !progress.reached}
      />
      <p class="join-counts">
        <span>
          <b class="number">{progress.cleanLaps}</b> / {goal.cleanLaps} {t('join.everybody')}
        </span>
        {part ? (
          <span data-testid="own-progress">
            <b class="number">{part.progress.cleanLaps}</b> {t('join.yours', { laps: part.progress.laps })}
          </span>
        ) : null}
      </p>
      <p class="caption">{t('join.cleanMeans')}</p>
    </section>
  );
}
