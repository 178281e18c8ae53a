import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { JOB_ENDED, type JobReply } from '../../shared/wire/api.ts';
import { askExport, downloadWithToken } from '../connection/data.ts';
import { driverToken } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { followJob } from '../connection/job.ts';
import { t } from '../locale/locale.ts';

/** An archive: not asked for, being made, or there. */
export interface Export {
  at: 'idle' | 'asking' | 'making' | 'ready' | 'failed';
  job: JobReply | null;
  bytes: number | null;
  open: boolean;
  fault: string;
}
const IDLE: Export = { at: 'idle', job: null, bytes: null, open: true, fault: '' };

export interface Exporting {
  state: Signal<Export>;
  /** Have it made where it is not there. */
  ask: () => void;
  /** Hand it to the browser where a plain link would be refused. */
  pass: () => void;
}

export function useExport(path: string, format: string, token: string | undefined): Exporting {
  const state = useSignal<Export>(IDLE);
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);
  const fail = (error: unknown): void => {
    state.value = { ...IDLE, at: 'failed', fault: faultText(error) };
  };
  const ask = async (): Promise<void> => {
    state.value = { ...IDLE, at: 'asking' };
    try {
      const answer = await askExport(path, token ?? (await driverToken()));
      if (answer.ready) {
        state.value = { ...IDLE, at: 'ready', bytes: answer.bytes, open: answer.open };
        return;
      }
      state.value = { ...IDLE, at: 'making', job: answer.job };
      stop.current = followJob(answer.job.id, hear, fail);
    } catch (error) {
      fail(error);
    }
  };
  const pass = async (): Promise<void> => downloadWithToken(path, token ?? (await driverToken()), `${format}.zip`);
  const hear = (job: JobReply): void => {
    if (job.state === 'done') void ask();
    else if (JOB_ENDED.includes(job.state)) fail(new Error(job.error ?? t('data.export.cancelled')));
    else state.value = { ...IDLE, at: 'making', job };
  };
  return { state, ask: () => void ask(), pass: () => void pass().catch(fail) };
}
