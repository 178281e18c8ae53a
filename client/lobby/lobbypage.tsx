import { useSignal } from '@preact/signals';
import { useLocation } from 'wouter-preact';
import { fetchTracks } from '../connection/api.ts';
import { driver } from '../connection/driver.ts';
import { orderRace } from '../connection/raceorder.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Failed, Loading } from '../view/loading.tsx';
import { useFetched } from '../view/usefetched.ts';
import { Choice } from './choice.tsx';
import { GridCard, gridOf, raceSetup } from './gridcard.tsx';
import { Hero } from './hero.tsx';
import './lobby.css';
import { TrackRow } from './trackrow.tsx';
import { WhoCard } from './whocard.tsx';
import { YourClone } from './yourclone.tsx';

/** Who is driving, where, against whom, and the one choice: with or without a record. */
export default function LobbyPage() {
  const { state, retry } = useFetched('tracks', fetchTracks);
  const now = state.value;
  return (
    <>
      <AppBar theme="asphalt" name={driver.value.name} />
      <main id="main" class="page lobby">
        {now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
        {now.at === 'failed' ? <Failed title={t('lobby.failed')} detail={now.error.message} onRetry={retry} /> : null}
        {now.at === 'there' ? <Lobby tracks={now.value} /> : null}
      </main>
    </>
  );
}

function Lobby({ tracks }: { tracks: TrackSummary[] }) {
  const [, go] = useLocation();
  const fault = useSignal('');
  const busy = useSignal(false);
  const { trackId, laps } = raceSetup.value;
  const chosen = tracks.find(({ id }) => id === trackId) ?? tracks[0]!;
  const race = async (): Promise<void> => {
    busy.value = true;
    fault.value = '';
    try {
      await orderRace({ trackId: chosen.id, laps, grid: gridOf(raceSetup.value) });
      go('/race');
    } catch (error) {
      fault.value = (error as Error).message;
    } finally {
      busy.value = false;
    }
  };
  return (
    <div class="lobby-grid">
      <div class="lobby-left">
        <Hero track={chosen} laps={laps}>
          <Choice busy={busy.value} fault={fault.value} onRace={race} />
        </Hero>
        <TrackRow tracks={tracks} chosen={chosen.id} />
      </div>
      <div class="lobby-rail">
        <WhoCard />
        <GridCard trackId={chosen.id} />
        <YourClone tracks={tracks} />
      </div>
    </div>
  );
}
