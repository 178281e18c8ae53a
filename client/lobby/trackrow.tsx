import { useSignal } from '@preact/signals';
import { Link } from 'wouter-preact';
import type { TrackRecord } from '../../shared/wire/api.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { useTrack } from '../connection/usetrack.ts';
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

/**
 * The game's own tracks as cards, and those that people added, which are fetched once they are asked for; one of them is
 * raced next.
 */
export function TrackRow({ tracks, chosen, records, fixed }: TrackRowProps) {
  const unfolded = useSignal(false);
  const ordered = easiestFirst(tracks);
  const own = ordered.filter(({ id, given }) => !given || id === chosen);
  const added = ordered.filter(({ id, given }) => given && id !== chosen);
  const card = (track: TrackSummary) => (
    <TrackCard
      key={track.id}
      track={track}
      chosen={chosen}
      record={records.find(({ trackId }) => trackId === track.id)}
    />
  );
  return (
    <fieldset class="track-row" disabled={fixed}>
      <legend>
        <h2>{t(fixed ? 'together.trackChosen' : 'lobby.pickTrack')}</h2>
      </legend>
      <div class="track-cards">{own.map(card)}</div>
      {added.length > 0 ? (
        <details
          onToggle={(event) => {
            unfolded.value = event.currentTarget.open;
          }}
        >
          <summary>{t('tracks.more', { count: added.length })}</summary>
          {unfolded.value ? <div class="track-cards">{added.map(card)}</div> : null}
        </details>
      ) : null}
      <Link href="/tracks" class="button bring-track">
        {t('tracks.link')}
      </Link>
    </fieldset>
  );
}

interface TrackCardProps {
  track: TrackSummary;
  chosen: string;
  record: TrackRecord | undefined;
}

function TrackCard({ track, chosen, record }: TrackCardProps) {
  const on = track.id === chosen;
  const choose = (): void => {
    joining.value = [];
    wishFor({ trackId: track.id });
  };
  return (
    <label class={`track-card ${on ? 'on' : ''}`}>
      <input type="radio" name="track" value={track.id} checked={on} onChange={choose} />
      <Thumbnail trackId={track.id} on={on} />
      <b>{track.names[language.value]}</b>
      <span class="track-facts">
        <span>{kilometres(track.length)}</span>
        <span class="number">{bestText(record?.bestLapMs ?? null)}</span>
      </span>
      <small>
        {[t('lobby.corners', { count: track.corners.length }), ...peculiarities(track).map((key) => t(key))].join(
          ' · ',
        )}
      </small>
    </label>
  );
}

/** Keys of the words for what a track has besides road. */
const peculiarities = ({ obstacles, islands, cues }: TrackSummary): string[] => [
  ...(obstacles.length > 0 ? ['lobby.obstacle'] : []),
  ...(islands.length > 0 ? ['tracks.fork'] : []),
  ...(cues.length > 0 ? ['tracks.cue'] : []),
];

/** A first visitor begins at the left. */
const easiestFirst = (tracks: readonly TrackSummary[]): TrackSummary[] =>
  [...tracks].sort((a, b) => peculiarities(a).length - peculiarities(b).length || a.corners.length - b.corners.length);

const bestText = (ms: number | null): string => (ms === null ? t('lobby.noLap') : lapTime(ms));

function Thumbnail({ trackId, on }: { trackId: string; on: boolean }) {
  const track = useTrack(trackId);
  return track ? <TrackThumb track={track} selected={on} /> : <div class="thumb" />;
}
