import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Link, useSearch } from 'wouter-preact';
import type { Comparison } from '../../shared/wire/comparison.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { byHeldTokens } from '../connection/held.ts';
import { fetchComparison, fetchPolicyDetail, type PolicyDetail } from '../connection/policies.ts';
import { t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { Icon } from '../view/icon.tsx';
import { Empty, Failed, Loading } from '../view/loading.tsx';
import { Segmented } from '../view/segmented.tsx';
import { useFetched } from '../view/usefetched.ts';
import { EstimatesCard, ImprovementCard, ProfileCard } from './comparisoncards.tsx';
import './compare.css';
import './policies.css';
import { Gone, isGone } from './gone.tsx';
import { JobCards } from './jobcards.tsx';
import { isJudged, judge, policyNews, resumePolicyJobs } from './training.ts';
import { madeText, ownerText, shortName } from './words.ts';

interface Knowledge {
  comparison: Comparison;
  policies: PolicyDetail[];
  /** So many of those asked for are not there: deleted since the address was made, or never. */
  gone: number;
}

/** Null where it is not there. */
const fetchOne = (id: string, signal: AbortSignal): Promise<PolicyDetail | null> =>
  byHeldTokens((token) => fetchPolicyDetail(id, signal, token)).catch((error: unknown) => {
    if (isGone(error)) return null;
    throw error;
  });

/** Rejects as the server does where none of them is there. */
async function fetchKnowledge(ids: readonly string[], kicks: boolean, signal: AbortSignal): Promise<Knowledge> {
  const found = await Promise.all(ids.map((id) => fetchOne(id, signal)));
  const policies = found.filter((policy) => policy !== null);
  const there = policies.length > 0 ? policies.map(({ id }) => id) : ids;
  const comparison = await byHeldTokens((token) => fetchComparison({ policies: there, kicks }, signal, token));
  return { comparison, policies, gone: ids.length - there.length };
}

/** Any set of policies side by side: estimates on their intervals, and how probable it is that one beats another. */
export default function ComparePage() {
  const { name } = driver.value;
  const ids = [...new Set((new URLSearchParams(useSearch()).get('ids') ?? '').split(',').filter((id) => id !== ''))];
  const kicks = useSignal(false);
  const key = ids.length > 0 ? `${ids.join()} ${kicks.value} ${policyNews.value}` : null;
  const { state, retry } = useFetched(key, (signal) => fetchKnowledge(ids, kicks.value, signal), true);
  const now = state.value;
  useEffect(() => resumePolicyJobs(), []);
  return (
    <>
      <AppBar theme="paper" name={name} />
      <main id="main" tabIndex={-1} class="page policies compare">
        <div class="page-head">
          <Link href="/policies" class="button quiet small square" aria-label={t('policies.toList')}>
            <Icon name="stepBack" size={18} />
          </Link>
          <h1>{t('policies.compareTitle')}</h1>
          <span class="spread" />
          <Segmented
            label={t('policies.setting')}
            options={[
              { value: 'plain', label: t('policies.plain') },
              { value: 'kicks', label: t('policies.pushed') },
            ]}
            value={kicks.value ? 'kicks' : 'plain'}
            onChange={(value) => (kicks.value = value === 'kicks')}
          />
        </div>
        {key === null ? <NothingPicked /> : null}
        {key !== null && now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
        {now.at === 'failed' && isGone(now.error) ? <Gone /> : null}
        {now.at === 'failed' && !isGone(now.error) ? (
          <Failed title={t('policies.compareFailed')} detail={faultText(now.error)} onRetry={retry} />
        ) : null}
        {key !== null && now.at === 'there' ? <Compared {...now.value} /> : null}
      </main>
    </>
  );
}

function NothingPicked() {
  return (
    <Empty title={t('policies.nothingPicked')}>
      <p>{t('policies.nothingPickedBody')}</p>
      <Link href="/policies" class="button primary">
        {t('policies.toList')}
      </Link>
    </Empty>
  );
}

/** A letter for each, since names of clones of one person are much alike. */
export const letterOf = (place: number): string => String.fromCharCode(65 + place);

function Compared({ comparison, policies, gone }: Knowledge) {
  const shown = useSignal(comparison.measures[0]?.measure ?? null);
  const measure = comparison.measures.find((one) => one.measure === shown.value) ?? comparison.measures[0];
  const nameOf = (policyId: string): string => {
    const policy = policies.find(({ id }) => id === policyId);
    return policy ? shortName(policy.manifest) : policyId;
  };
  const names = comparison.policies.map(({ policyId }, place) => `${letterOf(place)} · ${nameOf(policyId)}`);
  return (
    <div class="compare-column">
      {gone > 0 ? <p class="note">{t('policies.goneSome', { count: gone })}</p> : null}
      {names.length > 0 ? <Who comparison={comparison} policies={policies} /> : null}
      <JobCards />
      <Missing comparison={comparison} policies={policies} />
      {measure && names.length > 0 ? (
        <>
          <div class="measure-choice">
            <label class="caption" for="measure">
              {t('policies.measure')}
            </label>
            <select
              id="measure"
              value={measure.measure}
              data-testid="measure"
              onChange={(event) => (shown.value = event.currentTarget.value as typeof measure.measure)}
            >
              {comparison.measures.map((one) => (
                <option key={one.measure} value={one.measure}>
                  {t(`policies.measures.${one.measure}`)}
                </option>
              ))}
            </select>
            <span class="note">{t(`policies.better.${measure.better}`)}</span>
          </div>
          <EstimatesCard measure={measure} names={names} />
          <div class="compare-pair">
            <ImprovementCard measure={measure} names={names} />
            <ProfileCard measure={measure} names={names} />
          </div>
        </>
      ) : null}
    </div>
  );
}

/** Which letter is which. */
function Who({ comparison, policies }: Omit<Knowledge, 'gone'>) {
  return (
    <Card title={t('policies.compared')} icon="network">
      <ol class="compared" data-testid="compared">
        {comparison.policies.map(({ policyId, rollouts, laps }, place) => {
          const policy = policies.find(({ id }) => id === policyId);
          return (
            <li key={policyId}>
              <b class="number">{letterOf(place)}</b>
              <span class="compared-what">
                <Link href={`/policies/${encodeURIComponent(policyId)}`}>
                  {policy ? `${ownerText(policy)}, ${shortName(policy.manifest)}` : policyId}
                </Link>
                <span class="note">{t('policies.comparedOn', { count: rollouts, laps: Math.round(laps) })}</span>
                {policy ? <span class="note">{madeText(policy)}</span> : null}
              </span>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

/** Those that were asked for, but never drove like this here. */
function Missing({ comparison, policies }: Omit<Knowledge, 'gone'>) {
  const { missing, trackId, kicks } = comparison;
  if (missing.length === 0) return null;
  const ask = (policyId: string): void => {
    const policy = policies.find(({ id }) => id === policyId);
    void judge({ policyId, trackId, kicks }, { trackId, name: policy ? shortName(policy.manifest) : policyId });
  };
  return (
    <Card title={t('policies.missing')} icon="warning">
      <ul class="compared">
        {missing.map((policyId) => {
          const policy = policies.find(({ id }) => id === policyId);
          return (
            <li key={policyId}>
              <span>{policy ? `${ownerText(policy)}, ${shortName(policy.manifest)}` : policyId}</span>
              {isJudged(policyId) ? (
                <span class="note">{t('policies.isJudged')}</span>
              ) : (
                <Button size="small" icon="wheel" onClick={() => ask(policyId)} testId="judge-missing">
                  {t('policies.judge')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
