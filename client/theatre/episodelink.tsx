import { Redirect } from 'wouter-preact';
import { fetchEpisode } from '../connection/api.ts';
import { faultText } from '../connection/fault.ts';
import { byHeldTokens } from '../connection/held.ts';
import { t } from '../locale/locale.ts';
import { Failed, Loading } from '../view/loading.tsx';
import { useFetched } from '../view/usefetched.ts';

/** Leads from an episode's id to its best lap in its race. */
export function EpisodeLink({ episodeId }: { episodeId: string }) {
  const { state, retry } = useFetched(episodeId, (signal) =>
    byHeldTokens((token) => fetchEpisode(episodeId, signal, token)),
  );
  const now = state.value;
  if (now.at === 'loading') return <Loading text={t('theatre.findingRace')} />;
  if (now.at === 'failed') return <Failed title={t('theatre.failed')} detail={faultText(now.error)} onRetry={retry} />;
  const { raceId, driver, laps } = now.value;
  const best = laps.filter(({ clean, partial }) => clean && !partial).sort((a, b) => a.timeMs - b.timeMs)[0];
  const query = new URLSearchParams({ race: raceId, driver: driver.id, lap: String(best?.number ?? 1) });
  return <Redirect to={`/theatre?${query}`} replace />;
}
