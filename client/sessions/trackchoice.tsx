import { useSignal } from '@preact/signals';
import type { TrackSummary } from '../connection/replies.ts';
import { useTrack } from '../connection/usetrack.ts';
import { language, t } from '../locale/locale.ts';
import { TrackThumb } from '../view/charts/trackthumb.tsx';
import { kilometres } from '../view/laptime.ts';
import type { DraftField, SessionDraft } from './draft.ts';
import type { Change } from './openform.tsx';

interface TrackChoiceProps {
  tracks: readonly TrackSummary[];
  draft: SessionDraft;
  wrong: readonly DraftField[];
  change: Change;
}

/** One track or several; those that people added are folded away until asked for. */
export function TrackChoice({ tracks, draft, wrong, change }: TrackChoiceProps) {
  const unfolded = useSignal(false);
  const own = easiestFirst(tracks).filter(({ id, given }) => !given || draft.tracks.includes(id));
  const added = tracks.filter((track) => !own.includes(track));
  const toggle = (id: string): void => {
    const others = draft.tracks.filter((other) => other !== id);
    change({ tracks: others.length < draft.tracks.length ? others : [...draft.tracks, id] });
  };
  const card = (track: TrackSummary) => (
    <TrackCard key={track.id} track={track} on={draft.tracks.includes(track.id)} onToggle={() => toggle(track.id)} />
  );
  return (
    <fieldset class="session-tracks">
      <legend class="caption">{t('sessions.tracks')}</legend>
      <div class="session-track-cards">{own.map(card)}</div>
      {added.length > 0 ? (
        <details
          onToggle={(event) => {
            unfolded.value = event.currentTarget.open;
          }}
        >
          <summary>{t('tracks.more', { count: added.length })}</summary>
          {unfolded.value ? <div class="session-track-cards">{added.map(card)}</div> : null}
        </details>
      ) : null}
      {wrong.includes('tracks') ? (
        <p class="field-fault" role="alert">
          {t('sessions.wrong.tracks')}
        </p>
      ) : null}
    </fieldset>
  );
}

/** Open roads before those with something on them, and short ones first. */
const easiestFirst = (tracks: readonly TrackSummary[]): TrackSummary[] =>
  [...tracks].sort((a, b) => hindrances(a) - hindrances(b) || a.corners.length - b.corners.length);

const hindrances = ({ obstacles, islands, cues }: TrackSummary): number =>
  obstacles.length + islands.length + cues.length;

function TrackCard({ track, on, onToggle }: { track: TrackSummary; on: boolean; onToggle: () => void }) {
  return (
    <label class={`session-track ${on ? 'on' : ''}`}>
      <input type="checkbox" name="track" value={track.id} checked={on} onChange={onToggle} />
      <Thumbnail trackId={track.id} on={on} />
      <b>{track.names[language.value]}</b>
      <small>
        {kilometres(track.length)} · {t('lobby.corners', { count: track.corners.length })}
      </small>
    </label>
  );
}

function Thumbnail({ trackId, on }: { trackId: string; on: boolean }) {
  const track = useTrack(trackId);
  return track ? <TrackThumb track={track} selected={on} /> : <div class="thumb" />;
}
