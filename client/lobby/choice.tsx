import { useSignal } from '@preact/signals';
import { CONSENT_VERSION, driver, setConsent } from '../connection/driver.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';

interface ChoiceProps {
  busy: boolean;
  fault: string;
  onRace: () => Promise<void>;
}

const WORDS = ['what', 'why', 'long', 'who', 'refuse', 'erase'] as const;

/** The choice, not a hurdle: what is recorded in plain words, then two equal buttons that both race. */
export function Choice({ busy, fault, onRace }: ChoiceProps) {
  const { consent, under14 } = driver.value;
  const known = consent !== null && consent.version === CONSENT_VERSION ? consent : null;
  const shared = useSignal(known?.shared ?? false);
  const exported = useSignal(known?.exported ?? false);
  const young = useSignal(under14);
  const failed = useSignal('');
  const choose = async (recorded: boolean): Promise<void> => {
    failed.value = '';
    try {
      await setConsent(
        { recorded, shared: recorded && shared.value, exported: recorded && exported.value },
        young.value,
      );
    } catch (error) {
      failed.value = (error as Error).message;
      return;
    }
    await onRace();
  };
  return (
    <div class="choice">
      <details class="choice-words" open={known === null}>
        <summary>{t('lobby.consent.title')}</summary>
        <ul>
          {WORDS.map((word) => (
            <li key={word}>{t(`lobby.consent.${word}`)}</li>
          ))}
        </ul>
        <Tick label={t('lobby.consent.shared')} checked={shared} disabled={young.value} />
        <Tick label={t('lobby.consent.exported')} checked={exported} disabled={young.value} />
        <Tick label={t('lobby.consent.under14')} checked={young} />
      </details>
      <div class="choice-buttons">
        <Button
          kind="primary"
          size="hero"
          icon="record"
          disabled={busy || young.value}
          onClick={() => void choose(true)}
        >
          {t('lobby.record')}
        </Button>
        <Button kind="primary" size="hero" icon="unrecorded" disabled={busy} onClick={() => void choose(false)}>
          {t('lobby.unrecorded')}
        </Button>
      </div>
      {failed.value || fault ? (
        <p class="choice-fault" role="alert">
          {failed.value || fault}
        </p>
      ) : null}
    </div>
  );
}

function Tick(props: { label: string; checked: { value: boolean }; disabled?: boolean }) {
  const { checked } = props;
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={checked.value && !props.disabled}
        disabled={props.disabled}
        onChange={(event) => {
          checked.value = event.currentTarget.checked;
        }}
      />
      {props.label}
    </label>
  );
}
