import { useSignal } from '@preact/signals';
import { faultText } from '../connection/fault.ts';
import { removeDriver } from '../connection/sessions.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Dialog } from '../view/dialog.tsx';
import type { LiveDriver } from './driverscard.tsx';
import type { Organiser } from './organiser.ts';

/** Whoever is removed drives no more in this session; their laps stay unless that is ticked. */
export function RemoveDialog(props: { organiser: Organiser; driver: LiveDriver | null; onClose: () => void }) {
  const { organiser, driver, onClose } = props;
  const laps = useSignal(false);
  const fault = useSignal('');
  const busy = useSignal(false);
  const close = (): void => {
    laps.value = false;
    fault.value = '';
    onClose();
  };
  const remove = async (): Promise<void> => {
    if (!driver) return;
    busy.value = true;
    fault.value = '';
    try {
      await removeDriver(organiser.token, organiser.code, { driverId: driver.driverId, laps: laps.value });
      close();
      await organiser.renew();
    } catch (error) {
      fault.value = faultText(error);
    }
    busy.value = false;
  };
  return (
    <Dialog open={driver !== null} title={t('session.removeTitle', { name: driver?.nickname ?? '' })} onClose={close}>
      <p>{t('session.removeMeans')}</p>
      <label class="tick">
        <input
          type="checkbox"
          checked={laps.value}
          data-testid="remove-laps"
          onChange={(event) => {
            laps.value = event.currentTarget.checked;
          }}
        />
        <span>
          {t('session.removeLaps')}
          <small>{t('session.removeLapsMeans')}</small>
        </span>
      </label>
      {fault.value ? (
        <p role="alert" class="field-fault">
          {fault.value}
        </p>
      ) : null}
      <div class="buttons">
        <Button onClick={close}>{t('session.keepDriver')}</Button>
        <Button kind="danger" disabled={busy.value} onClick={() => void remove()} testId="remove-now">
          {t('session.removeNow')}
        </Button>
      </div>
    </Dialog>
  );
}
