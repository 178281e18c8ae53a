import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { DriverRecord } from '../../shared/wire/api.ts';
import { fetchTracks } from '../connection/api.ts';
import { driver, fetchOwnRecord } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { fetchClones } from '../connection/held.ts';
import { orderRace, type RaceWish } from '../connection/raceorder.ts';
import type { PolicyReply, TrackSummary } from '../connection/replies.ts';
import { t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Button } from '../view/button.tsx';
import { CarPicture } from '../view/carpicture.tsx';
import { Empty, Failed, Loading } from '../view/loading.tsx';
import { useFetched } from '../view/usefetched.ts';
import './clone.css';
import { CloneDesk } from './clonedesk.tsx';
import { isRunning, resumeTraining, training } from './training.ts';
import { WhatItIs } from './whatitis.tsx';

/** All the page knows of a driver: laps by track, their clones, and the tracks' names. */
export interface CloneKnowledge {
  record: DriverRecord;
  policies: PolicyReply[];
  tracks: TrackSummary[];
}

/** "Clone me", the training live, and the clones there are. */
export default function ClonePage() {
  const [, go] = useLocation();
  const { driverToken, driverId, name } = driver.value;
  const fault = useSignal('');
  useEffect(() => resumeTraining(), []);
  // A finished training brings new clones: ask again.
  const finished = training.value && !isRunning(training.value) ? training.value.jobId : '';
  const key = driverToken && driverId ? `${driverId} ${finished}` : null;
  const { state, retry } = useFetched<CloneKnowledge>(
    key,
    async (signal) => {
      const [record, policies, tracks] = await Promise.all([
        fetchOwnRecord(driverToken!, signal),
        fetchClones({ driver: driverId! }, signal),
        fetchTracks(signal),
      ]);
      return { record, policies, tracks };
    },
    true,
  );
  const race = async (wish: RaceWish): Promise<void> => {
    try {
      await orderRace(wish);
      go('/race');
    } catch (error) {
      fault.value = faultText(error);
    }
  };
  const now = state.value;
  const noLaps = key === null || (now.at === 'there' && now.value.record.tracks.length === 0);
  return (
    <>
      <AppBar theme="paper" name={name} />
      <main id="main" tabIndex={-1} class="page clone">
        {fault.value ? <p role="alert">{fault.value}</p> : null}
        {noLaps ? <NoLaps onLobby={() => go('/')} /> : null}
        {!noLaps && now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
        {now.at === 'failed' ? (
          <Failed title={t('clone.failed')} detail={faultText(now.error)} onRetry={retry} />
        ) : null}
        {!noLaps && now.at === 'there' ? (
          <CloneDesk knowledge={now.value} onRace={race} onParting={(trackId) => go(`/divergence?track=${trackId}`)} />
        ) : null}
      </main>
    </>
  );
}

function NoLaps({ onLobby }: { onLobby: () => void }) {
  return (
    <Empty title={t('clone.noLapsTitle')}>
      <p>{t('clone.noLapsBody')}</p>
      <CarPicture driver={1} clone width={220} height={124} />
      <Button kind="primary" icon="flag" onClick={onLobby}>
        {t('app.toLobby')}
      </Button>
      <WhatItIs />
    </Empty>
  );
}
