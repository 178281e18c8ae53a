// First of all, so that a page's own rules come after them.
import './view/palettes.css';
import './view/base.css';
import './view/components.css';
import './view/appbar.css';
import './view/forms.css';
import './view/charts/charts.css';

import { render } from 'preact';
import { lazy, Suspense } from 'preact/compat';
import { useEffect, useRef } from 'preact/hooks';
import { Link, Route, Switch } from 'wouter-preact';
import ClonePage from './clone/clonepage.tsx';
import { driver } from './connection/driver.ts';
import { startSecretLinks } from './connection/secretlink.ts';
import { startSettings } from './connection/settings.ts';
import DivergencePage from './divergence/divergencepage.tsx';
import LobbyPage from './lobby/lobbypage.tsx';
import { startLanguage, t } from './locale/locale.ts';
import { AppBar } from './view/appbar.tsx';
import { settingsOpen } from './view/settingsbutton.tsx';

const fetchRacePage = () => import('./race/racepage.tsx');
/** Phaser and the network client are large: they come with the first race, or while nothing else is to be done. */
const RacePage = lazy(fetchRacePage);
const RecordsPage = lazy(() => import('./records/recordspage.tsx'));
const TheatrePage = lazy(() => import('./theatre/theatrepage.tsx'));
const TracksPage = lazy(() => import('./tracks/trackspage.tsx'));
const DataPage = lazy(() => import('./data/datapage.tsx'));
const DatasetPage = lazy(() => import('./data/datasetpage.tsx'));
const PoliciesPage = lazy(() => import('./policies/policiespage.tsx'));
const PolicyPage = lazy(() => import('./policies/policypage.tsx'));
const ComparePage = lazy(() => import('./policies/comparepage.tsx'));
const SessionsPage = lazy(() => import('./sessions/sessionspage.tsx'));
const SessionPage = lazy(() => import('./session/sessionpage.tsx'));
const JoinPage = lazy(() => import('./join/joinpage.tsx'));
const LetterPage = lazy(() => import('./letter/letterpage.tsx'));
const ProfilePage = lazy(() => import('./profile/profilepage.tsx'));
/** The race page is fetched ahead this long after the first picture. */
const AHEAD_MS = 1200;
const SettingsDialog = lazy(() => import('./race/settings/settingsdialog.tsx'));

function App() {
  useEffect(() => {
    const timer = setTimeout(() => void fetchRacePage().catch(() => undefined), AHEAD_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Suspense fallback={<p role="status">{t('app.loading')}</p>}>
      <Switch>
        <Route path="/" component={LobbyPage} />
        <Route path="/clone" component={ClonePage} />
        <Route path="/divergence" component={DivergencePage} />
        <Route path="/records" component={RecordsPage} />
        <Route path="/theatre" component={TheatrePage} />
        <Route path="/tracks" component={TracksPage} />
        <Route path="/data" component={DataPage} />
        <Route path="/data/:id" component={DatasetPage} />
        <Route path="/policies" component={PoliciesPage} />
        <Route path="/policies/compare" component={ComparePage} />
        <Route path="/policies/:id" component={PolicyPage} />
        <Route path="/sessions" component={SessionsPage} />
        <Route path="/session/:code" component={SessionPage} />
        <Route path="/join/:code" component={JoinPage} />
        <Route path="/letter/:code" component={LetterPage} />
        <Route path="/me" component={ProfilePage} />
        <Route path="/race" component={RacePage} />
        <Route component={NotFound} />
      </Switch>
      <Settings />
    </Suspense>
  );
}

/** Over whatever page there is; fetched when first wanted, then kept, so that the focus goes back to where it was. */
function Settings() {
  const wanted = useRef(false);
  wanted.current ||= settingsOpen.value;
  return wanted.current ? (
    <Suspense fallback={null}>
      <SettingsDialog />
    </Suspense>
  ) : null;
}

function NotFound() {
  return (
    <>
      <AppBar theme="asphalt" name={driver.value.name} />
      <main id="main" tabIndex={-1} class="page state">
        <h2>{t('app.notFound')}</h2>
        <Link href="/" class="button">
          {t('app.toLobby')}
        </Link>
      </main>
    </>
  );
}

startSecretLinks();
startLanguage();
startSettings();
render(<App />, document.getElementById('app')!);
