import { t } from '../locale/locale.ts';
import { Field } from '../view/field.tsx';
import { LIMIT_FIELDS, type LimitName } from './recipedraft.ts';

interface LimitRowProps {
  name: LimitName;
  /** Undefined for off. */
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}

/** One limit on how a lap was driven: a tick, and the number where it is on. */
export function LimitRow({ name, value, onChange }: LimitRowProps) {
  const { unit, start, least, most, step } = LIMIT_FIELDS[name];
  const text = t(`data.limitOn.${name}`);
  return (
    <div class="limit-row">
      <label class="tick">
        <input
          type="checkbox"
          checked={value !== undefined}
          onChange={(event) => onChange(event.currentTarget.checked ? start : undefined)}
        />
        <span>{text}</span>
      </label>
      {value === undefined ? null : (
        <span class="limit-value">
          <input
            type="number"
            aria-label={text}
            min={least}
            max={most}
            step={step}
            value={value}
            onInput={(event) => {
              const typed = event.currentTarget.valueAsNumber;
              if (Number.isFinite(typed)) onChange(Math.min(most, Math.max(least, typed)));
            }}
          />
          {unit}
        </span>
      )}
    </div>
  );
}

interface NumberFieldProps {
  label: string;
  value: number;
  least: number;
  most: number;
  step: number;
  onChange: (value: number) => void;
}

export function NumberField({ label, value, least, most, step, onChange }: NumberFieldProps) {
  return (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          type="number"
          min={least}
          max={most}
          step={step}
          value={value}
          onInput={(event) => {
            const typed = event.currentTarget.valueAsNumber;
            if (Number.isFinite(typed)) onChange(Math.min(most, Math.max(least, typed)));
          }}
        />
      )}
    </Field>
  );
}
