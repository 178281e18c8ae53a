import { useId } from 'preact/hooks';
import type { LessonMistake } from '../../shared/training/lessonmistake.ts';
import { t } from '../locale/locale.ts';

interface TickProps {
  checked: boolean;
  name: string;
  /** One sentence. */
  means: string;
  /** Why it cannot be chosen now. */
  mistake?: LessonMistake | null;
  onChange: (on: boolean) => void;
}

/** A yes or no with a sentence about it. */
export function Tick({ checked, name, means, mistake = null, onChange }: TickProps) {
  const about = useId();
  return (
    <label class={`tick ${mistake ? 'barred' : ''}`}>
      <input
        type="checkbox"
        checked={checked}
        disabled={mistake !== null}
        aria-label={name}
        aria-describedby={about}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        <b>{name}</b>
        <small id={about}>{mistake ? t(`policies.mistake.${mistake.kind}`) : means}</small>
      </span>
    </label>
  );
}
