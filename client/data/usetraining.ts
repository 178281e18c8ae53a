import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { JOB_ENDED, type JobReply } from '../../shared/wire/api.ts';
import type { DatasetReply } from '../../shared/wire/datasets.ts';
import { cancelJob } from '../connection/api.ts';
import { trainOn } from '../connection/data.ts';
import { driverToken } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { followJob } from '../connection/job.ts';

export interface Training {
  job: Signal<JobReply | null>;
  fault: Signal<string>;
  running: boolean;
  /** Nothing trains already, and the split does not leak. */
  may: boolean;
  begin: () => void;
  stop: () => void;
}

/** A policy trained, by whoever may read the dataset, with the settings that "Clone me" has. */
export function useTraining(dataset: DatasetReply, token: string | undefined): Training {
  const job = useSignal<JobReply | null>(null);
  const fault = useSignal('');
  const busy = useSignal(false);
  const ask = async (): Promise<void> => {
    busy.value = true;
    fault.value = '';
    try {
      job.value = await trainOn(token ?? (await driverToken()), dataset.id);
    } catch (error) {
      fault.value = faultText(error);
    } finally {
      busy.value = false;
    }
  };
  const id = job.value?.id;
  useEffect(() => {
    if (!id) return undefined;
    const lost = (error: unknown): void => {
      job.value = null;
      fault.value = faultText(error);
    };
    return followJob(
      id,
      (now) => {
        job.value = now;
      },
      lost,
    );
  }, [id]);
  const running = job.value !== null && !JOB_ENDED.includes(job.value.state);
  const may = !running && !busy.value && !(dataset.card?.splits.leaks ?? false);
  const stop = async (): Promise<void> => {
    try {
      if (id) await cancelJob(token ?? (await driverToken()), id);
    } catch (error) {
      fault.value = faultText(error);
    }
  };
  return { job, fault, running, may, begin: () => void ask(), stop: () => void stop() };
}
