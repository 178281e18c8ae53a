import { fetchTracks } from '../connection/api.ts';
import { language } from '../locale/locale.ts';
import { useFetched } from '../view/usefetched.ts';

/** Names of tracks in the page's language; until they are there, their ids. */
export function useTrackNames(): (id: string) => string {
  const { state } = useFetched('tracks', fetchTracks);
  const now = state.value;
  const tracks = now.at === 'there' ? now.value : [];
  return (id) => tracks.find((track) => track.id === id)?.names[language.value] ?? id;
}
