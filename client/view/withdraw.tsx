import type { ComponentChildren } from 'preact';
import { t } from '../locale/locale.ts';
import { DeleteQuestion } from './deletequestion.tsx';

interface WithdrawProps {
  /** What that is, where it is known. */
  children?: ComponentChildren;
  onWithdraw: () => Promise<void>;
}

/** Withdrawing deletes everything, after one question. `onWithdraw` rejects with an error whose message is for the person. */
export function Withdraw({ children, onWithdraw }: WithdrawProps) {
  return (
    <DeleteQuestion
      label={t('driver.withdraw')}
      title={t('driver.withdrawTitle')}
      yes={t('driver.withdrawNow')}
      onDelete={onWithdraw}
      testId="withdraw"
    >
      <p>{t('driver.withdrawBody')}</p>
      {children}
    </DeleteQuestion>
  );
}
