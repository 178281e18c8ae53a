import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';

export interface Copying {
  /** What became of it: in the clipboard, or selected in its field for the reader to copy. */
  told: Signal<'' | 'copied' | 'selected'>;
  field: RefObject<HTMLInputElement | null>;
  copy(text: string): Promise<void>;
}

/** Copies a text that stands in a field. The clipboard exists in secure contexts only, and may be forbidden there. */
export function useCopy(): Copying {
  const told = useSignal<'' | 'copied' | 'selected'>('');
  const field = useRef<HTMLInputElement>(null);
  const copy = async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      told.value = 'copied';
    } catch {
      told.value = 'selected';
      field.current?.focus();
      field.current?.select();
    }
  };
  return { told, field, copy };
}
