import { useLocation } from 'wouter-preact';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Empty } from '../view/loading.tsx';

/** Nobody has driven yet: what this page is for, and the first step. */
export function Newcomer() {
  const [, go] = useLocation();
  return (
    <Empty title={t('data.newcomer.title')}>
      <p>{t('data.newcomer.body')}</p>
      <ol class="newcomer-steps">
        {['drive', 'look', 'make', 'learn'].map((step) => (
          <li key={step}>{t(`data.newcomer.${step}`)}</li>
        ))}
      </ol>
      <div class="buttons">
        <Button kind="primary" icon="flag" onClick={() => go('/')}>
          {t('data.newcomer.go')}
        </Button>
        <Button icon="users" onClick={() => go('/sessions')}>
          {t('data.newcomer.session')}
        </Button>
      </div>
    </Empty>
  );
}
