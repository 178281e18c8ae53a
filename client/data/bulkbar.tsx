import { useLocation } from 'wouter-preact';
import type { LapRow } from '../../shared/wire/laps.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { watchPath } from './laprow.tsx';
import type { Selection } from './selection.ts';

export type BulkAct = 'flag' | 'leaveOut' | 'takeBack' | 'delete' | 'without' | 'holdOut' | 'only';

interface BulkBarProps {
  selection: Selection;
  /** How many of them are the asker's to mark and delete. */
  mine: number;
  /** What can be done with them for a dataset; the others need rights. */
  datasetActs: readonly BulkAct[];
  onAct: (act: BulkAct, laps: readonly LapRow[]) => void;
  onClear: () => void;
}

/** What is picked, and what can be done with all of it at once. */
export function BulkBar({ selection, mine, datasetActs, onAct, onClear }: BulkBarProps) {
  const [, go] = useLocation();
  const laps = [...selection.values()];
  const [first] = laps;
  if (!first) return null;
  const flagged = laps.filter(({ flags, mark }) => flags.length > 0 || mark === 'flagged').length;
  const own: BulkAct[] = ['flag', 'leaveOut', 'takeBack', 'delete'];
  return (
    <section class="bulk-bar" aria-label={t('data.bulk')} data-testid="bulk-bar">
      <p role="status">
        <b>{t('data.picked', { count: laps.length })}</b>
        {flagged > 0 ? <span>{t('data.pickedFlagged', { count: flagged })}</span> : null}
        {mine < laps.length ? <span>{t('data.pickedMine', { mine, count: laps.length })}</span> : null}
      </p>
      <div class="bulk-acts">
        <Button size="small" icon="play" onClick={() => go(watchPath(first))}>
          {t('data.replay')}
        </Button>
        {datasetActs.map((act) => (
          <Button key={act} size="small" onClick={() => onAct(act, laps)} testId={`bulk-${act}`}>
            {t(`data.bulkAct.${act}`)}
          </Button>
        ))}
        {mine > 0
          ? own.map((act) => (
              <Button key={act} size="small" onClick={() => onAct(act, laps)} testId={`bulk-${act}`}>
                {t(`data.bulkAct.${act}`)}
              </Button>
            ))
          : null}
        <Button size="small" icon="cross" onClick={onClear}>
          {t('data.clearPicked')}
        </Button>
      </div>
    </section>
  );
}
