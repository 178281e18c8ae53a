import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { faultText } from '../connection/fault.ts';
import { tellSession } from '../connection/sessions.ts';
import { language, t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import type { Organiser } from './organiser.ts';

const MOST_CHARACTERS = 200;

/** A word to everybody: it stands on their pages and appears in their races. */
export function MessageCard({ organiser }: { organiser: Organiser }) {
  const { message } = organiser.live.session;
  const text = useSignal('');
  const fault = useSignal('');
  const busy = useSignal(false);
  const field = useId();
  const send = async (): Promise<void> => {
    if (text.value.trim() === '') return;
    busy.value = true;
    fault.value = '';
    try {
      await tellSession(organiser.token, organiser.code, text.value.trim());
      text.value = '';
      await organiser.renew();
    } catch (error) {
      fault.value = faultText(error);
    }
    busy.value = false;
  };
  return (
    <Card title={t('session.message')} icon="message">
      <form
        class="message-form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <label class="visually-hidden" for={field}>
          {t('session.messageField')}
        </label>
        <input
          id={field}
          type="text"
          maxLength={MOST_CHARACTERS}
          placeholder={t('session.messageExample')}
          value={text.value}
          data-testid="message"
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
        <button
          type="submit"
          class="button"
          disabled={busy.value || text.value.trim() === '' || organiser.live.session.status === 'closed'}
          data-testid="send-message"
        >
          {t('session.send')}
        </button>
      </form>
      {fault.value ? (
        <p role="alert" class="field-fault">
          {fault.value}
        </p>
      ) : null}
      <p class="caption" role="status" data-testid="message-sent">
        {message ? t('session.messageSent', { time: timeOf(message.at), text: message.text }) : ''}
      </p>
    </Card>
  );
}

const timeOf = (at: string): string =>
  new Date(at).toLocaleTimeString(language.value, { hour: '2-digit', minute: '2-digit' });
