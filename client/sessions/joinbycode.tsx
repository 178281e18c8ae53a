import { useSignal } from '@preact/signals';
import { useLocation } from 'wouter-preact';
import { codeIn, isCode } from '../connection/code.ts';
import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { TextField } from './fields.tsx';

/** For whoever was given a code to drive with. */
export function JoinByCode() {
  const [, go] = useLocation();
  const text = useSignal('');
  const fault = useSignal('');
  const join = (): void => {
    const code = codeIn(text.value);
    if (isCode(code)) go(`/join/${code}`);
    else fault.value = t('together.codeFirst');
  };
  return (
    <Card title={t('sessions.drive')} icon="helmet">
      <form
        class="one-field"
        onSubmit={(event) => {
          event.preventDefault();
          join();
        }}
      >
        <TextField
          label={t('sessions.code')}
          value={text.value}
          fault={fault.value}
          onChange={(value) => {
            text.value = value;
            fault.value = '';
          }}
          testId="join-code"
        />
        <button type="submit" class="button">
          {t('sessions.join')}
        </button>
      </form>
    </Card>
  );
}
