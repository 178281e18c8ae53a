import { Link } from 'wouter-preact';
import { forgetSession, type OpenedSession, openedSessions, organiserPath } from '../connection/openedsessions.ts';
import { findSession } from '../connection/sessions.ts';
import { language, t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { Chip } from '../view/chip.tsx';
import { useFetched } from '../view/usefetched.ts';

/** The sessions whose secret this browser holds. */
export function OpenedList() {
  const sessions = openedSessions.value;
  return (
    <Card title={t('sessions.opened')} icon="flag">
      {sessions.length === 0 ? <p class="note">{t('sessions.noneOpened')}</p> : null}
      <ul class="opened-list" data-testid="opened-sessions">
        {sessions.map((session) => (
          <Opened key={session.code} session={session} />
        ))}
      </ul>
    </Card>
  );
}

/** How far it has come is asked of the server; without an answer its name and day stand alone. */
function Opened({ session }: { session: OpenedSession }) {
  const { code, token, name, openedAt } = session;
  const { state } = useFetched(code, (signal) => findSession(code, signal));
  const found = state.value.at === 'there' ? state.value.value : undefined;
  const day = new Date(openedAt).toLocaleDateString(language.value, { day: 'numeric', month: 'short' });
  return (
    <li>
      <Link href={organiserPath(code, token)} class="opened-link">
        <b>{name}</b>
        <span class="quiet">
          <span class="mono">{code}</span> · {day}
          {found
            ? ` · ${t('sessions.cleanOf', { count: found.progress.cleanLaps, goal: found.goal.cleanLaps })}`
            : null}
        </span>
      </Link>
      {found === null ? <Chip tone="warn">{t('sessions.gone')}</Chip> : null}
      {found ? (
        <Chip tone={found.status === 'open' ? 'good' : 'plain'}>{t(`session.status.${found.status}`)}</Chip>
      ) : null}
      <button
        type="button"
        class="button quiet small"
        aria-label={t('sessions.forgetNamed', { name })}
        title={t('sessions.forgetMeans')}
        onClick={() => forgetSession(code)}
      >
        {t('sessions.forget')}
      </button>
    </li>
  );
}
