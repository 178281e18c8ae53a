import { useMemo } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { observationSpecSchema } from '../../shared/observation/spec.ts';
import type { Track } from '../../shared/track/track.ts';
import { fetchPolicy } from '../connection/api.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { byHeldTokens } from '../connection/held.ts';
import type { PolicyReply } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Chip } from '../view/chip.tsx';
import { Failed } from '../view/loading.tsx';
import { ProgressBar } from '../view/progressbar.tsx';
import { useFetched } from '../view/usefetched.ts';
import { Film } from './film.ts';
import { Hands } from './hands.tsx';
import { Happenings } from './happenings.tsx';
import { useKeys } from './keys.ts';
import { liveriesOf, type Owners } from './liveries.ts';
import type { Replay } from './replay.ts';
import { type Screening, useScreening } from './screening.ts';
import { type Eyes, SeenCard } from './seencard.tsx';
import { ShareBox } from './sharebox.tsx';
import type { Showing } from './sharelink.ts';
import { SpokenMoment } from './spokenmoment.tsx';
import { Stage } from './stage.tsx';
import { wheelsAt } from './timeline.ts';
import { Tower } from './tower.tsx';
import { Transport } from './transport.tsx';

/** One race, driven again here. */
export function Theatre({ showing }: { showing: Showing }) {
  const { state, retry } = useScreening(showing.race);
  const now = state.value;
  if (now.at === 'failed') {
    return (
      <>
        <Failed title={t('theatre.failed')} detail={faultText(now.error)} onRetry={retry} />
        <Link href="/theatre" class="button">
          {t('theatre.toList')}
        </Link>
      </>
    );
  }
  if (now.at !== 'there') return <Waiting now={now} />;
  return <Playing key={now.replay.header.raceId} replay={now.replay} track={now.track} showing={showing} />;
}

function Waiting({ now }: { now: Extract<Screening, { share: number | null }> }) {
  const text = t(`theatre.${now.at}`);
  return (
    <div class="state" role="status">
      <ProgressBar label={text} value={now.share} live />
      <p>{text}</p>
    </div>
  );
}

function Playing({ replay, track, showing }: { replay: Replay; track: Track; showing: Showing }) {
  const { driverId } = driver.value;
  const film = useMemo(() => new Film(replay, showing, driverId), [replay, showing]);
  useKeys(film);
  const policies = usePolicies(replay);
  const owners: Owners = useMemo(() => new Map(policies.map(({ id, driverId }) => [id, driverId])), [policies]);
  const eyes = useMemo(() => eyesOf(policies), [policies]);
  const wheels = wheelsAt(replay, film.shown.value.tick);
  const liveries = useMemo(
    () => liveriesOf(replay.cars, wheels, owners, driverId),
    [replay, owners, driverId, language.value, wheels.map((wheel) => wheel.driverId).join()],
  );
  return (
    <>
      <Head film={film} track={track} />
      <div class="theatre-grid">
        <Stage film={film} track={track} liveries={liveries} />
        <div class="theatre-rail">
          <Tower film={film} liveries={liveries} />
          <Hands film={film} liveries={liveries} />
          <SeenCard film={film} track={track} eyes={eyes} />
          <Happenings film={film} liveries={liveries} />
        </div>
        <Transport film={film} liveries={liveries} />
      </div>
      <SpokenMoment film={film} liveries={liveries} />
      <p class="caption theatre-keys">{t('theatre.keys')}</p>
    </>
  );
}

function Head({ film, track }: { film: Film; track: Track }) {
  const { header, seconds } = film.replay;
  const when = new Date(header.startedAt).toLocaleString(language.value, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div class="page-head">
      <h1>{t('theatre.title', { track: track.name[language.value] })}</h1>
      <span class="quiet">{t('theatre.facts', { count: header.laps, when })}</span>
      <Equality stated={header.replay === 'states'} {...seconds} />
      <span class="spread" />
      <Button
        icon="map"
        pressed={film.whole.value}
        onClick={() => {
          film.whole.value = !film.whole.value;
        }}
        testId="whole"
      >
        {t('theatre.whole')}
      </Button>
      <ShareBox film={film} />
    </div>
  );
}

/** Whether every second ended in the very state that the race had; a log of stored states can only be shown. */
function Equality({ stated, all, equal }: { stated: boolean; all: number; equal: number }) {
  if (stated) return <Chip icon="record">{t('theatre.stated')}</Chip>;
  return (
    <span class="theatre-equality" data-testid="equality" data-equal={equal} data-all={all}>
      <Chip tone={equal === all ? 'good' : 'bad'} icon={equal === all ? 'check' : 'warning'}>
        {t(equal === all ? 'theatre.equal' : 'theatre.differs', { equal, all })}
      </Chip>
    </span>
  );
}

/** The policies that drive in a race; none until they are known, and without those that are gone. */
function usePolicies(replay: Replay): readonly PolicyReply[] {
  const ids = useMemo(() => policiesOf(replay), [replay]);
  const { state } = useFetched(ids.length > 0 ? ids.join() : null, async (signal) => {
    const asked = await Promise.allSettled(ids.map((id) => byHeldTokens((token) => fetchPolicy(id, signal, token))));
    return asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  });
  return state.value.at === 'there' ? state.value.value : NONE;
}
const NONE: readonly PolicyReply[] = [];

/** What each of them sees; one that sees what this page does not know is left out. */
const eyesOf = (policies: readonly PolicyReply[]): Eyes =>
  new Map(
    policies.flatMap(({ id, manifest }) => {
      const spec = observationSpecSchema.safeParse(manifest.observation);
      return spec.success ? [[id, spec.data] as const] : [];
    }),
  );

function policiesOf({ cars, events }: Replay): string[] {
  const drivers = [
    ...cars.map(({ driver }) => driver),
    ...events.flatMap((event) => (event.kind === 'wheel' ? [event.driver] : [])),
  ];
  return [...new Set(drivers.flatMap(({ policyId }) => policyId ?? []))];
}
