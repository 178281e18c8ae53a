import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';

/** A text to take along, in a field that can be selected where there is no clipboard. */
export function CopyLine(props: { label: string; text: string; secret?: boolean; testId: string }) {
  const { label, text, secret = false, testId } = props;
  const told = useSignal<'' | 'copied' | 'selected'>('');
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  // The clipboard exists in secure contexts only, and may be forbidden there.
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      told.value = 'copied';
    } catch {
      told.value = 'selected';
      field.current?.focus();
      field.current?.select();
    }
  };
  return (
    <div class="copy-line field">
      <label class="caption" for={id}>
        {label}
      </label>
      <div>
        <input
          ref={field}
          id={id}
          type="text"
          class={secret && told.value !== 'selected' ? 'masked' : ''}
          readOnly
          autocomplete="off"
          value={text}
          data-testid={testId}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button size="small" onClick={() => void copy()} testId={`copy-${testId}`}>
          {t('session.copy')}
        </Button>
      </div>
      <p class="caption" role="status">
        {told.value === '' ? '' : t(`race.grid.${told.value}`)}
      </p>
    </div>
  );
}
