import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Track } from '../../shared/track/track.ts';
import type { TrackRecord } from '../../shared/wire/api.ts';
import { fetchTrack } from '../connection/api.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { TrackThumb } from '../view/charts/trackthumb.tsx';
import { kilometres, lapTime } from '../view/laptime.ts';
import { joining, wishFor } from './wish.ts';

interface TrackRowProps {
  tracks: readonly TrackSummary[];
  chosen: string;
  records: readonly TrackRecord[];
  /** Somebody else chose: the cards only show which. */
  fixed: boolean;
}

/** Every track as a card; one of them is raced next. */
export function TrackRow({ tracks, chosen, records, fixed }: TrackRowProps) {
  const best = (trackId: string): number | null =>
    records.find((record) => record.trackId === trackId)?.bestLapMs ?? null;
  const choose = (trackId: string): void => {
    joining.value = [];
    wishFor({ trackId });
  };
  return (
    <fieldset class="track-row" disabled={fixed}>
      <legend>
        <h2>{t(fixed ? 'together.trackChosen' : 'lobby.pickTrack')}</h2>
      </legend>
      <div class="track-cards">
        {easiestFirst(tracks).map((track) => (
          <label key={track.id} class={`track-card ${track.id === chosen ? 'on' : ''}`}>
            <input
              type="radio"
              name="track"
              value={track.id}
              checked={track.id === chosen}
              onChange={() => choose(track.id)}
            />
            <Thumbnail trackId={track.id} on={track.id === chosen} />
            <b>{track.names[language.value]}</b>
            <span class="track-facts">
              <span>{kilometres(track.length)}</span>
              <span class="number">{bestText(best(track.id))}</span>
            </span>
            <small>
              {t('lobby.corners', { count: track.corners.length })}
              {track.obstacles.length > 0 ? ` · ${t('lobby.obstacle')}` : ''}
            </small>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A first visitor begins at the left. */
const easiestFirst = (tracks: readonly TrackSummary[]): TrackSummary[] =>
  [...tracks].sort((a, b) => a.obstacles.length - b.obstacles.length || a.corners.length - b.corners.length);

const bestText = (ms: number | null): string => (ms === null ? t('lobby.noLap') : lapTime(ms));

function Thumbnail({ trackId, on }: { trackId: string; on: boolean }) {
  const track = useSignal<Track | null>(null);
  useEffect(() => {
    let wanted = true;
    fetchTrack(trackId).then(
      (fetched) => {
        if (wanted) track.value = fetched;
      },
      () => undefined, // The card's words stand without its picture.
    );
    return () => {
      wanted = false;
    };
  }, [trackId]);
  return track.value ? <TrackThumb track={track.value} selected={on} /> : <div class="thumb" />;
}
