import { useSignal } from '@preact/signals';
import { Link, useLocation, useSearch } from 'wouter-preact';
import { ApiError, fetchTracks } from '../connection/api.ts';
import type { ClonePair } from '../connection/clones.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Button } from '../view/button.tsx';
import { Empty, Failed, Loading } from '../view/loading.tsx';
import { Segmented } from '../view/segmented.tsx';
import { useFetched } from '../view/usefetched.ts';
import { compare, fetchPairOf, fetchPairs } from './comparison.ts';
import './divergence.css';
import { Parting } from './parting.tsx';

/** Where a person's clones part from them: one pair of clones on one track. */
export default function DivergencePage() {
  const { driverId, name } = driver.value;
  const policyId = new URLSearchParams(useSearch()).get('policy');
  const { state, retry } = useFetched(policyId ?? driverId, async (signal) => {
    const asked = policyId === null ? fetchPairs(driverId!, signal) : fetchPairOf(policyId, signal);
    const [pairs, tracks] = await Promise.all([asked, fetchTracks(signal)]);
    return { pairs, tracks };
  });
  const known = policyId !== null || driverId !== null;
  const now = state.value;
  const gone = now.at === 'failed' && now.error instanceof ApiError && now.error.status === 404;
  return (
    <>
      <AppBar theme="paper" name={name} />
      <main id="main" tabIndex={-1} class="page divergence">
        {!known || (now.at === 'there' && now.value.pairs.length === 0) ? <NoClone /> : null}
        {known && now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
        {now.at === 'failed' && gone ? <Gone /> : null}
        {now.at === 'failed' && !gone ? (
          <Failed title={t('divergence.failed')} detail={faultText(now.error)} onRetry={retry} />
        ) : null}
        {known && now.at === 'there' && now.value.pairs.length > 0 ? <Pairs {...now.value} /> : null}
      </main>
    </>
  );
}

/** A clone that was deleted, perhaps in another tab, or that never was. */
function Gone() {
  return (
    <Empty title={t('divergence.goneTitle')}>
      <p>{t('divergence.goneBody')}</p>
      <Link href="/policies" class="button primary" data-testid="gone">
        {t('divergence.toPolicies')}
      </Link>
    </Empty>
  );
}

function NoClone() {
  const [, go] = useLocation();
  return (
    <Empty title={t('divergence.noneTitle')}>
      <p>{t('divergence.noneBody')}</p>
      <div class="buttons">
        <Button kind="primary" icon="clone" onClick={() => go('/clone')}>
          {t('divergence.makeClone')}
        </Button>
        <Button icon="flag" onClick={() => go('/')}>
          {t('app.toLobby')}
        </Button>
      </div>
    </Empty>
  );
}

function Pairs({ pairs, tracks }: { pairs: ClonePair[]; tracks: TrackSummary[] }) {
  const wanted = new URLSearchParams(useSearch()).get('track');
  const chosen = useSignal(keyOf(pairs.find((pair) => pair.trackId === wanted) ?? pairs[0]!));
  const pair = pairs.find((other) => keyOf(other) === chosen.value)!;
  const { state, retry } = useFetched(`${pair.trackId} ${pair.datasetId}`, (signal) => compare(pair, signal));
  const nameOf = (trackId: string) => tracks.find(({ id }) => id === trackId)?.names[language.value] ?? trackId;
  // One car's name is said only where there are several.
  const titleOf = ({ trackId, car }: ClonePair) =>
    car && pairs.some((other) => other.car !== car) ? `${nameOf(trackId)} · ${t(`car.${car}.name`)}` : nameOf(trackId);
  const now = state.value;
  const picker =
    pairs.length > 1 ? (
      <Segmented
        label={t('divergence.track')}
        options={pairs.map((other) => ({ value: keyOf(other), label: titleOf(other) }))}
        value={chosen.value}
        onChange={(key) => {
          chosen.value = key;
        }}
      />
    ) : null;
  const person = Object.values(pair.policies)[0]?.driverId ?? null;
  const whose = person !== null && person === driver.value.driverId ? 'own' : 'theirs';
  if (now.at === 'loading') return <Loading text={t(`divergence.${whose}.driving`)} />;
  if (now.at === 'failed') {
    return <Failed title={t('divergence.failed')} detail={faultText(now.error)} onRetry={retry} />;
  }
  return (
    <Parting
      key={keyOf(now.value.pair)}
      comparison={now.value}
      trackName={nameOf(pair.trackId)}
      picker={picker}
      whose={whose}
    />
  );
}

const keyOf = ({ trackId, car }: ClonePair): string => `${trackId} ${car}`;
