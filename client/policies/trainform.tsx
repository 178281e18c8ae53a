import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { SENSES, type Sense } from '../../shared/observation/spec.ts';
import { t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { Field } from '../view/field.tsx';
import { Icon, type IconName } from '../view/icon.tsx';
import { Segmented } from '../view/segmented.tsx';
import {
  changed,
  type Draft,
  fitsNothing,
  HEAD_NAMES,
  LEAST_STEPS,
  MEMORIES,
  MOST_STEPS,
  mistakeOf,
  mistakeWith,
  SEEDS,
  STEP_STRIDE,
  stepsWanted,
} from './draft.ts';
import { FinerPoints } from './finerpoints.tsx';
import { HeadPicture } from './headpicture.tsx';
import { Option } from './option.tsx';
import { TeachingFields } from './teachingfields.tsx';
import { Tick } from './tick.tsx';
import { headKey } from './words.ts';

const SENSE_ICONS: Record<Sense, IconName> = {
  features: 'chart',
  rangeFinder: 'fan',
  camera: 'camera',
  threeCameras: 'camera',
  topCamera: 'map',
};

interface TrainFormProps {
  draft: Signal<Draft>;
  /** Nothing can be trained now: the asking is under way. */
  barred: boolean;
  /** There is nothing to learn from. */
  unfed: boolean;
  onTrain: () => void;
  /** Stands under the button. */
  children: ComponentChildren;
}

/** What is trained, in the order in which a lesson explains it. */
export function TrainForm({ draft, barred, unfed, onTrain, children }: TrainFormProps) {
  const now = draft.value;
  const change = (part: Partial<Draft>): void => {
    draft.value = changed(draft.value, part);
  };
  const mistake = mistakeOf(now);
  return (
    <Card class="train-form">
      <form
        aria-label={t('policies.formLabel')}
        onSubmit={(event) => {
          event.preventDefault();
          onTrain();
        }}
      >
        <Heads now={now} change={change} />
        <Memories now={now} change={change} />
        <Senses now={now} change={change} />
        <TeachingFields now={now} change={change} />
        <Amount now={now} change={change} />
        <FinerPoints now={now} change={change} />
        <Tick
          checked={now.judge}
          name={t('policies.judgeAfter')}
          means={t('policies.judgeAfterMeans')}
          onChange={(judge) => change({ judge })}
        />
        <div class="train-bar">
          {mistake ? (
            <p class="field-fault" role="alert">
              {t(`policies.mistake.${mistake.kind}`)}
            </p>
          ) : null}
          {unfed ? <p class="note">{t('policies.unfed')}</p> : null}
          <button
            type="submit"
            class="button primary train-go"
            disabled={barred || unfed || mistake !== null}
            data-testid="train-policy"
          >
            <Icon name="play" size={20} />
            {t('policies.train')}
          </button>
        </div>
      </form>
      {children}
    </Card>
  );
}

export interface PartProps {
  now: Draft;
  change: (part: Partial<Draft>) => void;
}

function Heads({ now, change }: PartProps) {
  return (
    <fieldset class="form-part">
      <legend>{t('policies.headTitle')}</legend>
      {HEAD_NAMES.map((head) => (
        <Option
          key={head}
          group="head"
          value={head}
          name={t(`policies.head.${headKey(head)}.name`)}
          means={t(`policies.head.${headKey(head)}.means`)}
          mistake={mistakeWith(now, { head })}
          checked={now.head === head}
          picture={<HeadPicture head={head} />}
          onChoose={() => change({ head })}
        />
      ))}
    </fieldset>
  );
}

function Memories({ now, change }: PartProps) {
  return (
    <fieldset class="form-part two-columns">
      <legend>{t('policies.memoryTitle')}</legend>
      {MEMORIES.map((memory) => (
        <Option
          key={memory}
          group="memory"
          value={memory}
          name={t(`policies.memory.${memory}.name`)}
          means={t(`policies.memory.${memory}.means`)}
          mistake={mistakeWith(now, { memory })}
          checked={now.memory === memory}
          onChoose={() => change({ memory })}
        />
      ))}
    </fieldset>
  );
}

function Senses({ now, change }: PartProps) {
  const traffic = mistakeWith(now, { sees: 'traffic' });
  return (
    <fieldset class="form-part three-columns">
      <legend>{t('policies.sensesTitle')}</legend>
      {SENSES.map((sense) => (
        <Option
          key={sense}
          group="sense"
          value={sense}
          name={t(`policies.sense.${sense}.name`)}
          means={t(`policies.sense.${sense}.means`)}
          mistake={mistakeWith(now, { sense })}
          checked={now.sense === sense}
          picture={<Icon name={SENSE_ICONS[sense]} size={22} />}
          onChoose={() => change({ sense })}
        />
      ))}
      <Tick
        checked={now.sees === 'traffic'}
        name={t('policies.traffic')}
        means={t('policies.trafficMeans')}
        mistake={now.sees === 'traffic' ? null : traffic}
        onChange={(on) => change({ sees: on ? 'traffic' : 'road' })}
      />
    </fieldset>
  );
}

/** How long, and how often. */
function Amount({ now, change }: PartProps) {
  const steps = stepsWanted(now);
  const nothing = fitsNothing(now);
  return (
    <fieldset class="form-part" disabled={nothing}>
      <legend>{t('policies.amountTitle')}</legend>
      {nothing ? <p class="note">{t('policies.fitsNothing')}</p> : null}
      <Field label={t('policies.steps')} class="slider-field">
        {(id) => (
          <>
            <output for={id} class="number">
              {steps.toLocaleString('en')}
            </output>
            <input
              id={id}
              type="range"
              min={LEAST_STEPS}
              max={MOST_STEPS}
              step={STEP_STRIDE}
              value={steps}
              data-testid="steps"
              onInput={(event) => change({ steps: event.currentTarget.valueAsNumber })}
            />
          </>
        )}
      </Field>
      <p class="note">{t('policies.stepsMeans')}</p>
      <Segmented
        label={t('policies.seeds')}
        labelled
        options={SEEDS.map((count) => ({ value: String(count), label: String(count) }))}
        value={String(now.seeds)}
        onChange={(count) => change({ seeds: Number(count) })}
      />
      <p class="note">{t('policies.seedsMeans')}</p>
    </fieldset>
  );
}
