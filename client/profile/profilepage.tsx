import { Link, useLocation } from 'wouter-preact';
import { pseudonym } from '../../shared/wire/pseudonym.ts';
import type { Profile } from '../../shared/wire/records.ts';
import { ApiError, fetchProfile, fetchTracks } from '../connection/api.ts';
import { driver, fetchOwnRecord, withdraw } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Badge } from '../view/badge.tsx';
import { Card } from '../view/card.tsx';
import { CarPicture } from '../view/carpicture.tsx';
import { Empty, Failed, Loading } from '../view/loading.tsx';
import '../view/medal.css';
import { useFetched } from '../view/usefetched.ts';
import { Withdraw } from '../view/withdraw.tsx';
import { OwnClones } from './ownclones.tsx';
import { OwnLaps } from './ownlaps.tsx';
import './profile.css';
import { Rivals } from './rivals.tsx';

/** Everything this server keeps of whoever looks: laps, clones, whom they met, and how to take it all back. */
export default function ProfilePage() {
  const { driverId, driverToken, name } = driver.value;
  const { state, retry } = useFetched(driverToken, async (signal) => {
    try {
      const [profile, tracks] = await Promise.all([fetchProfile(driverToken!, signal), fetchTracks(signal)]);
      return { profile, tracks };
    } catch (error) {
      // A token of a server whose data are new is forgotten by asking for the record.
      if (error instanceof ApiError && error.status === 401) await fetchOwnRecord(driverToken!, signal);
      throw error;
    }
  });
  const now = state.value;
  const nobody = driverToken === null || (now.at === 'there' && now.value.profile.laps.length === 0);
  return (
    <>
      <AppBar theme="paper" name={name} />
      <main id="main" tabIndex={-1} class="page profile">
        {nobody ? <NothingYet /> : null}
        {!nobody && now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
        {!nobody && now.at === 'failed' ? (
          <Failed title={t('profile.failed')} detail={faultText(now.error)} onRetry={retry} />
        ) : null}
        {!nobody && now.at === 'there' ? <Found {...now.value} driverId={driverId!} /> : null}
      </main>
    </>
  );
}

function NothingYet() {
  const [, go] = useLocation();
  return (
    <Empty title={t('profile.noneTitle')}>
      <p>{t('profile.noneBody')}</p>
      <CarPicture driver={1} clone={false} width={220} height={124} />
      <Link href="/" class="button primary">
        {t('app.toLobby')}
      </Link>
      {driver.value.driverToken === null ? null : <Withdraw onWithdraw={() => leave(go)} />}
    </Empty>
  );
}

/** Everything of this driver's goes; an error tells in the reader's words. */
async function leave(go: (path: string) => void): Promise<void> {
  await withdraw().catch((error: unknown) => {
    throw new Error(faultText(error));
  });
  go('/');
}

interface FoundProps {
  profile: Profile;
  tracks: readonly TrackSummary[];
  driverId: string;
}

function Found({ profile, tracks, driverId }: FoundProps) {
  const [, go] = useLocation();
  const trackName = (id: string): string => tracks.find((track) => track.id === id)?.names[language.value] ?? id;
  return (
    <>
      <div class="page-head">
        <Badge driver={1} clone={false} size={30} />
        <h1>{pseudonym(driverId, language.value)}</h1>
        <span class="quiet">{t('profile.pseudonym')}</span>
      </div>
      <div class="profile-grid">
        <div class="profile-column">
          <OwnLaps laps={profile.laps} trackName={trackName} />
          <Rivals rivals={profile.rivals} />
        </div>
        <div class="profile-column">
          <OwnClones clones={profile.clones} trackName={trackName} />
          <Card title={t('profile.data')} icon="record">
            <p class="note">{t('profile.dataBody')}</p>
            <Withdraw onWithdraw={() => leave(go)} />
          </Card>
        </div>
      </div>
    </>
  );
}
