import { t } from '../../locale/locale.ts';
import type { BackEnd, Trial } from './news.ts';

/** What was tried on this computer, and why all but one are passed over. */
export function TrialList({ trials, chosen }: { trials: readonly Trial[]; chosen: BackEnd | null }) {
  if (trials.length === 0) return null;
  return (
    <ul class="here-trials" data-testid="back-ends">
      {trials.map((trial) => (
        <li key={trial.backEnd} data-backend={trial.backEnd} data-fault={trial.fault ?? ''} title={trial.told}>
          <b>{t(`here.backEnd.${trial.backEnd}`)}</b> {words(trial, trial.backEnd === chosen)}
        </li>
      ))}
    </ul>
  );
}

function words({ fault, stepMs, error }: Trial, chosen: boolean): string {
  const ms = stepMs === null ? '–' : stepMs < 10 ? stepMs.toFixed(1) : stepMs.toFixed(0);
  if (chosen) return t('here.trial.chosen', { ms });
  if (fault === 'wrong') return t('here.trial.wrong', { error: (100 * (error ?? Number.NaN)).toFixed(2) });
  return t(`here.trial.${fault ?? 'right'}`, { ms });
}
