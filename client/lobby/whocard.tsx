import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import {
  acceptedName,
  comeBack,
  driver,
  earlierDrivers,
  recording,
  setName,
  someoneElse,
  withdraw,
} from '../connection/driver.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { Chip } from '../view/chip.tsx';
import { Dialog } from '../view/dialog.tsx';

/** Who is driving, changed in one click, and how to take everything back. */
export function WhoCard() {
  const { name, driverToken } = driver.value;
  const id = useId();
  const refused = useSignal(false);
  const status = recording.value;
  const type = (text: string): void => {
    const accepted = text === '' ? '' : acceptedName(text);
    refused.value = accepted === null;
    if (accepted !== null) setName(accepted);
  };
  const aside =
    status === null ? null : (
      <Chip tone={status ? 'bad' : 'outlined'}>{t(status ? 'lobby.isRecorded' : 'lobby.isNotRecorded')}</Chip>
    );
  return (
    <Card title={t('lobby.who')} icon="helmet" aside={aside}>
      <div class="field">
        <label for={id} class="caption">
          {t('lobby.nickname')}
        </label>
        <input
          id={id}
          type="text"
          maxLength={48}
          autocomplete="off"
          placeholder={t('lobby.nicknameHint')}
          value={name}
          aria-invalid={refused.value}
          onInput={(event) => type(event.currentTarget.value)}
        />
        {refused.value ? <span class="field-fault">{t('lobby.nicknameFault')}</span> : null}
        <small>{t('lobby.nicknameNote')}</small>
      </div>
      <div class="buttons who-buttons">
        <Button size="small" icon="users" onClick={someoneElse}>
          {t('lobby.someoneElse')}
        </Button>
        {earlierDrivers.value.map((earlier) => (
          <Button key={earlier.driverId ?? earlier.name} size="small" kind="quiet" onClick={() => comeBack(earlier)}>
            {t('lobby.backAs', { name: earlier.name || t('app.nobody') })}
          </Button>
        ))}
        {driverToken !== null ? <Withdraw /> : null}
      </div>
    </Card>
  );
}

function Withdraw() {
  const asking = useSignal(false);
  const fault = useSignal('');
  const busy = useSignal(false);
  const erase = async (): Promise<void> => {
    busy.value = true;
    try {
      await withdraw();
      asking.value = false;
    } catch (error) {
      fault.value = (error as Error).message;
    } finally {
      busy.value = false;
    }
  };
  const close = (): void => {
    asking.value = false;
  };
  return (
    <>
      <Button
        size="small"
        kind="danger"
        onClick={() => {
          asking.value = true;
        }}
      >
        {t('lobby.withdraw')}
      </Button>
      <Dialog open={asking.value} title={t('lobby.withdrawTitle')} onClose={close}>
        <p>{t('lobby.withdrawBody')}</p>
        {fault.value ? <p role="alert">{fault.value}</p> : null}
        <div class="buttons">
          <Button onClick={close}>{t('lobby.withdrawKeep')}</Button>
          <Button kind="danger" disabled={busy.value} onClick={() => void erase()}>
            {t('lobby.withdrawDo')}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
