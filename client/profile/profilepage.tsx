import { type Signal, useSignal } from '@preact/signals';
import { Link } from 'wouter-preact';
import { pseudonym } from '../../shared/wire/pseudonym.ts';
import type { Profile } from '../../shared/wire/records.ts';
import type { Forgotten, Kept } from '../../shared/wire/rights.ts';
import { ApiError, fetchProfile, fetchTracks } from '../connection/api.ts';
import { driver, fetchOwnRecord } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { fetchKept } from '../connection/rights.ts';
import { visited } from '../connection/secretlink.ts';
import { language, t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Badge } from '../view/badge.tsx';
import { CarPicture } from '../view/carpicture.tsx';
import { Empty, Failed, Loading } from '../view/loading.tsx';
import '../view/medal.css';
import { useFetched } from '../view/usefetched.ts';
import { Went } from '../view/went.tsx';
import { Choices } from './choices.tsx';
import { Drives } from './drives.tsx';
import { KeptCard } from './keptcard.tsx';
import { OwnClones } from './ownclones.tsx';
import { OwnLaps } from './ownlaps.tsx';
import './profile.css';
import './rights.css';
import { Rivals } from './rivals.tsx';
import { SecretLink } from './secretlink.tsx';
import { TakeAway } from './takeaway.tsx';
import { VisitNotice } from './visitnotice.tsx';

/** Everything of one person: laps, clones, rivals, what is kept of them, and how to take it away or back. */
interface Found {
  profile: Profile;
  kept: Kept;
  tracks: readonly TrackSummary[];
}

/** The page of whoever looks, or of the person whose secret link was opened. */
export default function ProfilePage() {
  const token = visited.value ?? driver.value.driverToken;
  const went = useSignal<Forgotten | null>(null);
  return (
    <>
      <AppBar theme="paper" name={driver.value.name} />
      <main id="main" tabIndex={-1} class="page profile">
        {token === null ? <NothingYet /> : <Somebody key={token} token={token} went={went} />}
        <Went
          forgotten={went.value}
          onClose={() => {
            went.value = null;
          }}
        />
      </main>
    </>
  );
}

function Somebody({ token, went }: { token: string; went: Signal<Forgotten | null> }) {
  const ask = async (signal: AbortSignal): Promise<Found> => {
    try {
      const asked = [fetchProfile(token, signal), fetchKept(token, signal), fetchTracks(signal)] as const;
      const [profile, kept, tracks] = await Promise.all(asked);
      return { profile, kept, tracks };
    } catch (error) {
      // A token of a server whose data are new is forgotten by asking for the record.
      if (error instanceof ApiError && error.status === 401) await fetchOwnRecord(token, signal);
      throw error;
    }
  };
  const { state, retry } = useFetched<Found>(token, ask, true);
  const now = state.value;
  if (now.at === 'loading') return <Loading text={t('app.loading')} />;
  if (now.at === 'failed') return <NotThere error={now.error} onRetry={retry} />;
  return <Person {...now.value} token={token} went={went} onChange={retry} />;
}

function NothingYet() {
  return (
    <Empty title={t('profile.noneTitle')}>
      <p>{t('profile.noneBody')}</p>
      <CarPicture driver={1} clone={false} width={220} height={124} />
      <Link href="/" class="button primary">
        {t('app.toLobby')}
      </Link>
    </Empty>
  );
}

/** The page did not come; a link whose person is gone leads back to one's own. */
function NotThere({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const dead = visited.value !== null && error instanceof ApiError && error.status === 401;
  if (!dead) return <Failed title={t('profile.failed')} detail={faultText(error)} onRetry={onRetry} />;
  return (
    <Empty title={t('rights.deadTitle')}>
      <p>{t('rights.deadBody')}</p>
      <button
        type="button"
        class="button primary"
        onClick={() => {
          visited.value = null;
        }}
      >
        {t('rights.toOwn')}
      </button>
    </Empty>
  );
}

interface PersonProps extends Found {
  token: string;
  went: Signal<Forgotten | null>;
  /** Something was deleted or chosen: ask again. */
  onChange: () => void;
}

function Person({ profile, kept, tracks, token, went, onChange }: PersonProps) {
  const trackName = (id: string): string => tracks.find((track) => track.id === id)?.names[language.value] ?? id;
  const { driverId } = kept;
  return (
    <>
      {visited.value === null ? null : <VisitNotice token={token} driverId={driverId} />}
      <div class="page-head">
        <Badge driver={1} clone={false} size={30} />
        <h1>{pseudonym(driverId, language.value)}</h1>
        <span class="quiet">{t('profile.pseudonym')}</span>
      </div>
      <div class="profile-grid">
        <div class="profile-column">
          {profile.laps.length === 0 ? (
            <p class="card note">{t('profile.noneBody')}</p>
          ) : (
            <OwnLaps laps={profile.laps} driverId={driverId} trackName={trackName} />
          )}
          <Drives token={token} kept={kept} trackName={trackName} went={went} onChange={onChange} />
          <Rivals rivals={profile.rivals} ownId={driverId} />
          <Choices token={token} kept={kept} onChange={onChange} />
        </div>
        <div class="profile-column">
          <KeptCard token={token} kept={kept} trackName={trackName} went={went} onChange={onChange} />
          <TakeAway token={token} />
          <SecretLink token={token} />
          <OwnClones clones={profile.clones} trackName={trackName} />
        </div>
      </div>
    </>
  );
}
