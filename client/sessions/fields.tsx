import { useId } from 'preact/hooks';

interface TextFieldProps {
  label: string;
  value: string;
  /** What is wrong with it, for the person; empty while nothing is. */
  fault: string;
  onChange: (value: string) => void;
  /** Stands after the field, such as a unit. */
  unit?: string;
  /** A whole number: narrow, and with digits on a phone's keyboard. */
  number?: boolean;
  placeholder?: string;
  testId?: string;
}

/** A label over a field, with its fault below. */
export function TextField(props: TextFieldProps) {
  const field = useId();
  const note = useId();
  return (
    <div class={`field ${props.number ? 'number-field' : ''}`}>
      <label class="caption" for={field}>
        {props.label}
      </label>
      <span class="field-line">
        <input
          id={field}
          type="text"
          inputMode={props.number ? 'numeric' : undefined}
          maxLength={props.number ? 7 : 400}
          autocomplete="off"
          value={props.value}
          placeholder={props.placeholder}
          aria-invalid={props.fault !== ''}
          aria-describedby={props.fault === '' ? undefined : note}
          data-testid={props.testId}
          onInput={(event) => props.onChange(event.currentTarget.value)}
        />
        {props.unit ? <span class="quiet">{props.unit}</span> : null}
      </span>
      {props.fault === '' ? null : (
        <span id={note} class="field-fault" role="alert">
          {props.fault}
        </span>
      )}
    </div>
  );
}

interface TickProps {
  text: string;
  on: boolean;
  off?: boolean;
  /** Marks it as what keeps the form from going on. */
  wrong?: boolean;
  onChange: (on: boolean) => void;
  testId?: string;
}

/** A box to tick; the words are part of the target. */
export function Tick({ text, on, off, wrong, onChange, testId }: TickProps) {
  return (
    <label class={`tick ${wrong ? 'wrong' : ''}`}>
      <input
        type="checkbox"
        checked={on}
        disabled={off}
        aria-invalid={wrong}
        data-testid={testId}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {text}
    </label>
  );
}
