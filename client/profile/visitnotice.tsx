import { useSignal } from '@preact/signals';
import { pseudonym } from '../../shared/wire/pseudonym.ts';
import { fetchDriver } from '../connection/api.ts';
import { adopt } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { visited } from '../connection/secretlink.ts';
import { language, t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Icon } from '../view/icon.tsx';

/** This is somebody's page by their link; this browser's own driver stays who it is unless they say so. */
export function VisitNotice({ token, driverId }: { token: string; driverId: string }) {
  const fault = useSignal('');
  const drive = async (): Promise<void> => {
    try {
      adopt(await fetchDriver(token), token);
      visited.value = null;
    } catch (error) {
      fault.value = faultText(error);
    }
  };
  return (
    <section class="card visit" aria-label={t('rights.visit')} data-testid="visit">
      <p>
        <Icon name="person" size={20} /> {t('rights.visitBody', { name: pseudonym(driverId, language.value) })}
      </p>
      <div class="buttons">
        <Button
          testId="to-own"
          onClick={() => {
            visited.value = null;
          }}
        >
          {t('rights.toOwn')}
        </Button>
        <Button testId="adopt" onClick={() => void drive()}>
          {t('rights.adopt')}
        </Button>
      </div>
      {fault.value ? (
        <p role="alert" class="field-fault">
          {fault.value}
        </p>
      ) : null}
    </section>
  );
}
