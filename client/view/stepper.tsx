import { Icon } from './icon.tsx';

interface StepperProps {
  words: { label: string; fewer: string; more: string };
  value: number;
  most: number;
  onChange: (value: number) => void;
  /** For tests: the buttons are `fewer-` and `more-` this. */
  testId: string;
}

/** A small whole number from 0, by two buttons. */
export function Stepper({ words, value, most, onChange, testId }: StepperProps) {
  return (
    <fieldset class="stepper" aria-label={words.label}>
      <button
        type="button"
        aria-label={words.fewer}
        disabled={value <= 0}
        onClick={() => onChange(value - 1)}
        data-testid={`fewer-${testId}`}
      >
        <Icon name="minus" />
      </button>
      <output class="number">{value}</output>
      <button
        type="button"
        aria-label={words.more}
        disabled={value >= most}
        onClick={() => onChange(value + 1)}
        data-testid={`more-${testId}`}
      >
        <Icon name="plus" />
      </button>
    </fieldset>
  );
}
