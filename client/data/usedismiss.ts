import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A disclosure that closes at Escape, with the focus back on its summary, and at a press anywhere else. */
export function useDismiss(): RefObject<HTMLDetailsElement | null> {
  const element = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      const details = element.current;
      if (event.key !== 'Escape' || !details?.open) return;
      details.open = false;
      details.querySelector('summary')?.focus();
    };
    const press = (event: PointerEvent): void => {
      const details = element.current;
      if (details?.open && !details.contains(event.target as Node)) details.open = false;
    };
    document.addEventListener('keydown', key);
    document.addEventListener('pointerdown', press);
    return () => {
      document.removeEventListener('keydown', key);
      document.removeEventListener('pointerdown', press);
    };
  }, []);
  return element;
}
