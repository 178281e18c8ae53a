import { type Signal, useSignal } from '@preact/signals';
import type { LapRow } from '../../shared/wire/laps.ts';
import { markLaps } from '../connection/data.ts';
import { faultText } from '../connection/fault.ts';
import { t } from '../locale/locale.ts';
import type { BulkAct } from './bulkbar.tsx';
import type { LapAct } from './lapdetail.tsx';
import { chunks, type Intent } from './lapdialogs.tsx';
import { type Asker, byToken } from './rights.ts';
import { keyOf, renewed, type Selection } from './selection.ts';
import type { Laps } from './uselaps.ts';

interface ActsInput {
  laps: Laps;
  selection: Signal<Selection>;
  asker: Asker;
  onDatasetAct: (act: BulkAct, laps: readonly LapRow[]) => void;
  /** Laps were marked or are gone. */
  onChanged: () => void;
}

/** What can be done with laps, what is about to be, and what was. */
export interface LapActs {
  act: (what: BulkAct | LapAct, chosen: readonly LapRow[]) => void;
  /** Waits for a word in a dialog. */
  intent: Signal<Intent | null>;
  /** The dialog has done it. */
  done: (intent: Intent, changed: readonly LapRow[], reason: string) => void;
  told: Signal<string>;
}

export function useLapActs({ laps, selection, asker, onDatasetAct, onChanged }: ActsInput): LapActs {
  const intent = useSignal<Intent | null>(null);
  const told = useSignal('');
  const remark = (changed: readonly LapRow[], mark: LapRow['mark'], reason: string): void => {
    const names = new Set(changed.map(keyOf));
    laps.change((row) => (names.has(keyOf(row)) ? { ...row, mark, reason } : row));
  };
  const settle = (text: string): void => {
    told.value = text;
    selection.value = renewed(selection.value, laps.state.value.rows);
    onChanged();
  };
  const done = ({ act }: Intent, changed: readonly LapRow[], reason: string): void => {
    intent.value = null;
    const gone = new Set(changed.map(({ episodeId }) => episodeId));
    if (act === 'delete') laps.change((row) => (gone.has(row.episodeId) ? null : row));
    else remark(changed, act === 'flag' ? 'flagged' : 'left-out', reason);
    settle(t(`data.done.${act}`, { count: changed.length }));
  };
  const takeBack = async (chosen: readonly LapRow[]): Promise<void> => {
    const { allowed } = byToken(asker, chosen);
    try {
      for (const [token, own] of allowed) {
        for (const some of chunks(own)) await markLaps(token, some, 'none', '');
        remark(own, 'none', '');
      }
      settle(t('data.done.takeBack', { count: [...allowed.values()].flat().length }));
    } catch (error) {
      told.value = faultText(error);
    }
  };
  const act = (what: BulkAct | LapAct, chosen: readonly LapRow[]): void => {
    if (what === 'takeBack') void takeBack(chosen);
    else if (what === 'flag' || what === 'leaveOut' || what === 'delete') intent.value = { act: what, laps: chosen };
    else onDatasetAct(what, chosen);
  };
  return { act, intent, done, told };
}
