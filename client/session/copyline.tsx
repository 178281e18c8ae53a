import { useId } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { useCopy } from '../view/usecopy.ts';

/** A text to take along, in a field that can be selected where there is no clipboard. */
export function CopyLine(props: { label: string; text: string; secret?: boolean; testId: string }) {
  const { label, text, secret = false, testId } = props;
  const { told, field, copy } = useCopy();
  const id = useId();
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
        <Button size="small" onClick={() => void copy(text)} testId={`copy-${testId}`}>
          {t('session.copy')}
        </Button>
      </div>
      <p class="caption" role="status">
        {told.value === '' ? '' : t(`race.grid.${told.value}`)}
      </p>
    </div>
  );
}
