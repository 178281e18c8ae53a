import { useSignal } from '@preact/signals';
import { Link } from 'wouter-preact';
import type { RecentRace } from '../../shared/wire/records.ts';
import { fetchRecentRaces, fetchTracks } from '../connection/api.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { nameOf } from '../connection/named.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Button } from '../view/button.tsx';
import { huesOf } from '../view/hues.ts';
import { lapTime } from '../view/laptime.ts';
import { Empty, Failed, Loading } from '../view/loading.tsx';
import { Segmented } from '../view/segmented.tsx';
import { useFetched } from '../view/usefetched.ts';
import { pathOf } from './sharelink.ts';

/** Drivers named in one line; the others are counted. */
const MOST_NAMES = 4;

/** Every race that was kept and is over, the newest first. */
export function RaceList() {
  const whose = useSignal<'all' | 'own'>('all');
  const { state, retry } = useFetched('races', async (signal) => {
    const [page, tracks] = await Promise.all([fetchRecentRaces(null, signal), fetchTracks(signal)]);
    return { ...page, tracks };
  });
  const now = state.value;
  const more = async (): Promise<void> => {
    if (now.at !== 'there' || now.value.next === null) return;
    const { items, next } = await fetchRecentRaces(now.value.next);
    state.value = { at: 'there', value: { ...now.value, items: [...now.value.items, ...items], next } };
  };
  return (
    <>
      <div class="page-head">
        <h1>{t('theatre.listTitle')}</h1>
        <span class="spread" />
        <Segmented
          label={t('theatre.whose')}
          options={[
            { value: 'all', label: t('theatre.allRaces') },
            { value: 'own', label: t('theatre.ownRaces') },
          ]}
          value={whose.value}
          onChange={(next) => {
            whose.value = next;
          }}
        />
      </div>
      <p class="quiet theatre-intro">{t('theatre.intro')}</p>
      {now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
      {now.at === 'failed' ? (
        <Failed title={t('theatre.listFailed')} detail={faultText(now.error)} onRetry={retry} />
      ) : null}
      {now.at === 'there' ? <Races {...now.value} own={whose.value === 'own'} /> : null}
      {now.at === 'there' && now.value.next !== null ? (
        <Button onClick={() => void more()}>{t('theatre.more')}</Button>
      ) : null}
    </>
  );
}

const isOwn = ({ drivers }: RecentRace): boolean =>
  drivers.some(({ kind, driverId }) => kind === 'human' && driverId === driver.value.driverId);

function Races({
  items,
  tracks,
  own,
}: {
  items: readonly RecentRace[];
  tracks: readonly TrackSummary[];
  own: boolean;
}) {
  const shown = own ? items.filter(isOwn) : items;
  if (shown.length === 0) {
    return (
      <Empty title={t(own ? 'theatre.noneOwnTitle' : 'theatre.noneTitle')}>
        <p>{t('theatre.noneBody')}</p>
        <Link href="/" class="button primary">
          {t('app.toLobby')}
        </Link>
      </Empty>
    );
  }
  return (
    <ul class="theatre-list" data-testid="races">
      {shown.map((race) => (
        <RaceLine key={race.id} race={race} track={tracks.find(({ id }) => id === race.trackId)} />
      ))}
    </ul>
  );
}

function RaceLine({ race, track }: { race: RecentRace; track: TrackSummary | undefined }) {
  const when = new Date(race.startedAt).toLocaleString(language.value, { dateStyle: 'medium', timeStyle: 'short' });
  const { drivers } = race;
  const hues = huesOf(
    drivers.map(({ driverId }) => driverId),
    driver.value.driverId,
  );
  return (
    <li>
      <Link
        href={pathOf({ race: race.id, tick: 0, car: '', speed: '1' })}
        class="card theatre-race"
        data-race={race.id}
      >
        <span class="theatre-race-what">
          <b>{track?.names[language.value] ?? race.trackId}</b>
          <small>{t('theatre.facts', { count: race.laps, when })}</small>
        </span>
        <span class="theatre-race-who">
          {drivers.slice(0, MOST_NAMES).map((one) => (
            <span key={one.episodeId}>
              <Badge driver={hues.get(one.driverId)!} clone={one.kind === 'policy'} size={18} />
              {nameOf({ ...one, cloneOf: null }, driver.value.driverId)}
            </span>
          ))}
          {drivers.length > MOST_NAMES ? (
            <span>{t('theatre.others', { count: drivers.length - MOST_NAMES })}</span>
          ) : null}
        </span>
        <span class="theatre-race-best">
          <small>{t('theatre.bestLap')}</small>
          <b class="number">{race.bestLapMs === null ? '–' : lapTime(race.bestLapMs)}</b>
        </span>
      </Link>
    </li>
  );
}
