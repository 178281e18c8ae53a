import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  label: string;
  class?: string;
  /** What is filled in; takes the id that the label is for. */
  children: (id: string) => ComponentChildren;
}

/** A label over what is filled in. */
export function Field({ label, class: extra = '', children }: FieldProps) {
  const id = useId();
  return (
    <div class={extra ? `field ${extra}` : 'field'}>
      <label class="caption" for={id}>
        {label}
      </label>
      {children(id)}
    </div>
  );
}
