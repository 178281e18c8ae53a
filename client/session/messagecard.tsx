import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { Live } from '../../shared/wire/sessions.ts';
import { faultText } from '../connection/fault.ts';
import { tellSession } from '../connection/sessions.ts';
import { language, t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import type { Organiser } from './organiser.ts';

const MOST_CHARACTERS = 200;
const MOST_WISHES = 2;

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
      <Wishes organiser={organiser} onWish={(wish) => (text.value = wish)} />
      {fault.value ? (
        <p role="alert" class="field-fault">
          {fault.value}
        </p>
      ) : null}
      <Sent message={message} />
    </Card>
  );
}

function Sent({ message }: { message: Live['session']['message'] }) {
  return (
    <p class="caption" role="status" data-testid="message-sent">
      {message ? t('session.messageSent', { time: timeOf(message.at), text: message.text }) : ''}
    </p>
  );
}

/** What is missing most, ready to be asked for. */
function Wishes({ organiser, onWish }: { organiser: Organiser; onWish: (text: string) => void }) {
  const { thin, session } = organiser.live;
  if (session.status === 'closed' || thin.length === 0) return null;
  return (
    <ul class="wishes" aria-label={t('session.wishes')}>
      {thin.slice(0, MOST_WISHES).map((stretch) => {
        const wish = wishText(stretch);
        return (
          <li key={wish}>
            <button type="button" class="button quiet small" onClick={() => onWish(wish)} data-testid="wish">
              {wish}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** "10 more laps left of turn 2, please." */
function wishText({ more, side, corner, from, to }: Live['thin'][number]): string {
  const where = { count: more, side: t(`coverage.side.${side}`), from: Math.round(from), to: Math.round(to) };
  return corner === null ? t('session.wish.stretch', where) : t('session.wish.corner', { ...where, corner });
}

const timeOf = (at: string): string =>
  new Date(at).toLocaleTimeString(language.value, { hour: '2-digit', minute: '2-digit' });
