import type { ComponentChildren } from 'preact';
import { carOfHash } from '../../shared/vehicle/cars.ts';
import type { PolicyReply } from '../connection/replies.ts';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { CarPicture } from '../view/carpicture.tsx';
import { lapTime } from '../view/laptime.ts';

interface CloneCardProps {
  policy: PolicyReply;
  onRace: () => void;
  onRide: () => void;
}

/** One clone: what it learned from and how it drove when it was chosen. */
export function CloneCard({ policy, onRace, onRide }: CloneCardProps) {
  const { kind, observation, samples, losses, scores } = policy.manifest;
  return (
    <Card class="clone-card">
      <header>
        <CarPicture driver={1} clone vehicle={carOfHash(policy.manifest.vehicleHash)?.id} width={132} height={86} />
        <div>
          <h2>{t(`clone.${kind}`)}</h2>
          <p class="quiet">
            {t(`clone.${kind}Means`)}
            {observation.blocks.includes('neighbours') ? ` ${t('clone.sees')}` : ''}
          </p>
        </div>
      </header>
      <dl class="facts">
        <Fact name={t('clone.lapsFinished')} value={scores ? `${scores.lapsFinished} / ${scores.lapsPlanned}` : '–'} />
        <Fact
          name={t('clone.fallsPerLap')}
          value={scores ? scores.fallsPerLap.toFixed(2) : '–'}
          slip={(scores?.falls ?? 0) > 0}
        />
        <Fact name={t('clone.lapTime')} value={scores?.lapTimeMs ? lapTime(scores.lapTimeMs) : '–'} />
        <Fact name={t('clone.loss')} value={losses.train.toPrecision(3)} />
        <Fact name={t('clone.heldOutLoss')} value={losses.validation?.toPrecision(3) ?? t('clone.noHeldOut')} />
        <Fact
          name={t('clone.samples')}
          value={`${samples.human.toLocaleString('en')} + ${samples.recovery.toLocaleString('en')}`}
        />
      </dl>
      <Button icon="flag" onClick={onRace} testId={`race-${kind}`}>
        {t(`clone.race.${kind}`)}
      </Button>
      <Button kind="quiet" icon="wheel" onClick={onRide} testId={`ride-${kind}`}>
        {t('clone.ride')}
      </Button>
    </Card>
  );
}

function Fact({ name, value, slip }: { name: string; value: string; slip?: boolean }) {
  return (
    <div>
      <dt class="caption">{name}</dt>
      <dd class={`number ${slip ? 'falls' : ''}`}>{value}</dd>
    </div>
  );
}

/** Every training that stood for choice: loss beside laps driven, since they disagree. */
export function Candidates({ policies }: { policies: readonly PolicyReply[] }) {
  return (
    <Card title={t('clone.chosenTitle')} aside={t('clone.chosenAside')}>
      <div class="scroll-x">
        <table class="table candidates">
          <thead>
            <tr>
              <th scope="col">{t('clone.clone')}</th>
              <th scope="col" class="right">
                {t('clone.seed')}
              </th>
              <th scope="col" class="right">
                {t('clone.loss')}
              </th>
              <th scope="col" class="right">
                {t('clone.heldOutLoss')}
              </th>
              <th scope="col" class="right">
                {t('clone.lapsFinished')}
              </th>
              <th scope="col" class="right">
                {t('clone.fallsPerLap')}
              </th>
            </tr>
          </thead>
          <tbody>
            {policies.flatMap((policy) =>
              policy.manifest.chosenFrom.map((candidate) => (
                <CandidateRow key={`${policy.id} ${candidate.seed}`} policy={policy} candidate={candidate} />
              )),
            )}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

type Candidate = PolicyReply['manifest']['chosenFrom'][number];

function CandidateRow({ policy, candidate }: { policy: PolicyReply; candidate: Candidate }) {
  const chosen = candidate.seed === policy.manifest.seed;
  const { scores } = candidate;
  return (
    <tr class={chosen ? 'selected' : ''}>
      <td>
        <span class="named">
          <Badge driver={1} clone size={20} />
          {t(`clone.${policy.manifest.kind}`)}
          {chosen ? <b> · {t('clone.chosen')}</b> : null}
        </span>
      </td>
      <Cell name={t('clone.seed')}>{candidate.seed}</Cell>
      <Cell name={t('clone.loss')}>{candidate.trainLoss.toPrecision(3)}</Cell>
      <Cell name={t('clone.heldOutLoss')}>{candidate.validationLoss?.toPrecision(3) ?? '–'}</Cell>
      <Cell name={t('clone.lapsFinished')}>{scores ? `${scores.lapsFinished} / ${scores.lapsPlanned}` : '–'}</Cell>
      <Cell name={t('clone.fallsPerLap')}>{scores ? scores.fallsPerLap.toFixed(2) : '–'}</Cell>
    </tr>
  );
}

/** Under its column's name on a wide screen, beside it on a narrow one, where each row is a card. */
function Cell({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <td class="right number" data-name={name}>
      {children}
    </td>
  );
}
