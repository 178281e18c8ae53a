import { useEffect } from 'preact/hooks';
import { fetchGhosts } from '../connection/api.ts';
import { driver } from '../connection/driver.ts';
import { t } from '../locale/locale.ts';
import { lapTime } from '../view/laptime.ts';
import { Segmented } from '../view/segmented.tsx';
import { useFetched } from '../view/usefetched.ts';
import { GHOSTS, type GhostWish, ghost, ghostWish, wish } from './wish.ts';

/** Nobody, one's own best lap or the best of the track, played back beside the race. Nothing stands here while there is none. */
export function GhostChoice() {
  const { trackId, car } = wish.value;
  const { driverToken } = driver.value;
  const { state } = useFetched(`${trackId} ${car} ${driverToken}`, (signal) =>
    fetchGhosts({ track: trackId, car }, driverToken, signal),
  );
  const known = state.value.at === 'there' ? state.value.value : null;
  const episodes: Record<GhostWish, string | null> = {
    none: null,
    own: known?.own ?? null,
    track: known?.track ?? null,
  };
  const chosen = episodes[ghostWish.value] === null ? 'none' : ghostWish.value;
  useEffect(() => {
    ghost.value = episodes[chosen];
    return () => {
      ghost.value = null;
    };
  }, [episodes[chosen]]);
  const times: Record<GhostWish, number | null> = {
    none: null,
    own: known?.ownMs ?? null,
    track: known?.trackMs ?? null,
  };
  const offered = GHOSTS.filter((value) => value === 'none' || episodes[value] !== null);
  if (offered.length < 2) return null;
  return (
    <div class="ghost-choice" data-testid="ghost-choice">
      <Segmented
        label={t('ghost.choice')}
        labelled
        options={offered.map((value) => ({ value, label: t(`ghost.wish.${value}`) }))}
        value={chosen}
        onChange={(value) => {
          ghostWish.value = value;
        }}
      />
      <p class="note">
        {times[chosen] === null ? t('ghost.means') : t('ghost.beat', { time: lapTime(times[chosen]) })}
      </p>
    </div>
  );
}
