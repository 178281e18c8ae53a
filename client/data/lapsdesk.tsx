import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { LapRow } from '../../shared/wire/laps.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { language, t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Failed, Loading } from '../view/loading.tsx';
import { type BulkAct, BulkBar } from './bulkbar.tsx';
import { driverName, type NamedDriver } from './drivernames.ts';
import { Filters } from './filters.tsx';
import { LapDialogs } from './lapdialogs.tsx';
import { LapsTable } from './lapstable.tsx';
import { isNarrowed, type LapsView } from './lapsview.ts';
import { type Asker, tokenFor } from './rights.ts';
import type { Roster } from './roster.ts';
import { NOTHING, type Selection } from './selection.ts';
import { useChipCounts } from './usechipcounts.ts';
import { useLapActs } from './uselapacts.ts';
import type { Laps } from './uselaps.ts';
import type { Organised } from './useorganised.ts';

interface LapsDeskProps {
  laps: Laps;
  view: LapsView;
  onView: (view: LapsView) => void;
  /** Only laps of this dataset, with their side of the split. */
  dataset?: string;
  token: string | undefined;
  asker: Asker;
  organised: ReadonlyMap<string, Organised> | null;
  trackNames: ReadonlyMap<string, string> | null;
  roster: Roster;
  datasetActs: readonly BulkAct[];
  onDatasetAct: (act: BulkAct, laps: readonly LapRow[]) => void;
  changes: number;
  /** Laps were marked or are gone: counts and coverage are no longer right. */
  onChanged: () => void;
}

/** The laps table with what narrows it and what can be done with its rows. */
export function LapsDesk(props: LapsDeskProps) {
  const { laps, view, onView, dataset, token, asker, onChanged } = props;
  const selection = useSignal<Selection>(NOTHING);
  const { act, intent, done, told } = useLapActs({
    laps,
    selection,
    asker,
    onDatasetAct: props.onDatasetAct,
    onChanged,
  });
  const counts = useChipCounts(view, { dataset, token, changes: props.changes });
  const { at, rows, error } = laps.state.value;
  const { ids, hues, meet } = props.roster;
  useEffect(() => meet(rows.filter((row) => row.driver.kind !== 'policy').map((row) => row.driver.id)), [rows]);
  const drivers = useNamed(ids.value);

  const mine = [...selection.value.values()].filter((row) => tokenFor(asker, row) !== null).length;
  return (
    <div class="laps-desk">
      <Filters
        view={view}
        onView={onView}
        drivers={drivers}
        counts={counts}
        organised={dataset ? null : props.organised}
      />
      {at === 'loading' ? <Loading text={t('app.loading')} /> : null}
      {at === 'failed' && error ? (
        <Failed title={t('data.failed')} detail={faultText(error)} onRetry={laps.again} />
      ) : null}
      {at === 'there' && rows.length === 0 ? <NothingFits view={view} onView={onView} /> : null}
      {at === 'there' && rows.length > 0 ? (
        <LapsTable
          laps={laps}
          order={view.order}
          onOrder={(order) => onView({ ...view, order })}
          selection={selection.value}
          onSelect={(next) => (selection.value = next)}
          split={dataset !== undefined}
          trackNames={props.trackNames}
          hues={hues}
          mine={(row) => tokenFor(asker, row) !== null}
          onAct={(what, row) => act(what, [row])}
        />
      ) : null}
      <p class="laps-told" role="status" data-testid="told">
        {told.value}
      </p>
      {rows.length > 0 ? <p class="laps-hint">{t('data.keys')}</p> : null}
      <BulkBar
        selection={selection.value}
        mine={mine}
        datasetActs={props.datasetActs}
        onAct={act}
        onClear={() => (selection.value = NOTHING)}
      />
      <LapDialogs intent={intent.value} asker={asker} onClose={() => (intent.value = null)} onDone={done} />
    </div>
  );
}

/** Everybody the search may mean. */
function useNamed(ids: readonly string[]): NamedDriver[] {
  const ownId = driver.value.driverId;
  return useMemo(() => ids.map((id) => ({ id, name: driverName(id, ownId) })), [ids, ownId, language.value]);
}

function NothingFits({ view, onView }: Pick<LapsDeskProps, 'view' | 'onView'>) {
  return (
    <div class="state laps-none">
      <h3>{t('data.nothingFits')}</h3>
      <p>{t(isNarrowed(view) ? 'data.nothingFitsBody' : 'data.noneBody')}</p>
      {isNarrowed(view) ? <Button onClick={() => onView({ order: view.order })}>{t('data.showAll')}</Button> : null}
    </div>
  );
}
