import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { Chip } from '../view/chip.tsx';
import { ProgressBar } from '../view/progressbar.tsx';
import { isOver, type PolicyJob, policyFault, policyJobs, putAway, serverAway, stopPolicyJob } from './training.ts';

const UNDER_WAY = 'under-way';

/** What was just asked for, or why it was refused, is often far from the button: bring it into view. */
export const showUnderWay = (): void => {
  requestAnimationFrame(() => document.getElementById(UNDER_WAY)?.scrollIntoView({ block: 'nearest' }));
};

/** Trainings and evaluations of this driver while they wait and run, and how they ended where that needs saying. */
export function JobCards() {
  if (policyJobs.value.length === 0 && policyFault.value === '') return null;
  return (
    <div id={UNDER_WAY}>
      <Card title={t('policies.jobsTitle')} icon="network" class="policy-jobs">
        <div role="alert" data-testid="policy-fault">
          {policyFault.value ? <p class="field-fault">{policyFault.value}</p> : null}
          {serverAway.value && !policyFault.value ? <p class="note">{t('policies.away')}</p> : null}
        </div>
        <ul>
          {policyJobs.value.map((one) => (
            <JobLine key={one.jobId} one={one} />
          ))}
        </ul>
      </Card>
    </div>
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
        <Chip tone={over ? 'warn' : waiting ? 'plain' : 'flag'}>
          {t(over ? `policies.jobEnd.${job.state}` : `policies.jobKind.${waiting ? 'waiting' : kind}`)}
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
        <p class="note">{endText(one)}</p>
      ) : (
        <>
          <ProgressBar label={name} value={waiting ? 0 : job.progress} live />
          <p class="job-line" role="status">
            <span>{waiting ? t('policies.queued', { count: job.ahead }) : stageText(one)}</span>
            {waiting || left === null ? null : <span>{t('policies.secondsLeft', { count: left })}</span>}
          </p>
        </>
      )}
    </li>
  );
}

/** What the server said of the end; it says nothing of one that it has forgotten. */
function endText({ job }: PolicyJob): string {
  if (job.error) return t('policies.jobSaid', { said: job.error });
  return job.state === 'failed' ? t('policies.forgotten') : '';
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
