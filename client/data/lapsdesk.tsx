import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { LapRow } from '../../shared/wire/laps.ts';
import { markLaps } from '../connection/data.ts';
import { driver } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { language, t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Failed, Loading } from '../view/loading.tsx';
import { type BulkAct, BulkBar } from './bulkbar.tsx';
import { driverName, type NamedDriver } from './drivernames.ts';
import { Filters } from './filters.tsx';
import type { LapAct } from './lapdetail.tsx';
import { chunks, type Intent, LapDialogs } from './lapdialogs.tsx';
import { LapsTable } from './lapstable.tsx';
import { isNarrowed, type LapsView } from './lapsview.ts';
import { type Asker, byToken, tokenFor } from './rights.ts';
import type { Roster } from './roster.ts';
import { NOTHING, renewed, type Selection } from './selection.ts';
import { useChipCounts } from './usechipcounts.ts';
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
  const intent = useSignal<Intent | null>(null);
  const told = useSignal('');
  const counts = useChipCounts(view, { dataset, token, changes: props.changes });
  const { at, rows, error } = laps.state.value;
  const { ids, hues, meet } = props.roster;
  useEffect(() => meet(rows.filter((row) => row.driver.kind !== 'policy').map((row) => row.driver.id)), [rows]);
  const drivers = useNamed(ids.value);

  const done = ({ act }: Intent, changed: readonly LapRow[], reason: string): void => {
    intent.value = null;
    told.value = t(`data.done.${act}`, { count: changed.length });
    if (act === 'delete') {
      const gone = new Set(changed.map(({ episodeId }) => episodeId));
      laps.change((row) => (gone.has(row.episodeId) ? null : row));
    } else renew(changed, act === 'flag' ? 'flagged' : 'left-out', reason);
    selection.value = renewed(selection.value, laps.state.value.rows);
    onChanged();
  };
  const renew = (changed: readonly LapRow[], mark: LapRow['mark'], reason: string): void => {
    const names = new Set(changed.map(({ episodeId, number }) => `${episodeId} ${number}`));
    laps.change((row) => (names.has(`${row.episodeId} ${row.number}`) ? { ...row, mark, reason } : row));
  };
  const takeBack = async (chosen: readonly LapRow[]): Promise<void> => {
    try {
      for (const [by, own] of byToken(asker, chosen).allowed) {
        for (const some of chunks(own)) await markLaps(by, some, 'none', '');
        renew(own, 'none', '');
      }
      told.value = t('data.done.takeBack', { count: chosen.length });
      onChanged();
    } catch (caught) {
      told.value = faultText(caught);
    }
  };
  const act = (what: BulkAct | LapAct, chosen: readonly LapRow[]): void => {
    if (what === 'takeBack') void takeBack(chosen);
    else if (what === 'flag' || what === 'leaveOut' || what === 'delete') intent.value = { act: what, laps: chosen };
    else props.onDatasetAct(what, chosen);
  };
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
