import { Link } from 'wouter-preact';
import { fetchTrack } from '../connection/api.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { TrackThumb } from '../view/charts/trackthumb.tsx';
import { Chip } from '../view/chip.tsx';
import { kilometres } from '../view/laptime.ts';
import { useFetched } from '../view/usefetched.ts';

/** Every track there is, those that people added last and marked. */
export function TrackList({ tracks }: { tracks: readonly TrackSummary[] }) {
  const ordered = [...tracks].sort((a, b) => Number(a.given) - Number(b.given) || a.length - b.length);
  return (
    <section aria-label={t('tracks.all')}>
      <h2>{t('tracks.all')}</h2>
      <ul class="track-list">
        {ordered.map((track) => (
          <li key={track.id} class="card">
            <Thumbnail trackId={track.id} />
            <b>{track.names[language.value]}</b>
            <small>
              {kilometres(track.length)} · {t('tracks.bends', { count: track.corners.length })}
            </small>
            {track.given ? <Chip>{t('tracks.added')}</Chip> : null}
          </li>
        ))}
      </ul>
      <Link href="/" class="button">
        {t('tracks.toLobby')}
      </Link>
    </section>
  );
}

function Thumbnail({ trackId }: { trackId: string }) {
  const { state } = useFetched(trackId, () => fetchTrack(trackId));
  return state.value.at === 'there' ? <TrackThumb track={state.value.value} selected={false} /> : <div class="thumb" />;
}
