import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Track } from '../../shared/track/track.ts';
import { fetchTrack } from '../connection/api.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { acrossRoad, fitMap, roadLine } from '../view/charts/mapgeometry.ts';
import { kilometres } from '../view/laptime.ts';
import { changeSetup } from './gridcard.tsx';

const WIDTH = 176;
const HEIGHT = 112;

/** Every track as a card; one of them is raced next. */
export function TrackRow({ tracks, chosen }: { tracks: readonly TrackSummary[]; chosen: string }) {
  return (
    <fieldset class="track-row">
      <legend>
        <h2>{t('lobby.pickTrack')}</h2>
      </legend>
      <div class="track-cards">
        {tracks.map((track) => (
          <label key={track.id} class={`track-card ${track.id === chosen ? 'on' : ''}`}>
            <input
              type="radio"
              name="track"
              value={track.id}
              checked={track.id === chosen}
              onChange={() => changeSetup({ trackId: track.id, clones: [] })}
            />
            <Thumbnail trackId={track.id} on={track.id === chosen} />
            <b>{track.names[language.value]}</b>
            <span class="track-facts">
              <span>{kilometres(track.length)}</span>
              <span>{t('lobby.turns', { count: track.corners.length })}</span>
            </span>
            <small>{t(noteOf(track))}</small>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** What to expect, from the track itself. */
function noteOf(track: TrackSummary): string {
  if (track.obstacles.length > 0) return 'lobby.trackNotes.obstacle';
  return track.corners.length <= 2 ? 'lobby.trackNotes.easy' : 'lobby.trackNotes.technical';
}

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
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {track.value ? <Outline track={track.value} on={on} /> : null}
    </svg>
  );
}

function Outline({ track, on }: { track: Track; on: boolean }) {
  const fit = fitMap(track, WIDTH, HEIGHT, 16);
  const road = roadLine(track, fit, () => 0, 4);
  const path = `${road.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')}Z`;
  const [from, to] = acrossRoad(track, fit, 0, 7);
  return (
    <g fill="none" stroke-linejoin="round">
      <path d={path} stroke="var(--s3)" stroke-width="9" />
      <path d={path} stroke={on ? 'var(--flag)' : 'var(--text-2)'} stroke-width="1.8" />
      <path d={`M${from.x} ${from.y}L${to.x} ${to.y}`} stroke="var(--flag)" stroke-width="3" />
      {track.obstacles.map(({ x, y }) => {
        const at = fit.at(x, y);
        return <circle key={`${x} ${y}`} cx={at.x} cy={at.y} r="3.5" fill="var(--kerb-red)" />;
      })}
    </g>
  );
}
