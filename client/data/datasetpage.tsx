import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Link, useLocation, useParams, useSearch } from 'wouter-preact';
import type { DatasetCard as Card } from '../../shared/dataset/cardschema.ts';
import type { DatasetReply } from '../../shared/wire/datasets.ts';
import { fetchDataset, type LapsFilter } from '../connection/data.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { language, t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Failed, Loading } from '../view/loading.tsx';
import { useFetched } from '../view/usefetched.ts';
import { CompareCard } from './comparecard.tsx';
import { CoverageCard } from './coveragecard.tsx';
import './data.css';
import './dataset.css';
import { DatasetCard } from './datasetcard.tsx';
import { DatasetHead } from './datasethead.tsx';
import { DatasetList } from './datasetlist.tsx';
import { ExportCard } from './exportcard.tsx';
import { LapsDesk } from './lapsdesk.tsx';
import { filterOf, type LapsView, searchOf, viewOf } from './lapsview.ts';
import { type Roster, useRoster } from './roster.ts';
import { TrainCard } from './traincard.tsx';
import { useAccess } from './useaccess.ts';
import { useLaps } from './uselaps.ts';
import { useRevision } from './userevision.ts';
import { useTracks } from './usetracks.ts';
import { type Training, useTraining } from './usetraining.ts';

/** One version of a dataset: what is in it, how it came to be, and what can be made of it. */
export default function DatasetPage() {
  const { id } = useParams<{ id: string }>();
  const { token: own, organised } = useAccess(null);
  const tokens = [own, ...[...(organised ?? [])].map(([, { token }]) => token)];
  const { state, retry } = useFetched(organised === null ? null : `${id} ${tokens.join()}`, (signal) =>
    fetchDataset(id, tokens, signal),
  );
  const now = state.value;
  const title = now.at === 'there' ? titleOf(now.value.dataset) : t('data.title');
  useEffect(() => {
    document.title = `${title} · Mimic GP`;
  }, [title, language.value]);
  return (
    <>
      <AppBar theme="paper" name={driver.value.name} />
      <main id="main" tabIndex={-1} class="page data dataset">
        {now.at === 'loading' ? <Loading text={t('app.loading')} /> : null}
        {now.at === 'failed' ? (
          <Failed title={t('data.datasetFailed')} detail={faultText(now.error)} onRetry={retry} />
        ) : null}
        {now.at === 'failed' ? <ToData /> : null}
        {now.at === 'there' ? <Found key={id} {...now.value} /> : null}
      </main>
    </>
  );
}

interface VersionProps {
  dataset: DatasetReply;
  /** By which it may be read. */
  token: string | undefined;
}

function Found({ dataset, token }: VersionProps) {
  if (dataset.tombstonedAt !== null || dataset.card === null) return <Tombstone dataset={dataset} />;
  return <Version dataset={dataset} token={token} />;
}

const titleOf = ({ name, version, tombstonedAt }: DatasetReply): string =>
  tombstonedAt === null ? `${name} ${t('data.version', { version })}` : t('data.gone.title');

const ToData = () => (
  <Link href="/data" class="button">
    {t('data.toData')}
  </Link>
);

/** Its id stays; everything in it is gone. */
function Tombstone({ dataset: { id, version, tombstonedAt } }: { dataset: DatasetReply }) {
  const when = new Date(tombstonedAt ?? 0).toLocaleString(language.value, { dateStyle: 'long', timeStyle: 'short' });
  return (
    <div class="state" data-testid="tombstone">
      <h1>{t('data.gone.title')}</h1>
      <p>{t('data.gone.body', { version, when })}</p>
      <p>{t('data.gone.copies')}</p>
      <p class="caption mono">{id}</p>
      <ToData />
    </div>
  );
}

function Version({ dataset, token }: VersionProps) {
  const card = dataset.card!;
  const search = useSearch();
  const view = useMemo(() => viewOf(search), [search]);
  const [, go] = useLocation();
  const onView = (next: LapsView): void => go(`/data/${dataset.id}?${searchOf(next)}`, { replace: true });
  const { asker, organised } = useAccess(dataset.sessionId);
  const asked = { ...filterOf(view), track: card.trackId, dataset: dataset.id };
  const laps = useLaps({ ...asked, order: view.order }, token);
  const changes = useSignal(0);
  const tracks = useTracks();
  const roster = useRoster(card.drivers.map(({ id }) => id));
  const revision = useRevision(dataset, token);
  const training = useTraining(dataset, token);
  return (
    <>
      <DatasetHead
        dataset={dataset}
        trackName={tracks.get(card.trackId) ?? card.trackId}
        onTrain={training.begin}
        mayTrain={training.may}
      />
      <div class="data-grid">
        <div class="dataset-main">
          {revision.fault.value ? (
            <p class="field-fault" role="alert">
              {revision.fault.value}
            </p>
          ) : null}
          <LapsDesk
            laps={laps}
            view={view}
            onView={onView}
            dataset={dataset.id}
            token={token}
            asker={asker}
            organised={organised}
            trackNames={null}
            roster={roster}
            datasetActs={['without', 'holdOut', 'only']}
            onDatasetAct={(act, chosen) => void revision.revise(act, chosen)}
            changes={changes.value}
            onChanged={() => (changes.value += 1)}
          />
          <div class="dataset-below">
            <DatasetCard dataset={dataset} card={card} />
            <CompareCard dataset={dataset} token={token} />
          </div>
        </div>
        <Rail
          {...{ dataset, card, token, asked, roster, training }}
          view={view}
          onView={onView}
          changes={changes.value}
        />
      </div>
    </>
  );
}

interface RailProps extends VersionProps {
  card: Card;
  /** What the laps are asked for by. */
  asked: LapsFilter;
  roster: Roster;
  training: Training;
  view: LapsView;
  onView: (view: LapsView) => void;
  changes: number;
}

/** Where its laps have been, its versions, and what can be made of it. */
function Rail({ dataset, card, token, asked, roster, training, view, onView, changes }: RailProps) {
  return (
    <div class="data-rail">
      <CoverageCard
        trackId={card.trackId}
        trackName={null}
        filter={asked}
        token={token}
        roster={roster}
        chosen={view.driver}
        onDriver={(id) => onView({ ...view, driver: id })}
        changes={changes}
      >
        <DatasetList
          title={t('data.versions')}
          filter={{ name: dataset.name }}
          token={token}
          shown={dataset.id}
          none={t('data.noDatasets')}
          named={false}
          changes={changes}
        />
        <TrainCard dataset={dataset} training={training} />
        <ExportCard dataset={dataset} token={token} />
      </CoverageCard>
    </div>
  );
}
