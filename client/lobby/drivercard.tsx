import { type Signal, useSignal } from '@preact/signals';
import type { Forgotten } from '../../shared/wire/rights.ts';
import {
  acceptedName,
  comeBack,
  driver,
  earlierDrivers,
  type Identity,
  recording,
  setName,
  someoneElse,
  withdraw,
} from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { t } from '../locale/locale.ts';
import { Badge } from '../view/badge.tsx';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { Chip } from '../view/chip.tsx';
import { Went } from '../view/went.tsx';
import { Withdraw } from '../view/withdraw.tsx';

/** Who is driving, whether they are recorded, and how to give up the wheel or take everything back. */
export function DriverCard({ onChange }: { onChange: () => void }) {
  const { driverId, driverToken } = driver.value;
  const went = useSignal<Forgotten | null>(null);
  return (
    <Card title={t('driver.title')} icon="helmet" aside={<RecordingChip />}>
      <NameField key={driverId ?? 'new'} />
      <div class="buttons driver-buttons">
        <Button
          icon="users"
          testId="someone-else"
          onClick={() => {
            someoneElse();
            onChange();
          }}
        >
          {t('driver.someoneElse')}
        </Button>
        {driverToken === null ? null : <Withdraw onWithdraw={() => takeBack(onChange, went)} />}
      </div>
      <Went forgotten={went.value} onClose={() => (went.value = null)} />
      {earlierDrivers.value.length > 0 ? <Earlier drivers={earlierDrivers.value} onChange={onChange} /> : null}
    </Card>
  );
}

function RecordingChip() {
  if (recording.value === null) return <Chip>{t('driver.notChosen')}</Chip>;
  return recording.value ? (
    <Chip tone="good" icon="record">
      {t('driver.recorded')}
    </Chip>
  ) : (
    <Chip icon="unrecorded">{t('driver.unrecorded')}</Chip>
  );
}

function NameField() {
  const text = useSignal(driver.value.name);
  const wrong = text.value !== '' && acceptedName(text.value) === null;
  const typed = (value: string): void => {
    text.value = value;
    const name = value.trim() === '' ? '' : acceptedName(value);
    if (name !== null) setName(name);
  };
  return (
    <div class="field">
      <label class="caption" for="nickname">
        {t('driver.nickname')}
      </label>
      <div class="name-field">
        <Badge driver={1} clone={false} size={22} />
        <input
          id="nickname"
          type="text"
          autocomplete="nickname"
          maxLength={60}
          value={text.value}
          placeholder={t('driver.placeholder')}
          aria-invalid={wrong}
          aria-describedby="nickname-note"
          onInput={(event) => typed(event.currentTarget.value)}
        />
      </div>
      <span id="nickname-note" class={wrong ? 'field-fault' : 'caption'}>
        {t(wrong ? 'driver.nameFault' : 'driver.nameNote')}
      </span>
    </div>
  );
}

function Earlier({ drivers, onChange }: { drivers: readonly Identity[]; onChange: () => void }) {
  return (
    <div class="earlier">
      <span class="caption">{t('driver.earlier')}</span>
      {drivers.map((identity, k) => (
        <Button
          key={identity.driverId ?? `${k}`}
          size="small"
          kind="quiet"
          onClick={() => {
            comeBack(identity);
            onChange();
          }}
        >
          {identity.name || t('driver.unnamed', { number: k + 1 })}
        </Button>
      ))}
    </div>
  );
}

/** Everything of this driver's goes; an error tells in the reader's words. */
async function takeBack(onDone: () => void, went: Signal<Forgotten | null>): Promise<void> {
  went.value = await withdraw().catch((error: unknown) => {
    throw new Error(faultText(error));
  });
  onDone();
}
