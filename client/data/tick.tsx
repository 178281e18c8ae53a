interface TickProps {
  on: boolean;
  text: string;
  onChange: (on: boolean) => void;
  testId?: string;
}

/** A yes or no, its words part of what is pressed. */
export function Tick({ on, text, onChange, testId }: TickProps) {
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={on}
        data-testid={testId}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{text}</span>
    </label>
  );
}
