import { useLocation } from 'wouter-preact';
import type { DriverRecord } from '../../shared/wire/api.ts';
import { fetchDriver, fetchPolicies } from '../connection/api.ts';
import { driver } from '../connection/driver.ts';
import type { PolicyReply, TrackSummary } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { CarPicture } from '../view/carpicture.tsx';
import { lapTime } from '../view/laptime.ts';
import { useFetched } from '../view/usefetched.ts';

/** What there is to learn from, and what has been learned; with neither, what a first race brings. */
export function YourClone({ tracks }: { tracks: readonly TrackSummary[] }) {
  const { driverId, driverToken } = driver.value;
  const { state } = useFetched(driverId, async (abort) => {
    const [record, policies] = await Promise.all([
      fetchDriver(driverToken!, abort),
      fetchPolicies({ driver: driverId! }, abort),
    ]);
    return { record, policies };
  });
  const now = state.value;
  const known = driverId !== null && now.at === 'there' ? now.value : null;
  return (
    <Card title={t('lobby.yourClone')} icon="clone" class="your-clone">
      <div class="your-clone-row">
        <CarPicture driver={1} clone width={132} height={86} />
        {known && known.record.tracks.length > 0 ? (
          <Laps record={known.record} tracks={tracks} />
        ) : (
          <p>{t('lobby.noCloneYet')}</p>
        )}
      </div>
      {known ? <Ways record={known.record} policies={known.policies} /> : null}
    </Card>
  );
}

function Laps({ record, tracks }: { record: DriverRecord; tracks: readonly TrackSummary[] }) {
  return (
    <ul class="your-laps">
      {record.tracks.map(({ trackId, laps, cleanLaps, bestLapMs }) => (
        <li key={trackId}>
          <b>{tracks.find(({ id }) => id === trackId)?.names[language.value] ?? trackId}</b>
          <span>{t('lobby.lapsClean', { laps, clean: cleanLaps })}</span>
          {bestLapMs === null ? null : <span class="number">{lapTime(bestLapMs)}</span>}
        </li>
      ))}
    </ul>
  );
}

function Ways({ record, policies }: { record: DriverRecord; policies: readonly PolicyReply[] }) {
  const [, go] = useLocation();
  if (record.tracks.length === 0) return null;
  return (
    <div class="buttons">
      <Button size="small" icon="clone" onClick={() => go('/clone')}>
        {t(policies.length > 0 ? 'lobby.toClones' : 'lobby.cloneMe')}
      </Button>
      {policies.length > 0 ? (
        <Button size="small" icon="fork" onClick={() => go('/divergence')}>
          {t('lobby.whyItParts')}
        </Button>
      ) : null}
    </div>
  );
}
