import { PREVIOUS_ACTIONS, TEACHING_WAYS, type Teaching } from '../../shared/policy/taught.ts';
import { t } from '../locale/locale.ts';
import { Segmented } from '../view/segmented.tsx';
import { Tick } from './tick.tsx';
import type { PartProps } from './trainform.tsx';

/** What is made of the laps, way by way, so that one can see what each is for. */
export function TeachingFields({ now, change }: PartProps) {
  const teach = (part: Partial<Teaching>): void => change({ teaching: { ...now.teaching, ...part } });
  return (
    <fieldset class="form-part">
      <legend>{t('policies.teachingTitle')}</legend>
      {TEACHING_WAYS.map((way) => (
        <Tick
          key={way}
          checked={now.teaching[way]}
          name={t(`policies.teaching.${way}.name`)}
          means={t(`policies.teaching.${way}.means`)}
          onChange={(on) => teach({ [way]: on })}
        />
      ))}
      <Segmented
        label={t('policies.previousAction')}
        labelled
        options={PREVIOUS_ACTIONS.map((value) => ({ value, label: t(`policies.previous.${value}`) }))}
        value={now.teaching.previousAction}
        onChange={(previousAction) => teach({ previousAction })}
      />
      <p class="note">{t('policies.previousMeans')}</p>
    </fieldset>
  );
}
