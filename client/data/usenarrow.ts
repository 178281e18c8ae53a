import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Below this width tables become cards; the style sheets have the same. */
const NARROW = '(max-width: 699px)';

/** Whether the window is a phone's. */
export function useNarrow(): boolean {
  const narrow = useSignal(matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const follow = (): void => {
      narrow.value = query.matches;
    };
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return narrow.value;
}
