import { useEffect } from 'preact/hooks';
import { Link, useLocation, useParams } from 'wouter-preact';
import type { EvaluationEntry } from '../../shared/wire/evaluations.ts';
import { fetchTracks } from '../connection/api.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { asOneself, byHeldTokens } from '../connection/held.ts';
import { fetchEvaluations, fetchPolicyDetail, type PolicyDetail } from '../connection/policies.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { language, t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Badge } from '../view/badge.tsx';
import { Card } from '../view/card.tsx';
import { Chip } from '../view/chip.tsx';
import { Icon } from '../view/icon.tsx';
import { Failed, Loading } from '../view/loading.tsx';
import { useFetched } from '../view/usefetched.ts';
import { CurveCards } from './curvecards.tsx';
import { curvesOf } from './curves.ts';
import { EvaluateCard } from './evaluatecard.tsx';
import { JobCards } from './jobcards.tsx';
import './policies.css';
import { Gone, isGone } from './gone.tsx';
import './policy.css';
import { PolicyActs, RaceButton } from './policyacts.tsx';
import { PolicyFacts } from './policyfacts.tsx';
import { Provenance } from './provenance.tsx';
import { ResultCard } from './resultcard.tsx';
import { SeedsCard } from './seedscard.tsx';
import { SeenCard } from './seencard.tsx';
import { policyNews, resumePolicyJobs } from './training.ts';
import { ownerText, shortName } from './words.ts';

interface Knowledge {
  policy: PolicyDetail;
  /** The newest of each track and setting. */
  evaluations: EvaluationEntry[];
  tracks: TrackSummary[];
}

/** As oneself, since what may be done with it depends on who asks; else by whatever token opens it. */
async function fetchKnowledge(policyId: string, signal: AbortSignal): Promise<Knowledge> {
  const asking = async (token?: string): Promise<Knowledge> => {
    const [policy, evaluations, tracks] = await Promise.all([
      fetchPolicyDetail(policyId, signal, token),
      fetchEvaluations({ policy: policyId, latest: true }, token, signal),
      fetchTracks(signal),
    ]);
    return { policy, evaluations, tracks };
  };
  try {
    return await asOneself(asking);
  } catch (error) {
    if (isGone(error)) return byHeldTokens(asking);
    throw error;
  }
}

/** One policy: what it is, where it comes from, how it drives, and what it sees. */
export default function PolicyPage() {
  const { id = '' } = useParams();
  const { name, driverId } = driver.value;
  const { state, retry } = useFetched(
    `${id} ${driverId} ${policyNews.value}`,
    (signal) => fetchKnowledge(id, signal),
    true,
  );
  const now = state.value;
  useEffect(() => resumePolicyJobs(), []);
  return (
    <>
      <AppBar theme="paper" name={name} />
      <main id="main" tabIndex={-1} class="page policies policy">
        {now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
        {now.at === 'failed' && isGone(now.error) ? <Gone /> : null}
        {now.at === 'failed' && !isGone(now.error) ? (
          <Failed title={t('policies.oneFailed')} detail={faultText(now.error)} onRetry={retry} />
        ) : null}
        {now.at === 'there' ? <Shown {...now.value} /> : null}
      </main>
    </>
  );
}

function Shown({ policy, evaluations, tracks }: Knowledge) {
  const nameOf = (trackId: string) => tracks.find(({ id }) => id === trackId)?.names[language.value] ?? trackId;
  const { checks = [] } = policy.manifest;
  return (
    <>
      <Head policy={policy} trackName={nameOf(policy.trackId)} />
      <div class="policy-grid">
        <div class="policy-rail">
          <PolicyFacts policy={policy} />
          <SeedsCard policy={policy} />
          <Card title={t('policies.provenance')} icon="database">
            <Provenance policy={policy} />
          </Card>
        </div>
        <div class="seen-column">
          <JobCards />
          {evaluations.map((evaluation) => (
            <ResultCard key={evaluation.id} evaluation={evaluation} trackName={nameOf(evaluation.trackId)} />
          ))}
          <EvaluateCard policy={policy} tracks={tracks} first={evaluations.length === 0} />
          <SeenCard policy={policy} />
          {checks.length > 0 ? <CurveCards curves={curvesOf(null, [policy], '')} /> : null}
        </div>
      </div>
    </>
  );
}

function Head({ policy, trackName }: { policy: PolicyDetail; trackName: string }) {
  const [, go] = useLocation();
  const list = `/policies?track=${encodeURIComponent(policy.trackId)}`;
  const { origin, interactive } = policy.manifest;
  return (
    <div class="page-head">
      <Link
        href={list}
        class="button quiet small square"
        aria-label={t('policies.toList')}
        title={t('policies.toList')}
      >
        <Icon name="stepBack" size={18} />
      </Link>
      <Badge driver={policy.driverId === null ? 8 : 1} clone size={32} />
      <h1 data-testid="policy-title">
        {ownerText(policy)}, {shortName(policy.manifest)}
      </h1>
      <Chip icon="flag">{trackName}</Chip>
      {origin ? <Chip tone="outlined">{t(`policies.origin.${origin.where}`)}</Chip> : null}
      {interactive ? (
        <Chip tone="outlined">
          {t('policies.interactive', {
            algorithm: t(`policies.algorithm.${interactive.algorithm}`),
            round: interactive.round,
          })}
        </Chip>
      ) : null}
      <span class="spread" />
      <PolicyActs policy={policy} onDeleted={() => go(list)} />
      <RaceButton policy={policy} kind="primary" />
    </div>
  );
}
