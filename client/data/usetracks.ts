import { useMemo } from 'preact/hooks';
import { fetchTracks } from '../connection/api.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { language } from '../locale/locale.ts';
import { useFetched } from '../view/usefetched.ts';

/** Names of tracks in the page's language, by id. */
export function useTracks(): ReadonlyMap<string, string> {
  const { state } = useFetched('tracks', fetchTracks);
  const list: readonly TrackSummary[] = state.value.at === 'there' ? state.value.value : [];
  return useMemo(() => new Map(list.map(({ id, names }) => [id, names[language.value]])), [list, language.value]);
}
