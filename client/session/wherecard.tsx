import { useSignal } from '@preact/signals';
import type { Track } from '../../shared/track/track.ts';
import type { Coverage } from '../../shared/wire/laps.ts';
import type { Live } from '../../shared/wire/sessions.ts';
import { fetchTrack } from '../connection/api.ts';
import { faultText } from '../connection/fault.ts';
import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { CoverageCharts } from '../view/charts/coveragecharts.tsx';
import { TrackThumb } from '../view/charts/trackthumb.tsx';
import { Failed, Loading } from '../view/loading.tsx';
import { Segmented } from '../view/segmented.tsx';
import { useFetched } from '../view/usefetched.ts';
import { useTrackNames } from './usetracknames.ts';

/** Where the laps of the session have been, on one of its tracks at a time; before the first lap, the road alone. */
export function WhereCard({ live }: { live: Live }) {
  const { tracks } = live.session;
  const trackName = useTrackNames();
  const chosen = useSignal('');
  const driven = live.coverage.map(({ trackId }) => trackId);
  const trackId = tracks.includes(chosen.value) ? chosen.value : (driven[0] ?? tracks[0]!);
  const { state, retry } = useFetched(trackId, () => fetchTrack(trackId));
  const now = state.value;
  return (
    <div class="where">
      {tracks.length > 1 ? (
        <div class="where-tracks">
          <Segmented
            label={t('sessions.tracks')}
            options={tracks.map((id) => ({ value: id, label: trackName(id) }))}
            value={trackId}
            onChange={(id) => {
              chosen.value = id;
            }}
          />
        </div>
      ) : null}
      {now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
      {now.at === 'failed' ? (
        <Failed title={t('session.trackFailed')} detail={faultText(now.error)} onRetry={retry} />
      ) : null}
      {now.at === 'there' && now.value.id === trackId ? (
        <Where track={now.value} coverage={live.coverage.find((one) => one.trackId === trackId)} live={live} />
      ) : null}
    </div>
  );
}

function Where({ track, coverage, live }: { track: Track; coverage: Coverage | undefined; live: Live }) {
  if (coverage === undefined || coverage.laps === 0) return <NotYet track={track} />;
  const thin = live.thin.filter(({ trackId }) => trackId === track.id);
  return (
    <CoverageCharts
      key={track.id}
      title={t('session.where')}
      track={track}
      coverage={coverage}
      thin={thin}
      height={380}
    />
  );
}

function NotYet({ track }: { track: Track }) {
  return (
    <Card title={t('session.where')} icon="map">
      <TrackThumb track={track} selected={false} />
      <p class="note">{t('session.whereEmpty')}</p>
    </Card>
  );
}
