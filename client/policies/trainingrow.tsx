import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Chip } from '../view/chip.tsx';
import { IntervalBar } from '../view/intervalbar.tsx';
import type { PolicyJob } from './training.ts';

/** What trains now, with how it last drove: a look at it in the middle, no evaluation yet. */
export function TrainingRow({ job, most }: { job: PolicyJob; most: number }) {
  const last = job.detail.checks.at(-1);
  // Where a row is a card, nothing is said of what is not known.
  const dash = <td class="right number only-wide">–</td>;
  return (
    <tr class="selected" data-testid="training-row">
      <td />
      <td />
      <td class="policy-cell">
        <span class="named">
          <Badge driver={8} clone size={22} />
          <b>{job.name}</b>
        </span>
      </td>
      <td colSpan={2}>{last ? t('policies.atStep', { step: last.step }) : ''}</td>
      {dash}
      <td data-name={t('policies.fallsPerLap')}>
        {last ? (
          <span class="falls-cell">
            <IntervalBar value={last.fallsPerLap} interval={[last.fallsPerLap, last.fallsPerLap]} most={most} slip />
            <b class="number">{last.fallsPerLap.toFixed(2)}</b>
          </span>
        ) : (
          '–'
        )}
      </td>
      {dash}
      {dash}
      {dash}
      <td class="right">
        <Chip tone="flag">{t('policies.jobKind.train')}</Chip>
      </td>
    </tr>
  );
}
