import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Link, useLocation, useSearch } from 'wouter-preact';
import type { DatasetEntry } from '../../shared/wire/datasets.ts';
import { DEFAULT_TRACK } from '../../shared/wire/options.ts';
import { fetchTracks } from '../connection/api.ts';
import { fetchDatasets } from '../connection/data.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { asOneself } from '../connection/held.ts';
import { fetchEvaluations, fetchPoliciesOf, fetchRanking, type PolicyDetail } from '../connection/policies.ts';
import type { TrackSummary } from '../connection/replies.ts';
import { recall, remember } from '../connection/storage.ts';
import { language, t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Chip } from '../view/chip.tsx';
import { Failed, Loading } from '../view/loading.tsx';
import { useFetched } from '../view/usefetched.ts';
import { DatasetChoice, NoDataset, OtherDataset, TrackChoice } from './course.tsx';
import { CurveCards } from './curvecards.tsx';
import { curvesOf, type LiveCurve } from './curves.ts';
import { type Draft, readDraft, stepsWanted, wishOf } from './draft.ts';
import { EvaluationTable } from './evaluationtable.tsx';
import { BringFile } from './here/bringfile.tsx';
import { TrainHere } from './here/trainhere.tsx';
import { hereTraining } from './here/training.ts';
import { JobCards, showUnderWay } from './jobcards.tsx';
import './policies.css';
import './train.css';
import { type PolicyRow, rowsOf } from './rows.ts';
import { TrainForm } from './trainform.tsx';
import { policyJobs, policyNews, resumePolicyJobs, train } from './training.ts';
import { draftText, headText } from './words.ts';

const KEY = 'mimic-gp-policy-draft';

/** All that the page knows of a track. */
interface Knowledge {
  datasets: DatasetEntry[];
  policies: PolicyDetail[];
  rows: PolicyRow[];
}

async function fetchKnowledge(trackId: string, signal: AbortSignal): Promise<Knowledge> {
  return asOneself(async (token) => {
    const [datasets, policies, evaluations, ranking] = await Promise.all([
      fetchDatasets({}, token, signal),
      fetchPoliciesOf(trackId, token, signal),
      fetchEvaluations({ track: trackId, kicks: false, traffic: false }, token, signal),
      fetchRanking(trackId, token, signal),
    ]);
    const living = datasets.filter((entry) => entry.tombstonedAt === null && entry.trackId === trackId);
    return { datasets: living, policies, rows: rowsOf(policies, evaluations, ranking) };
  });
}

/** Train policies on a track's laps, see prediction beside control, and where each stands. */
export default function PoliciesPage() {
  const { name } = driver.value;
  const { state, retry } = useFetched('tracks', (signal) => fetchTracks(signal));
  const now = state.value;
  useEffect(() => resumePolicyJobs(), []);
  return (
    <>
      <AppBar theme="paper" name={name} />
      <main id="main" tabIndex={-1} class="page policies">
        {now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
        {now.at === 'failed' ? (
          <Failed title={t('policies.failed')} detail={faultText(now.error)} onRetry={retry} />
        ) : null}
        {now.at === 'there' ? <Desk tracks={now.value} /> : null}
      </main>
    </>
  );
}

function Desk({ tracks }: { tracks: readonly TrackSummary[] }) {
  const [, go] = useLocation();
  const wanted = new URLSearchParams(useSearch()).get('track') ?? DEFAULT_TRACK;
  const track = tracks.find(({ id }) => id === wanted) ?? tracks[0]!;
  const { driverId } = driver.value;
  const key = `${track.id} ${driverId} ${policyNews.value}`;
  const { state, retry } = useFetched(key, (signal) => fetchKnowledge(track.id, signal), true);
  const chosen = useSignal('');
  const now = state.value;
  const datasets = now.at === 'there' ? now.value.datasets : [];
  const own = datasets.find(({ createdBy }) => createdBy !== null && createdBy === driverId);
  const dataset = datasets.find(({ id }) => id === chosen.value) ?? own ?? datasets[0] ?? null;
  return (
    <>
      <div class="page-head">
        <h1>{t('policies.title')}</h1>
        <Chip icon="flag">{track.names[language.value]}</Chip>
        <Link href="/clone" class="quiet-link">
          {t('policies.toClone')}
        </Link>
        <span class="spread" />
        <DatasetChoice datasets={datasets} datasetId={dataset?.id ?? ''} onChoose={(id) => (chosen.value = id)} />
        <TrackChoice
          tracks={tracks}
          trackId={track.id}
          onChoose={(id) => go(`/policies?track=${encodeURIComponent(id)}`, { replace: true })}
        />
      </div>
      {now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
      {now.at === 'failed' ? (
        <Failed title={t('policies.failed')} detail={faultText(now.error)} onRetry={retry} />
      ) : null}
      {now.at === 'there' ? (
        <div class="policies-grid">
          <Form
            trackId={track.id}
            dataset={dataset}
            onMade={(id) => {
              chosen.value = id;
              retry();
            }}
          />
          <Seen trackId={track.id} knowledge={now.value} onChanged={retry} />
        </div>
      ) : null}
    </>
  );
}

/** The left column: what to train, here or on the server. */
function Form({
  trackId,
  dataset,
  onMade,
}: {
  trackId: string;
  dataset: DatasetEntry | null;
  onMade: (id: string) => void;
}) {
  const draft = useSignal<Draft>(readDraft(recall(KEY)));
  const asking = useSignal(false);
  useEffect(() => remember(KEY, draft.value), [draft.value]);
  const go = async (): Promise<void> => {
    if (!dataset) return;
    asking.value = true;
    const { judge } = draft.value;
    const about = { trackId, name: draftText(draft.value), steps: stepsWanted(draft.value), judge };
    await train(wishOf(draft.value, dataset.id), about);
    asking.value = false;
    showUnderWay();
  };
  return (
    <div class="form-column">
      {dataset ? (
        <OtherDataset key={dataset.id} trackId={trackId} onMade={onMade} />
      ) : (
        <NoDataset trackId={trackId} onMade={onMade} />
      )}
      <TrainForm draft={draft} barred={asking.value} unfed={dataset === null} onTrain={() => void go()}>
        {dataset ? (
          <TrainHere datasetId={dataset.id} order={wishOf(draft.value, dataset.id)} judged={draft.value.judge} />
        ) : null}
      </TrainForm>
      <BringFile onKept={() => (policyNews.value += 1)} />
    </div>
  );
}

/** Of a training in this page that runs on this track. */
function hereCurve(trackId: string): (LiveCurve & { name: string }) | null {
  const here = hereTraining.value;
  if (here?.at !== 'learning' || here.trackId !== trackId || !here.order) return null;
  return { checks: here.progress?.checks ?? [], steps: here.order.steps, name: headText(here.order.head) };
}

/** The right column: what trains, prediction beside control, and the table. */
function Seen({ trackId, knowledge, onChanged }: { trackId: string; knowledge: Knowledge; onChanged: () => void }) {
  const trainings = policyJobs.value.filter((one) => one.kind === 'train' && one.trackId === trackId);
  const live = trainings.find(({ job }) => job.state === 'running') ?? null;
  const now = live ? { checks: live.detail.checks, steps: live.steps, name: live.name } : hereCurve(trackId);
  const curves = curvesOf(now, knowledge.policies, t('policies.nowCalled', { name: now?.name ?? '' }));
  return (
    <div class="seen-column">
      <JobCards />
      <CurveCards curves={curves} />
      <EvaluationTable rows={knowledge.rows} live={live} trackId={trackId} onChanged={onChanged} />
    </div>
  );
}
