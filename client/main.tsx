import { render } from 'preact';
import { lazy, Suspense } from 'preact/compat';
import { Route, Switch } from 'wouter-preact';
import { startLanguage, t } from './locale/locale.ts';
import './view/base.css';

/** Phaser and the network client are large: they come with the first race, not with the page. */
const RacePage = lazy(() => import('./race/racepage.tsx'));

function App() {
  return (
    <Suspense fallback={<p role="status">{t('app.loading')}</p>}>
      <Switch>
        <Route path="/race" component={RacePage} />
      </Switch>
    </Suspense>
  );
}

startLanguage();
render(<App />, document.getElementById('app')!);
