import { useEffect } from 'preact/hooks';
import { EMOJI, PHRASES, type PhraseId } from '../../shared/wire/phrases.ts';
import { t } from '../locale/locale.ts';
import { onAction } from './bindings.ts';
import { drawingOf } from './phraseart.ts';
import type { RaceSession } from './session.ts';
import './say.css';

/**
 * What can be said, by number: the key opens words, then pictures, then closes again, so that no mouse is needed and the
 * hands stay on the wheel; taps and clicks do too.
 */
export function SayWheel({ session }: { session: RaceSession }) {
  const { talk } = session.hud;
  useEffect(() => onAction('say', () => talk.turn()), [talk]);
  useEffect(() => {
    window.addEventListener('keydown', chooses, true);
    return () => window.removeEventListener('keydown', chooses, true);
    function chooses(event: KeyboardEvent): void {
      if (!choose(session, event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, [session]);
  const page = talk.open.value;
  if (page === undefined) return null;
  const choices: readonly PhraseId[] = page === 'words' ? PHRASES : EMOJI;
  return (
    <section class="race-say" aria-label={t('say.title')} data-testid="say-wheel">
      <ol>
        {choices.map((phrase, k) => (
          <li key={phrase}>
            <button type="button" onClick={() => speak(session, phrase)} data-testid={`say-${phrase}`}>
              <kbd>{k + 1}</kbd>
              <Phrase phrase={phrase} />
            </button>
          </li>
        ))}
      </ol>
      <div class="race-say-foot">
        <button
          type="button"
          onClick={() => {
            talk.open.value = page === 'words' ? 'pictures' : 'words';
          }}
        >
          {t(page === 'words' ? 'say.pictures' : 'say.words')}
        </button>
        <button type="button" aria-pressed={talk.muted.value} onClick={() => talk.mute(!talk.muted.peek())}>
          {t(talk.muted.value ? 'say.unmute' : 'say.mute')}
        </button>
      </div>
    </section>
  );
}

/** Opens and closes what can be said. */
export function SayButton({ session, kind }: { session: RaceSession; kind: string }) {
  const { talk } = session.hud;
  return (
    <button
      type="button"
      class={kind}
      aria-label={t('say.title')}
      title={t('say.title')}
      aria-expanded={talk.open.value !== undefined}
      data-testid="say"
      onClick={() => {
        talk.open.value = talk.open.peek() ? undefined : 'words';
      }}
    >
      <svg class="icon" width="22" height="22" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M4 5.500h16v10.500h-9l-4.500 4v-4H4zM8 9.500h8M8 12.500h5" />
      </svg>
    </button>
  );
}

/** Words as words; a picture with its words for those who do not see it. */
export function Phrase({ phrase }: { phrase: PhraseId }) {
  const drawing = drawingOf(phrase);
  if (!drawing) return <span>{t(`say.phrase.${phrase}`)}</span>;
  return (
    <svg class="icon" width="26" height="26" viewBox="0 0 24 24" role="img" aria-label={t(`say.phrase.${phrase}`)}>
      <path d={drawing} />
    </svg>
  );
}

function speak(session: RaceSession, phrase: PhraseId): void {
  session.say(phrase);
  session.hud.talk.open.value = undefined;
}

/** A number says what stands under it, Escape closes; whether the key was for here. */
function choose(session: RaceSession, event: KeyboardEvent): boolean {
  const { talk } = session.hud;
  const page = talk.open.peek();
  if (page === undefined || event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === 'Escape') {
    talk.open.value = undefined;
    return true;
  }
  const number = Number(/^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? 0);
  const phrase = (page === 'words' ? PHRASES : EMOJI)[number - 1];
  if (phrase) speak(session, phrase);
  return phrase !== undefined;
}
