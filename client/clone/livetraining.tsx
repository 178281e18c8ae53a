import type { CloneKind } from '../connection/clones.ts';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { Chip } from '../view/chip.tsx';
import { ProgressBar } from '../view/progressbar.tsx';
import { LossChart } from './losschart.tsx';
import { cancelTraining, type Training } from './training.ts';

/** A training while it waits and runs: place in the queue, seconds, loss and laps driven. */
export function LiveTraining({ now }: { now: Training }) {
  const { job, secondsLeft } = now;
  const waiting = job.state === 'queued';
  return (
    <>
      <Card title={t('clone.trainingTitle')} icon="network" aside={<Chip tone="flag">{t('clone.live')}</Chip>}>
        <div class="training" data-testid="training" data-state={job.state} data-progress={job.progress}>
          <p role="status">{waiting ? t('clone.queued', { count: job.ahead }) : stageText(now)}</p>
          <ProgressBar label={t('clone.trainingTitle')} value={waiting ? null : job.progress} live />
          <div class="training-line">
            <span class="number">{waiting ? '' : `${Math.round(job.progress * 100)}%`}</span>
            <span>{secondsLeft === null ? t('clone.noEstimate') : t('clone.secondsLeft', { count: secondsLeft })}</span>
            <span class="spread" />
            <Button size="small" onClick={() => void cancelTraining()}>
              {t('clone.cancel')}
            </Button>
          </div>
        </div>
      </Card>
      <div class="two">
        <Card title={t('clone.prediction')} icon="network" aside={t('clone.predictionAside')}>
          <LossChart losses={now.losses} />
        </Card>
        <Card title={t('clone.control')} icon="wheel" aside={t('clone.controlAside')}>
          <Driven now={now} kind="copy" />
          <Driven now={now} kind="coached" />
          <p class="note">{t('clone.lesson')}</p>
        </Card>
      </div>
    </>
  );
}

function stageText({ detail }: Training): string {
  const clone = t(`clone.${detail.kind ?? 'copy'}`);
  return t(`clone.stage.${detail.stage ?? 'samples'}`, { clone });
}

function Driven({ now, kind }: { now: Training; kind: CloneKind }) {
  const { laps, falls } = now.driven[kind];
  const begun = laps + falls > 0;
  return (
    <div class="driven">
      <Badge driver={1} clone size={24} />
      <b>{t(`clone.${kind}`)}</b>
      {begun ? (
        <>
          <span>
            <span class="number">{laps}</span> {t('clone.lapsDriven', { count: laps })}
          </span>
          <span class={falls > 0 ? 'falls' : ''}>
            <span class="number">{falls}</span> {t('clone.falls', { count: falls })}
          </span>
        </>
      ) : (
        <span class="quiet">{t('clone.notYet')}</span>
      )}
    </div>
  );
}
