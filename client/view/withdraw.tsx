import { useSignal } from '@preact/signals';
import { t } from '../locale/locale.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** Withdrawing deletes, after one question. `onWithdraw` rejects with an error whose message is for the person. */
export function Withdraw({ onWithdraw }: { onWithdraw: () => Promise<void> }) {
  const open = useSignal(false);
  const fault = useSignal('');
  const busy = useSignal(false);
  const close = (): void => {
    open.value = false;
  };
  const remove = async (): Promise<void> => {
    busy.value = true;
    fault.value = '';
    try {
      await onWithdraw();
      close();
    } catch (error) {
      fault.value = (error as Error).message;
    }
    busy.value = false;
  };
  return (
    <>
      <Button
        kind="quiet"
        testId="withdraw"
        onClick={() => {
          open.value = true;
        }}
      >
        {t('driver.withdraw')}
      </Button>
      <Dialog open={open.value} title={t('driver.withdrawTitle')} onClose={close}>
        <p>{t('driver.withdrawBody')}</p>
        {fault.value ? (
          <p role="alert" class="field-fault">
            {fault.value}
          </p>
        ) : null}
        <div class="buttons">
          {/* First, so that the focus lands on what takes nothing away. */}
          <Button onClick={close}>{t('driver.keep')}</Button>
          <Button kind="danger" disabled={busy.value} onClick={() => void remove()} testId="withdraw-now">
            {t('driver.withdrawNow')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
