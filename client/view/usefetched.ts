import { type Signal, useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';

/** Where a request is. */
export type Fetched<Value> = { at: 'loading' } | { at: 'there'; value: Value } | { at: 'failed'; error: Error };

/**
 * Ask for something when `key` changes, and again on `retry`; null asks for nothing and stays loading. An answer that is
 * no longer wanted is dropped.
 */
export function useFetched<Value>(
  key: string | null,
  ask: (signal: AbortSignal) => Promise<Value>,
  /** Go on showing the last answer while the next is asked for. */
  keep = false,
): { state: Signal<Fetched<Value>>; retry: () => void } {
  const state = useSignal<Fetched<Value>>({ at: 'loading' });
  const attempt = useSignal(0);
  useEffect(() => {
    if (key === null) return undefined;
    const abort = new AbortController();
    const settle = (next: Fetched<Value>): void => {
      if (!abort.signal.aborted) state.value = next;
    };
    if (!keep || state.value.at === 'failed') state.value = { at: 'loading' };
    ask(abort.signal).then(
      (value) => settle({ at: 'there', value }),
      (error: unknown) => settle({ at: 'failed', error: error instanceof Error ? error : new Error(String(error)) }),
    );
    return () => abort.abort();
  }, [key, attempt.value]);
  const retry = useCallback(() => {
    attempt.value += 1;
  }, []);
  return { state, retry };
}
