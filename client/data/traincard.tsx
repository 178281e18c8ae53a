import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { JOB_ENDED, type JobReply } from '../../shared/wire/api.ts';
import type { DatasetReply } from '../../shared/wire/datasets.ts';
import { trainOn } from '../connection/data.ts';
import { driverToken } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { followJob } from '../connection/job.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { ProgressBar } from '../view/progressbar.tsx';

/** Trains a policy on this version, with the defaults that "Clone me" has, and tells how far it is. */
export function TrainCard({ dataset }: { dataset: DatasetReply }) {
  const job = useSignal<JobReply | null>(null);
  const fault = useSignal('');
  const leaks = dataset.card?.splits.leaks ?? false;
  const begin = async (): Promise<void> => {
    fault.value = '';
    try {
      job.value = await trainOn(await driverToken(), dataset.id);
    } catch (error) {
      fault.value = faultText(error);
    }
  };
  const id = job.value?.id;
  useEffect(() => {
    if (!id) return undefined;
    return followJob(
      id,
      (now) => (job.value = now),
      (error) => (fault.value = faultText(error)),
    );
  }, [id]);
  const now = job.value;
  const running = now !== null && !JOB_ENDED.includes(now.state);
  return (
    <div id="train">
      <Card title={t('data.train.title', { version: dataset.version })} icon="network">
        <p class="note">{t(leaks ? 'data.train.leaks' : 'data.train.body')}</p>
        {running ? <Running job={now} /> : null}
        {now?.state === 'done' ? <Trained job={now} /> : null}
        {now?.state === 'failed' || fault.value ? (
          <p class="field-fault" role="alert">
            {fault.value || now?.error}
          </p>
        ) : null}
        {running ? null : (
          <Button icon="network" disabled={leaks} onClick={() => void begin()} testId="train">
            {t('data.train.go', { version: dataset.version })}
          </Button>
        )}
      </Card>
    </div>
  );
}

function Running({ job }: { job: JobReply }) {
  const text = job.state === 'queued' ? t('data.train.queued', { count: job.ahead }) : t('data.train.running');
  return (
    <div class="job" role="status">
      <ProgressBar label={text} value={job.state === 'queued' ? null : job.progress} live />
      <p class="note">{text}</p>
    </div>
  );
}

function Trained({ job }: { job: JobReply }) {
  const policy =
    typeof job.result === 'object' && job.result !== null && 'policy' in job.result ? job.result.policy : null;
  return (
    <p class="note" role="status">
      {t('data.train.done')} {typeof policy === 'string' ? <span class="mono">{policy}</span> : null}{' '}
      <Link href="/">{t('data.train.race')}</Link>
    </p>
  );
}
