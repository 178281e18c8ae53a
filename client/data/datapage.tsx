import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter-preact';
import type { LapRow } from '../../shared/wire/laps.ts';
import { DEFAULT_TRACK } from '../../shared/wire/options.ts';
import { driver } from '../connection/driver.ts';
import { language, t } from '../locale/locale.ts';
import { AppBar } from '../view/appbar.tsx';
import { Button } from '../view/button.tsx';
import type { BulkAct } from './bulkbar.tsx';
import { CoverageCard } from './coveragecard.tsx';
import './data.css';
import { DatasetList } from './datasetlist.tsx';
import { Choice } from './filters.tsx';
import { LapsDesk } from './lapsdesk.tsx';
import { filterOf, isNarrowed, type LapsView, searchOf, viewOf } from './lapsview.ts';
import { Newcomer } from './newcomer.tsx';
import { draftOf, type RecipeDraft } from './recipedraft.ts';
import { RecipeForm } from './recipeform.tsx';
import { useRoster } from './roster.ts';
import { useAccess } from './useaccess.ts';
import { useLaps } from './uselaps.ts';
import { useTracks } from './usetracks.ts';

/** Every lap that is kept, where laps have been, and the datasets made of them. */
export default function DataPage() {
  useEffect(() => {
    document.title = `${t('data.title')} · Mimic GP`;
  }, [language.value]);
  return (
    <>
      <AppBar theme="paper" name={driver.value.name} />
      <main id="main" tabIndex={-1} class="page data">
        <AllLaps />
      </main>
    </>
  );
}

const NOBODY: readonly string[] = [];

function AllLaps() {
  const search = useSearch();
  const view = useMemo(() => viewOf(search), [search]);
  const [, go] = useLocation();
  const onView = (next: LapsView): void => go(`/data?${searchOf(next)}`, { replace: true });
  const { asker, organised, token } = useAccess(view.session);
  const laps = useLaps({ ...filterOf(view), order: view.order }, token);
  const changes = useSignal(0);
  const roster = useRoster(NOBODY);
  const draft = useSignal<RecipeDraft | null>(null);
  const tracks = useTracks();
  const { at, rows, total } = laps.state.value;
  const trackId = view.track ?? rows[0]?.trackId ?? DEFAULT_TRACK;
  const trackName = tracks.get(trackId) ?? trackId;
  const make = (part: Partial<RecipeDraft> = {}): void => {
    const name = t('data.make.nameStart', { track: trackName });
    draft.value = { ...draftOf(view, trackId, rows[0]?.car, name), ...part };
  };
  const onDatasetAct = (act: BulkAct, chosen: readonly LapRow[]): void =>
    make(act === 'holdOut' ? { heldOut: chosen } : { except: chosen });
  if (at === 'there' && rows.length === 0 && !isNarrowed(view)) return <Newcomer />;
  return (
    <>
      <PageHead view={view} onView={onView} tracks={tracks} total={at === 'there' ? total : null} onMake={make} />
      <div class="data-grid">
        <LapsDesk
          laps={laps}
          view={view}
          onView={onView}
          token={token}
          asker={asker}
          organised={organised}
          trackNames={view.track ? null : tracks}
          roster={roster}
          datasetActs={['without', 'holdOut']}
          onDatasetAct={onDatasetAct}
          changes={changes.value}
          onChanged={() => (changes.value += 1)}
        />
        <div class="data-rail">
          {at === 'there' ? (
            <CoverageCard
              trackId={trackId}
              trackName={view.track ? null : trackName}
              filter={filterOf(view)}
              token={token}
              roster={roster}
              chosen={view.driver}
              onDriver={(id) => onView({ ...view, driver: id })}
              changes={changes.value}
            >
              <DatasetList
                title={t('data.datasets')}
                filter={{}}
                token={token}
                none={t('data.noDatasets')}
                named
                changes={changes.value}
              />
            </CoverageCard>
          ) : null}
        </div>
      </div>
      <RecipeForm start={draft.value} tracks={tracks} token={token} onClose={() => (draft.value = null)} />
    </>
  );
}

interface PageHeadProps {
  view: LapsView;
  onView: (view: LapsView) => void;
  tracks: ReadonlyMap<string, string>;
  /** Null while it is not known. */
  total: number | null;
  onMake: () => void;
}

function PageHead({ view, onView, tracks, total, onMake }: PageHeadProps) {
  return (
    <div class="page-head">
      <h1>{t('data.title')}</h1>
      {total === null ? null : <span class="quiet">{t('data.lapCount', { count: total })}</span>}
      <span class="spread" />
      <div class="head-track">
        <Choice
          label={t('data.track')}
          value={view.track ?? ''}
          options={[['', t('data.anyTrack')], ...tracks]}
          onChange={(track) => onView({ ...view, track: track || undefined })}
          testId="track"
        />
      </div>
      <Button kind="primary" icon="table" disabled={total === 0} onClick={() => onMake()} testId="open-recipe">
        {t('data.make.open')}
      </Button>
    </div>
  );
}
