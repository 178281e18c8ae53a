import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The width of an element in CSS pixels, followed as it changes; `guess` until it is known. */
export function useWidth(guess: number): { element: RefObject<HTMLDivElement | null>; width: Signal<number> } {
  const element = useRef<HTMLDivElement>(null);
  const width = useSignal(guess);
  useEffect(() => {
    const box = element.current;
    if (!box) return undefined;
    const measure = (): void => {
      width.value = Math.max(200, Math.floor(box.clientWidth));
    };
    measure();
    if (typeof ResizeObserver === 'undefined') return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return { element, width };
}
