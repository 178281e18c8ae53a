import { useSignal } from '@preact/signals';
import { useLocation } from 'wouter-preact';
import { organiserPath, sessionIn } from '../connection/openedsessions.ts';
import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { TextField } from './fields.tsx';

/** The way back to a session that was opened elsewhere. */
export function OrganiserLink() {
  const [, go] = useLocation();
  const text = useSignal('');
  const fault = useSignal('');
  const open = (): void => {
    const found = sessionIn(text.value);
    if (found?.token) go(organiserPath(found.code, found.token));
    else fault.value = t(found ? 'sessions.codeAlone' : 'sessions.noLink');
  };
  return (
    <Card title={t('sessions.haveLink')} icon="share">
      <form
        class="one-field"
        onSubmit={(event) => {
          event.preventDefault();
          open();
        }}
      >
        <TextField
          label={t('sessions.organiserLink')}
          value={text.value}
          fault={fault.value}
          onChange={(value) => {
            text.value = value;
            fault.value = '';
          }}
          testId="organiser-link"
        />
        <button type="submit" class="button">
          {t('sessions.goOn')}
        </button>
      </form>
    </Card>
  );
}
