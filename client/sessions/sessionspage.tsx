import { fetchTracks } from '../connection/api.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Failed, Loading } from '../view/loading.tsx';
import { useFetched } from '../view/usefetched.ts';
import { JoinByCode } from './joinbycode.tsx';
import { OpenedList } from './openedlist.tsx';
import { OpenForm } from './openform.tsx';
import { OrganiserLink } from './organiserlink.tsx';
import './sessions.css';

/** What a collection session is, one form that opens one, and the ones this browser has opened. */
export default function SessionsPage() {
  const { state, retry } = useFetched('tracks', fetchTracks);
  const now = state.value;
  return (
    <>
      <AppBar theme="paper" name={driver.value.name} />
      <main id="main" tabIndex={-1} class="page sessions">
        <div class="sessions-head">
          <h1>{t('sessions.title')}</h1>
          <p>{t('sessions.whatItIs')}</p>
        </div>
        <div class="sessions-grid">
          <div class="sessions-column">
            {now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
            {now.at === 'failed' ? (
              <Failed title={t('lobby.tracksFailed')} detail={faultText(now.error)} onRetry={retry} />
            ) : null}
            {now.at === 'there' ? <OpenForm tracks={now.value} /> : null}
          </div>
          <div class="sessions-column">
            <JoinByCode />
            <OpenedList />
            <OrganiserLink />
          </div>
        </div>
      </main>
    </>
  );
}
