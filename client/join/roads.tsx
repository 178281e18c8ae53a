import { fetchTracks } from '../connection/api.ts';
import { language, t } from '../locale/locale.ts';
import { useFetched } from '../view/usefetched.ts';

/** Which of the session's tracks is driven next. */
export function Roads({
  ids,
  chosen,
  onChoose,
}: {
  ids: readonly string[];
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const { state } = useFetched('tracks', fetchTracks);
  const tracks = state.value.at === 'there' ? state.value.value : [];
  const nameOf = (id: string): string => tracks.find((track) => track.id === id)?.names[language.value] ?? id;
  return (
    <div class="field join-roads">
      <label class="caption" for="join-road">
        {t('join.road')}
      </label>
      <select id="join-road" value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
        {ids.map((id) => (
          <option key={id} value={id}>
            {nameOf(id)}
          </option>
        ))}
      </select>
    </div>
  );
}
