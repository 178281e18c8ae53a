import { useId } from 'preact/hooks';
import { CLASS_LINES, CONSENT_LINES, type ConsentChoice } from '../../shared/wire/consent.ts';
import { t } from '../locale/locale.ts';

/** The standard text, line by line; a class session has its own words for who sees it and how long. */
export function ConsentWords({ inClass = false }: { inClass?: boolean }) {
  return (
    <ul class="consent-words">
      {(inClass ? CLASS_LINES : CONSENT_LINES).map((line) => (
        <li key={line}>
          <b>{t(`consent.${line}.name`)}</b> {t(`consent.${line}.text`)}
        </li>
      ))}
    </ul>
  );
}

interface ChoiceProps {
  choice: ConsentChoice;
  on: boolean;
  off?: boolean;
  onChange: (on: boolean) => void;
}

/** One choice with the sentence that says what it means. */
export function ConsentTick({ choice, on, off = false, onChange }: ChoiceProps) {
  const meaning = useId();
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={on && !off}
        disabled={off}
        aria-describedby={meaning}
        data-testid={`consent-${choice}`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {t(`consent.choice.${choice}.name`)}
        <small id={meaning}>{t(`consent.choice.${choice}.text`)}</small>
      </span>
    </label>
  );
}
