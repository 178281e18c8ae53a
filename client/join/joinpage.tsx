import { useSignal } from '@preact/signals';
import { Link, useParams } from 'wouter-preact';
import type { Participant, SessionView } from '../../shared/wire/sessions.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Chip } from '../view/chip.tsx';
import { Empty, Failed, Loading } from '../view/loading.tsx';
import './join.css';
import { Joined } from './joined.tsx';
import { JoinForm } from './joinform.tsx';
import { usePart } from './usepart.ts';

/** What somebody with a session's code sees: what it is, what they agree to, and then the way to the road. */
export default function JoinPage() {
  const code = (useParams().code ?? '').toUpperCase();
  const { state, renew } = usePart(code);
  return (
    <>
      <AppBar theme="asphalt" name={driver.value.name} />
      <main id="main" tabIndex={-1} class="page join">
        {state.at === 'asking' ? <Loading text={t('app.loading')} /> : null}
        {state.at === 'failed' ? (
          <Failed title={t('join.failed')} detail={faultText(state.error)} onRetry={() => void renew()} />
        ) : null}
        {state.at === 'there' && state.value.session === null ? <NoSession code={code} /> : null}
        {state.at === 'there' && state.value.session !== null ? (
          <Session session={state.value.session} part={state.value.part} offline={state.offline} renew={renew} />
        ) : null}
      </main>
    </>
  );
}

function NoSession({ code }: { code: string }) {
  return (
    <Empty title={t('join.unknown', { code })}>
      <p>{t('join.unknownMeans')}</p>
      <div class="buttons">
        <Link href="/sessions" class="button primary">
          {t('join.otherCode')}
        </Link>
        <Link href="/" class="button">
          {t('app.toLobby')}
        </Link>
      </div>
    </Empty>
  );
}

interface SessionProps {
  session: SessionView;
  part: Participant | null;
  offline: boolean;
  renew: () => Promise<void>;
}

function Session({ session, part, offline, renew }: SessionProps) {
  const choosing = useSignal(false);
  // Whoever agreed to an older text reads the new one first.
  const outdated = part !== null && part.consent.version < session.consentVersion;
  const form = part === null || outdated || choosing.value;
  return (
    <>
      <div class="page-head">
        <h1>{session.name}</h1>
        <Chip>
          <span class="mono">{session.code}</span>
        </Chip>
        {session.status === 'open' ? null : (
          <Chip tone="warn" icon={session.status === 'paused' ? 'pause' : 'cross'}>
            {t(`session.status.${session.status}`)}
          </Chip>
        )}
        {offline ? (
          <Chip tone="bad" icon="warning">
            <span role="status">{t('session.reconnecting')}</span>
          </Chip>
        ) : null}
      </div>
      {part?.removed ? <Removed /> : null}
      {!part?.removed && form && session.status === 'closed' ? <Closed /> : null}
      {!part?.removed && form && session.status !== 'closed' ? (
        <JoinForm
          session={session}
          part={part}
          onJoined={async () => {
            choosing.value = false;
            await renew();
          }}
        />
      ) : null}
      {part && !part.removed && !form ? (
        <Joined session={session} part={part} onChoose={() => (choosing.value = true)} />
      ) : null}
    </>
  );
}

function Removed() {
  return (
    <Empty title={t('join.removed')}>
      <p>{t('join.removedMeans')}</p>
      <Link href="/" class="button primary">
        {t('app.toLobby')}
      </Link>
    </Empty>
  );
}

function Closed() {
  return (
    <Empty title={t('join.closed')}>
      <p>{t('join.closedMeans')}</p>
      <Link href="/" class="button primary">
        {t('app.toLobby')}
      </Link>
    </Empty>
  );
}
