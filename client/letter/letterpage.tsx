import { useSignal } from '@preact/signals';
import { Link, useParams } from 'wouter-preact';
import type { SessionView } from '../../shared/wire/sessions.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { findSession } from '../connection/sessions.ts';
import { LANGUAGES, type Language, t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Empty, Failed, Loading } from '../view/loading.tsx';
import { useFetched } from '../view/usefetched.ts';
import { Letter } from './letter.tsx';
import './letter.css';
import { type Blanks, LetterTools } from './lettertools.tsx';

/** The letter to the guardians of a class, in both languages, to be filled in and printed. */
export default function LetterPage() {
  const code = (useParams().code ?? '').toUpperCase();
  const { state, retry } = useFetched(code, (signal) => findSession(code, signal));
  const now = state.value;
  return (
    <>
      <AppBar theme="paper" name={driver.value.name} />
      <main id="main" tabIndex={-1} class="page letter-page">
        {now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
        {now.at === 'failed' ? <Failed title={t('join.failed')} detail={faultText(now.error)} onRetry={retry} /> : null}
        {now.at === 'there' ? <Found code={code} session={now.value} /> : null}
      </main>
    </>
  );
}

function Found({ code, session }: { code: string; session: SessionView | null }) {
  if (session?.template === 'class' && session.eraseAt !== null)
    return <Letters session={session} eraseAt={session.eraseAt} />;
  return (
    <Empty title={session === null ? t('join.unknown', { code }) : t('letter.notClass')}>
      <p>{t(session === null ? 'join.unknownMeans' : 'letter.notClassMeans')}</p>
      <Link href="/sessions" class="button primary">
        {t('session.toSessions')}
      </Link>
    </Empty>
  );
}

function Letters({ session, eraseAt }: { session: SessionView; eraseAt: string }) {
  // What is typed stays on this page: it goes to the printer and nowhere else.
  const blanks = useSignal<Blanks>({ school: '', teacher: '', contact: '', returnBy: '' });
  const printed = useSignal<Language | 'both'>('both');
  const languages = LANGUAGES.filter((language) => printed.value === 'both' || printed.value === language);
  return (
    <>
      <LetterTools
        name={session.name}
        blanks={blanks.value}
        printed={printed.value}
        onBlanks={(next) => {
          blanks.value = next;
        }}
        onPrinted={(next) => {
          printed.value = next;
        }}
      />
      {[...languages].reverse().map((language) => (
        <Letter key={language} language={language} eraseAt={eraseAt} blanks={blanks.value} />
      ))}
    </>
  );
}
