import { type Signal, useSignal } from '@preact/signals';
import { Link } from 'wouter-preact';
import { save } from '../../connection/download.ts';
import { t } from '../../locale/locale.ts';
import { Button } from '../../view/button.tsx';
import { Field } from '../../view/field.tsx';
import { ProgressBar } from '../../view/progressbar.tsx';
import './here.css';
import { BACK_ENDS, type BackEnd } from './news.ts';
import { forgetHere, type HereOrder, type HereTraining, hereTraining, sendAgain, trainHere } from './training.ts';
import { TrialList } from './triallist.tsx';

/** "Train on this computer": the training that the server would do, in a worker of this page. */
export function TrainHere({ datasetId, order, judged }: { datasetId: string; order: HereOrder; judged: boolean }) {
  const wanted = useSignal<BackEnd | null>(null);
  const now = hereTraining.value;
  const own = now !== null && now.datasetId === datasetId;
  const busy = now !== null && now.at !== 'done' && now.at !== 'failed';
  return (
    <section class="here" aria-label={t('here.title')} data-testid="train-here" data-at={own ? now.at : 'idle'}>
      <h4>{t('here.title')}</h4>
      <p class="note">{t('here.body')}</p>
      {own ? <Progress now={now} /> : null}
      {busy && !own ? <p class="note">{t('here.other')}</p> : null}
      {busy ? null : (
        <div class="here-row">
          <Button
            size="small"
            icon="network"
            onClick={() => void trainHere(datasetId, order, { backEnd: wanted.value, judged })}
            testId="train-here-go"
          >
            {t(own && now.at === 'done' ? 'here.again' : 'here.go')}
          </Button>
          <BackEndChoice wanted={wanted} />
        </div>
      )}
    </section>
  );
}

function BackEndChoice({ wanted }: { wanted: Signal<BackEnd | null> }) {
  return (
    <Field label={t('here.computeWith')}>
      {(id) => (
        <select
          id={id}
          value={wanted.value ?? ''}
          onChange={({ currentTarget: { value } }) => {
            wanted.value = BACK_ENDS.find((known) => known === value) ?? null;
          }}
        >
          <option value="">{t('here.best')}</option>
          {BACK_ENDS.map((name) => (
            <option key={name} value={name}>
              {t(`here.backEnd.${name}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Progress({ now }: { now: HereTraining }) {
  const { at, backEnd, trials, own } = now;
  const running = at !== 'done' && at !== 'failed';
  return (
    <div class="here-now" data-backend={backEnd ?? ''}>
      {running ? (
        <>
          <ProgressBar label={t('here.title')} value={shareOf(now)} live />
          <p class="note" role="status">
            {stageText(now)}
          </p>
        </>
      ) : null}
      {backEnd ? <p class="here-backend">{t('here.with', { backEnd: t(`here.backEnd.${backEnd}`) })}</p> : null}
      {own ? <p class="note">{t('here.own')}</p> : null}
      <TrialList trials={trials} chosen={backEnd} />
      {running ? <Live now={now} /> : null}
      {at === 'failed' ? <Failed now={now} /> : null}
      {at === 'done' ? <Done now={now} /> : null}
      {running ? (
        <Button size="small" onClick={forgetHere} testId="train-here-stop">
          {t('here.stop')}
        </Button>
      ) : null}
    </div>
  );
}

function shareOf({ at, races, progress, sending }: HereTraining): number | null {
  if (at === 'laps' && races.of > 0) return races.come / races.of;
  if (at === 'learning') return progress?.share ?? null;
  return at === 'sending' ? (sending?.job?.progress ?? null) : null;
}

function stageText({ at, races, progress, secondsLeft, sending }: HereTraining): string {
  if (at === 'laps') return t('here.stage.laps', { come: races.come, of: races.of });
  if (at === 'sending') return t(sending?.job?.state === 'running' ? 'here.stage.driven' : 'here.stage.sending');
  if (at !== 'learning' || !progress) return t(`here.stage.${at}`);
  const stage = t(`here.stage.${progress.stage}`);
  return secondsLeft === null ? stage : `${stage} ${t('here.secondsLeft', { count: secondsLeft })}`;
}

/** Loss and laps, in the numbers that count. */
function Live({ now: { progress, losses } }: { now: HereTraining }) {
  const loss = losses.at(-1)?.loss;
  if (progress === null || loss === undefined) return null;
  return (
    <p class="here-live">
      <span>
        {t('here.loss')} <b class="number">{loss.toPrecision(3)}</b>
      </span>
      {progress.stage === 'driving' ? (
        <span>{t('here.driven', { laps: progress.laps, falls: progress.falls })}</span>
      ) : null}
    </p>
  );
}

function Failed({ now: { fault, graduate } }: { now: HereTraining }) {
  return (
    <>
      <p class="field-fault" role="alert" data-testid="train-here-fault">
        {fault}
      </p>
      {graduate ? (
        <div class="here-row">
          <p class="note">{t('here.unsent')}</p>
          <Button size="small" onClick={() => void sendAgain()}>
            {t('here.sendAgain')}
          </Button>
          <Button size="small" onClick={() => save(new Blob([graduate.file]), 'trained-here.safetensors')}>
            {t('here.save')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Done({ now: { graduate, sending } }: { now: HereTraining }) {
  const policyId = sending?.policyId;
  return (
    <p class="note" role="status" data-testid="train-here-done" data-policy={policyId}>
      {t('here.done', { count: Math.round(graduate?.seconds ?? 0) })}{' '}
      <Link href={`/policies/${policyId}`}>{t('here.look')}</Link>
    </p>
  );
}
