import { useId } from 'preact/hooks';

interface SegmentedProps<Value extends string> {
  /** Said by screen readers, and shown above where `labelled`. */
  label: string;
  labelled?: boolean;
  options: readonly { value: Value; label: string; lang?: string }[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One of two to four options: radio buttons in one strip, so arrow keys move between them. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const name = useId();
  return (
    <fieldset class="segmented-field">
      <legend class={props.labelled ? 'caption' : 'visually-hidden'}>{props.label}</legend>
      <div class="segmented">
        {props.options.map(({ value, label, lang }) => (
          <label key={value} class={value === props.value ? 'on' : ''} lang={lang}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === props.value}
              onChange={() => props.onChange(value)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
