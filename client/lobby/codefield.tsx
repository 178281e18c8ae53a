import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { CODE_LENGTH, codeIn, hasForeign } from '../connection/code.ts';
import { t } from '../locale/locale.ts';
import { code } from './company.ts';

export const CODE_FIELD = 'race-code';

/**
 * Six boxes that are one text field, so that a whole code or a link can be pasted, and a screen reader reads one value.
 */
export function CodeField({ describedBy }: { describedBy: string }) {
  const field = useRef<HTMLInputElement>(null);
  const foreign = useSignal(false);
  // Whoever chose to join by hand goes on typing; an invitation brings its code along.
  useEffect(() => {
    if (code.peek() === '') field.current?.focus({ preventScroll: true });
  }, []);
  const typed = (text: string): void => {
    foreign.value = hasForeign(text);
    code.value = codeIn(text);
    if (field.current) field.current.value = code.value;
  };
  return (
    <div class="code-field">
      <label class="caption" for={CODE_FIELD}>
        {t('together.field')}
      </label>
      <div class="code-boxes">
        {Array.from({ length: CODE_LENGTH }, (_, k) => (
          <i key={k} class={k === code.value.length ? 'next' : ''} aria-hidden="true" />
        ))}
        <input
          ref={field}
          id={CODE_FIELD}
          type="text"
          data-testid="code"
          autocomplete="off"
          autocapitalize="characters"
          autocorrect="off"
          spellcheck={false}
          enterKeyHint="done"
          value={code.value}
          aria-describedby={describedBy}
          // Letters still being composed (an East Asian keyboard) are left alone until they are done.
          onInput={(event) => {
            if (!event.isComposing) typed(event.currentTarget.value);
          }}
          onCompositionEnd={(event) => typed(event.currentTarget.value)}
        />
      </div>
      {foreign.value ? <span class="caption">{t('together.noSuchLetters')}</span> : null}
    </div>
  );
}
