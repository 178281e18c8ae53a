import { useEffect, useMemo } from 'preact/hooks';
import { Link, useParams } from 'wouter-preact';
import { driver } from '../connection/driver.ts';
import { keepSession, openedSessions } from '../connection/openedsessions.ts';
import { language, t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Empty, Loading } from '../view/loading.tsx';
import { CodeCard } from './codecard.tsx';
import { DatasetsCard } from './datasetscard.tsx';
import { DriversCard } from './driverscard.tsx';
import { GoalBar } from './goalbar.tsx';
import { LapsCard } from './lapscard.tsx';
import { MessageCard } from './messagecard.tsx';
import { NumbersCard } from './numberscard.tsx';
import type { Organiser } from './organiser.ts';
import { secretFor } from './secret.ts';
import { SecretCard } from './secretcard.tsx';
import './session.css';
import './drivers.css';
import { SessionHead } from './sessionhead.tsx';
import { useLive } from './uselive.ts';
import { WhereCard } from './wherecard.tsx';

/** The organiser's page: who drives, what came of it, where the road is thin, and everything an organiser does. */
export default function SessionPage() {
  const code = (useParams().code ?? '').toUpperCase();
  const token = useMemo(() => secretFor(code), [code]);
  return (
    <>
      <AppBar theme="paper" name={driver.value.name} />
      <main id="main" tabIndex={-1} class="page organiser">
        {token === null ? <NoSecret /> : <Watched key={code} code={code} token={token} />}
      </main>
    </>
  );
}

/** Whoever has the code alone is a driver. */
function NoSecret() {
  const { code } = useParams();
  return (
    <Empty title={t('session.noSecret')}>
      <p>{t('session.noSecretMeans')}</p>
      <div class="buttons">
        <Link href="/sessions" class="button primary">
          {t('session.toSessions')}
        </Link>
        <Link href={`/join/${code}`} class="button">
          {t('session.toJoin')}
        </Link>
      </div>
    </Empty>
  );
}

function Watched({ code, token }: { code: string; token: string }) {
  const { state, renew } = useLive(code, token);
  const now = state.value;
  const name = now.at === 'there' ? now.live.session.name : '';
  useEffect(() => {
    if (name === '') return;
    const openedAt = now.at === 'there' ? now.live.session.openedAt : '';
    const kept = openedSessions.peek().find((session) => session.code === code);
    if (kept && kept.name !== name) keepSession({ ...kept, name, openedAt });
    document.title = `${name} · Mimic GP`;
  }, [name, language.value]);
  if (now.at === 'refused') return <Refused status={now.error.status} detail={now.error.message} />;
  if (now.at === 'asking') return now.offline ? <Offline /> : <Loading text={t('app.loading')} />;
  return <Console organiser={{ code, token, live: now.live, renew }} offline={now.offline} />;
}

function Offline() {
  return (
    <div class="state" role="alert">
      <h2>{t('session.offline')}</h2>
      <p>{t('session.retrying')}</p>
    </div>
  );
}

function Refused({ status, detail }: { status: number; detail: string }) {
  return (
    <Empty title={t(status === 404 ? 'session.gone' : 'session.refused')}>
      <p role="alert">{detail}</p>
      <Link href="/sessions" class="button primary">
        {t('session.toSessions')}
      </Link>
    </Empty>
  );
}

function Console({ organiser, offline }: { organiser: Organiser; offline: boolean }) {
  return (
    <>
      <SessionHead organiser={organiser} offline={offline} />
      <GoalBar organiser={organiser} />
      <div class="organiser-grid">
        <div class="organiser-column">
          {organiser.live.session.status === 'closed' ? null : <CodeCard organiser={organiser} />}
          <DriversCard organiser={organiser} />
        </div>
        <div class="organiser-column">
          <NumbersCard live={organiser.live} />
          <WhereCard live={organiser.live} />
        </div>
        <div class="organiser-column">
          <MessageCard organiser={organiser} />
          <LapsCard organiser={organiser} />
          <DatasetsCard organiser={organiser} />
          <SecretCard organiser={organiser} />
        </div>
      </div>
    </>
  );
}
