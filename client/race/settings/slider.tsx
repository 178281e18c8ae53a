import { useId } from 'preact/hooks';

interface SliderProps {
  label: string;
  /** The value in words, shown and said. */
  shown: string;
  value: number;
  least: number;
  most: number;
  step: number;
  onChange: (value: number) => void;
  testId?: string;
}

/** A slider with its name above and its value beside. */
export function Slider({ label, shown, value, least, most, step, onChange, testId }: SliderProps) {
  const id = useId();
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <output for={id}>{shown}</output>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        aria-valuetext={shown}
        data-testid={testId}
        onInput={(event) => onChange(Number(event.currentTarget.value))}
      />
    </div>
  );
}
