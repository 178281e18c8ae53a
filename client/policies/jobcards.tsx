import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { Chip } from '../view/chip.tsx';
import { ProgressBar } from '../view/progressbar.tsx';
import { isOver, type PolicyJob, policyJobs, putAway, stopPolicyJob } from './training.ts';

/** Trainings and evaluations of this driver while they wait and run, and how they ended where that needs saying. */
export function JobCards() {
  if (policyJobs.value.length === 0) return null;
  return (
    <Card title={t('policies.jobsTitle')} icon="network" class="policy-jobs">
      <ul>
        {policyJobs.value.map((one) => (
          <JobLine key={one.jobId} one={one} />
        ))}
      </ul>
    </Card>
  );
}

function JobLine({ one }: { one: PolicyJob }) {
  const { job, jobId, kind, name, detail } = one;
  const waiting = job.state === 'queued';
  const over = isOver(one);
  const left = detail.secondsLeft;
  return (
    <li data-testid="policy-job" data-state={job.state} data-kind={kind} data-progress={job.progress}>
      <div class="job-head">
        <b>{name}</b>
        <Chip tone={over ? 'warn' : 'flag'}>
          {t(over ? `policies.jobEnd.${job.state}` : `policies.jobKind.${kind}`)}
        </Chip>
        <span class="spread" />
        {over ? (
          <Button size="small" kind="quiet" onClick={() => putAway(jobId)}>
            {t('policies.putAway')}
          </Button>
        ) : (
          <Button size="small" onClick={() => void stopPolicyJob(jobId)} testId="stop-policy-job">
            {t('policies.stop')}
          </Button>
        )}
      </div>
      {over ? (
        <p class="note">{job.error}</p>
      ) : (
        <>
          <ProgressBar label={name} value={waiting ? null : job.progress} live />
          <p class="job-line" role="status">
            <span>{waiting ? t('policies.queued', { count: job.ahead }) : stageText(one)}</span>
            {waiting || left === null ? null : <span>{t('policies.secondsLeft', { count: left })}</span>}
          </p>
        </>
      )}
    </li>
  );
}

function stageText({ kind, detail }: PolicyJob): string {
  if (kind === 'evaluate') return t('policies.stage.judging');
  const { stage = 'samples', losses, laps, falls } = detail;
  if (stage === 'training' && losses.length > 0) {
    return t('policies.stage.training', { loss: Math.min(...losses).toPrecision(3) });
  }
  if (stage === 'driving') return t('policies.stage.driving', { laps, falls });
  return t('policies.stage.samples');
}
