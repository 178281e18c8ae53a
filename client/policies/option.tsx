import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { LessonMistake } from '../../shared/training/lessonmistake.ts';
import { t } from '../locale/locale.ts';

interface OptionProps {
  group: string;
  value: string;
  name: string;
  /** One sentence. */
  means: string;
  /** Why it cannot be chosen now; it is then disabled, and this stands in place of what it means. */
  mistake: LessonMistake | null;
  checked: boolean;
  picture?: ComponentChildren;
  onChoose: () => void;
}

/** One of several ways, with a sentence about it; arrow keys move between those of one group. */
export function Option({ group, value, name, means, mistake, checked, picture, onChoose }: OptionProps) {
  const about = useId();
  const barred = mistake !== null && !checked;
  return (
    <label class={`option ${checked ? 'on' : ''} ${barred ? 'barred' : ''}`} data-option={`${group}-${value}`}>
      {picture}
      <span class="option-words">
        <b>{name}</b>
        <small id={about}>{barred ? t(`policies.mistake.${mistake.kind}`) : means}</small>
      </span>
      <input
        type="radio"
        name={group}
        value={value}
        checked={checked}
        disabled={barred}
        aria-label={name}
        aria-describedby={about}
        onChange={onChoose}
      />
    </label>
  );
}
