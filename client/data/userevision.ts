import { type Signal, useSignal } from '@preact/signals';
import { useLocation } from 'wouter-preact';
import type { DatasetReply } from '../../shared/wire/datasets.ts';
import type { LapRow } from '../../shared/wire/laps.ts';
import { makeDataset, type NewDataset } from '../connection/data.ts';
import { driverToken } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import type { BulkAct } from './bulkbar.tsx';
import { keyOf } from './selection.ts';

type Lap = { episodeId: string; number: number };

/**
 * The next version: this one without some laps, with some of them held out, or of them alone. It is made of this
 * version's laps, not of what its recipe would choose by now.
 */
export function revisionOf(dataset: DatasetReply, act: BulkAct, chosen: readonly Lap[]): NewDataset {
  const picked = new Set(chosen.map(keyOf));
  const all = dataset.laps.map(({ episodeId, lap }): Lap => ({ episodeId, number: lap }));
  const kept = act === 'without' ? all.filter((lap) => !picked.has(keyOf(lap))) : all;
  const laps = act === 'only' ? all.filter((lap) => picked.has(keyOf(lap))) : kept;
  const places = chosen.map(({ episodeId, number }) => ({ episodeId, number }));
  // Every lap is named, so that the recipe only says what is held out.
  const everything = { clean: false, inTraffic: true, laps: 10_000, marks: 'ignore' } as const;
  return {
    name: dataset.name,
    combine: {
      operation: 'subset',
      of: [dataset.id],
      laps,
      ...(act === 'holdOut' ? { recipe: { ...everything, heldOut: places } } : {}),
    },
  };
}

export interface Revision {
  revise: (act: BulkAct, chosen: readonly LapRow[]) => Promise<void>;
  fault: Signal<string>;
}

/** Makes the next version and goes there. */
export function useRevision(dataset: DatasetReply, token: string | undefined): Revision {
  const fault = useSignal('');
  const [, go] = useLocation();
  const revise = async (act: BulkAct, chosen: readonly LapRow[]): Promise<void> => {
    fault.value = '';
    try {
      const { id } = await makeDataset(token ?? (await driverToken()), revisionOf(dataset, act, chosen));
      go(`/data/${id}`);
    } catch (error) {
      fault.value = faultText(error);
    }
  };
  return { revise, fault };
}
