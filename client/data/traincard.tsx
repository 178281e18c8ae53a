import { Link } from 'wouter-preact';
import type { JobReply } from '../../shared/wire/api.ts';
import type { DatasetReply } from '../../shared/wire/datasets.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { ProgressBar } from '../view/progressbar.tsx';
import type { Training } from './usetraining.ts';

/** Trains a policy on this version and tells how far it is. */
export function TrainCard({ dataset, training }: { dataset: DatasetReply; training: Training }) {
  const { job, fault, running, may, begin, stop } = training;
  const now = job.value;
  const wrong = fault.value || (now?.state === 'failed' ? (now.error ?? '') : '');
  return (
    <div id="train">
      <Card title={t('data.train.title', { version: dataset.version })} icon="network">
        <p class="note">{t(dataset.card?.splits.leaks ? 'data.train.leaks' : 'data.train.body')}</p>
        {running && now ? <Running job={now} onStop={stop} /> : null}
        {now?.state === 'done' ? <Trained job={now} /> : null}
        {wrong ? (
          <p class="field-fault" role="alert">
            {wrong}
          </p>
        ) : null}
        {running ? null : (
          <Button size="small" icon="network" disabled={!may} onClick={begin}>
            {t('data.train.go', { version: dataset.version })}
          </Button>
        )}
      </Card>
    </div>
  );
}

function Running({ job, onStop }: { job: JobReply; onStop: () => void }) {
  const text = job.state === 'queued' ? t('data.train.queued', { count: job.ahead }) : t('data.train.running');
  return (
    <div class="job">
      <ProgressBar label={text} value={job.state === 'queued' ? null : job.progress} live />
      <p class="note" role="status">
        {text}
      </p>
      <Button size="small" onClick={onStop}>
        {t('data.train.stop')}
      </Button>
    </div>
  );
}

function Trained({ job }: { job: JobReply }) {
  const { result } = job;
  const policy = typeof result === 'object' && result !== null && 'policy' in result ? result.policy : null;
  return (
    <p class="note" role="status">
      {t('data.train.done')} {typeof policy === 'string' ? <span class="mono">{policy}</span> : null}{' '}
      <Link href="/">{t('data.train.race')}</Link>
    </p>
  );
}
