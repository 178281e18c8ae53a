import { useSignal } from '@preact/signals';
import { Link } from 'wouter-preact';
import { TEACHING_WAYS } from '../../shared/policy/taught.ts';
import { fetchEpisode } from '../connection/api.ts';
import { driver } from '../connection/driver.ts';
import { byHeldTokens } from '../connection/held.ts';
import { nameOf } from '../connection/named.ts';
import type { PolicyDetail } from '../connection/policies.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { lapTime } from '../view/laptime.ts';
import { useFetched } from '../view/usefetched.ts';

/** Laps are looked up this many at a time: each is of an episode of its own, perhaps. */
const AT_ONCE = 8;

type Lap = PolicyDetail['manifest']['dataset']['laps'][number];

/** From the policy back to every lap it learned from, and each lap's replay. */
export function Provenance({ policy }: { policy: PolicyDetail }) {
  const { laps, id } = policy.manifest.dataset;
  const shown = useSignal(AT_ONCE);
  const dataset = policy.datasetId ?? id;
  return (
    <div class="provenance" data-testid="provenance">
      <p>
        {t('policies.learnedFrom', { count: laps.length })}{' '}
        {dataset ? (
          <Link href={`/data/${encodeURIComponent(dataset)}`} data-testid="to-dataset">
            {t('policies.toDataset')}
          </Link>
        ) : null}
      </p>
      <p class="quiet">{samplesText(policy.manifest.samples)}</p>
      <ul>
        {laps.slice(0, shown.value).map((lap) => (
          <LapLine key={`${lap.episode} ${lap.lap}`} lap={lap} />
        ))}
      </ul>
      {laps.length > shown.value ? (
        <Button size="small" kind="quiet" onClick={() => (shown.value += 4 * AT_ONCE)}>
          {t('policies.moreLaps', { count: laps.length - shown.value })}
        </Button>
      ) : null}
    </div>
  );
}

/** People's samples, and those made of them, each way apart. */
function samplesText({ human, recovery, made }: PolicyDetail['manifest']['samples']): string {
  const ways = made ?? { perturb: recovery, sideCameras: 0, noise: 0, mirror: 0 };
  const counted = TEACHING_WAYS.filter((way) => ways[way] > 0).map(
    (way) => `${t(`policies.teaching.${way}.name`)} ${ways[way].toLocaleString('en')}`,
  );
  const list = counted.length > 0 ? counted.join(', ') : t('policies.samplesNone');
  return t('policies.samplesApart', { human: human.toLocaleString('en'), made: list });
}

function LapLine({ lap }: { lap: Lap }) {
  const { state } = useFetched(lap.episode, (signal) =>
    byHeldTokens((token) => fetchEpisode(lap.episode, signal, token)),
  );
  const now = state.value;
  if (now.at === 'loading') return <li class="quiet">…</li>;
  if (now.at === 'failed') return <li class="quiet">{t('policies.lapHidden')}</li>;
  const { raceId, driver: who, laps } = now.value;
  const own = laps.find(({ number }) => number === lap.lap);
  const kind = who.kind === 'scripted' || who.kind === 'policy' ? who.kind : 'human';
  const name = nameOf({ driverId: who.id, kind, cloneOf: null }, driver.value.driverId);
  const query = new URLSearchParams({ race: raceId, driver: who.id, lap: String(lap.lap) });
  return (
    <li>
      <Link href={`/theatre?${query}`}>{t('policies.lapLine', { name, lap: lap.lap })}</Link>{' '}
      <span class="number">{own ? lapTime(own.timeMs) : ''}</span>
    </li>
  );
}
