import { useSignal } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { DriverRecord } from '../../shared/wire/api.ts';
import { fetchTracks } from '../connection/api.ts';
import { clonesOn } from '../connection/clones.ts';
import { driver, fetchOwnRecord } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { fetchClones } from '../connection/held.ts';
import type { PolicyReply, TrackSummary } from '../connection/replies.ts';
import { t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Failed, Loading } from '../view/loading.tsx';
import { useFetched } from '../view/usefetched.ts';
import { CarChoice } from './carchoice.tsx';
import { OwnClone } from './clonecard.tsx';
import { arriveBy, company, isOpen, useInvitation } from './company.ts';
import { CompanyBox } from './companybox.tsx';
import { DriverCard } from './drivercard.tsx';
import { GridCard } from './gridcard.tsx';
import { Hero } from './hero.tsx';
import './lobby.css';
import './start.css';
import './tracks.css';
import './rail.css';
import './narrow.css';
import './cars.css';
import { StartBox } from './startbox.tsx';
import { TrackRow } from './trackrow.tsx';
import { joining, wish } from './wish.ts';

/** Who is driving, where, against whom, and the one choice: with or without a record. */
export default function LobbyPage() {
  useState(() => arriveBy(location.search));
  const { state, retry } = useFetched('tracks', fetchTracks);
  const now = state.value;
  return (
    <>
      <AppBar theme="asphalt" name={driver.value.name} />
      <main id="main" tabIndex={-1} class="page lobby">
        {now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
        {now.at === 'failed' ? (
          <Failed title={t('lobby.tracksFailed')} detail={faultText(now.error)} onRetry={retry} />
        ) : null}
        {now.at === 'there' ? <Lobby tracks={now.value} /> : null}
      </main>
    </>
  );
}

/** What the server keeps of this driver. */
interface Own {
  record: DriverRecord;
  policies: PolicyReply[];
}

function Lobby({ tracks }: { tracks: TrackSummary[] }) {
  const { driverId, driverToken } = driver.value;
  const { state } = useFetched<Own>(driverId, async (signal) => {
    const [record, policies] = await Promise.all([
      fetchOwnRecord(driverToken!, signal),
      fetchClones({ driver: driverId! }, signal),
    ]);
    return { record, policies };
  });
  const generation = useSignal(0);
  const invitation = useInvitation();
  const joins = company.value === 'code';
  const trackId = joins && isOpen(invitation) ? invitation.trackId : wish.value.trackId;
  const track = tracks.find(({ id }) => id === trackId) ?? tracks[0]!;
  const own = driverId !== null && state.value.at === 'there' ? state.value.value : null;
  const clones = own ? clonesOn(own.policies, track.id, wish.value.car) : [];
  const otherDriver = (): void => {
    joining.value = [];
    generation.value += 1;
  };
  return (
    <div class="lobby-grid">
      <div class="lobby-left">
        <Hero track={track}>
          <CompanyBox track={track} laps={wish.value.laps} invitation={invitation} />
          <StartBox key={generation.value} />
        </Hero>
        <TrackRow
          tracks={tracks}
          chosen={joins && !isOpen(invitation) ? '' : track.id}
          records={own?.record.tracks.filter(({ car }) => car === wish.value.car) ?? []}
          fixed={joins}
        />
      </div>
      <div class="lobby-rail">
        <DriverCard onChange={otherDriver} />
        <CarChoice />
        {joins ? null : <GridCard clones={clones} fills={company.value === 'quick'} />}
        <OwnClone
          clones={clones}
          record={own?.record.tracks.find(({ trackId, car }) => trackId === track.id && car === wish.value.car)}
          trackId={track.id}
        />
      </div>
    </div>
  );
}
