import { useSignal } from '@preact/signals';
import { useLocation } from 'wouter-preact';
import { CONSENT_VERSION } from '../../shared/wire/consent.ts';
import { freshCode, isCode } from '../connection/code.ts';
import { driver, recording, setConsent } from '../connection/driver.ts';
import { faultText } from '../connection/fault.ts';
import { joinRace, openRace, orderRace, quickRace } from '../connection/raceorder.ts';
import { t } from '../locale/locale.ts';
import { ConsentTick, ConsentWords } from '../view/consent.tsx';
import { Icon } from '../view/icon.tsx';
import { CODE_FIELD } from './codefield.tsx';
import { code, company, whatHas } from './company.ts';
import { ordered, wish } from './wish.ts';

/**
 * The choice to be recorded or not, in plain words, and the start: two equal buttons, either of which goes straight to
 * the grid.
 */
export function StartBox() {
  const [, go] = useLocation();
  const { consent, under14 } = driver.value;
  const shared = useSignal(consent?.shared ?? false);
  const exported = useSignal(consent?.exported ?? false);
  const young = useSignal(under14);
  const busy = useSignal(false);
  const fault = useSignal('');
  const race = async (recorded: boolean): Promise<void> => {
    fault.value = '';
    if (company.value === 'code' && !isCode(code.value)) {
      fault.value = t('together.codeFirst');
      document.getElementById(CODE_FIELD)?.focus();
      return;
    }
    busy.value = true;
    try {
      if (company.value === 'code' && (await whatHas(code.value)).found === 'session') {
        go(`/join/${code.value}`);
        return;
      }
      const choice = { recorded, shared: recorded && shared.value, exported: recorded && exported.value };
      await setConsent(choice, young.value);
      await orderChosen();
      go('/race');
    } catch (error) {
      fault.value = faultText(error);
      busy.value = false;
    }
  };
  return (
    <section class="start" aria-label={t('consent.title')}>
      {consent !== null && consent.version < CONSENT_VERSION ? (
        <p class="consent-changed" role="status">
          {t('rights.outdated')}
        </p>
      ) : null}
      <ConsentWords />
      <div class="consent-ticks">
        <ConsentTick choice="shared" on={shared.value} off={young.value} onChange={(on) => (shared.value = on)} />
        <ConsentTick choice="exported" on={exported.value} off={young.value} onChange={(on) => (exported.value = on)} />
        <Tick text={t('consent.under14')} on={young.value} onChange={(on) => (young.value = on)} />
      </div>
      {young.value ? <p role="status">{t('consent.under14Means')}</p> : null}
      <div class="start-buttons">
        <StartButton recorded busy={busy.value || young.value} onClick={() => void race(true)} />
        <StartButton recorded={false} busy={busy.value} onClick={() => void race(false)} />
      </div>
      {fault.value ? (
        <p role="alert" class="field-fault">
          {fault.value}
        </p>
      ) : null}
    </section>
  );
}

function orderChosen(): Promise<void> {
  if (company.value === 'code') return joinRace(code.value, wish.value.car);
  if (company.value === 'quick') return quickRace(ordered.value);
  return company.value === 'people' ? openRace(ordered.value, freshCode()) : orderRace(ordered.value);
}

function StartButton({ recorded, busy, onClick }: { recorded: boolean; busy: boolean; onClick: () => void }) {
  const last = recording.value === recorded;
  return (
    <button
      type="button"
      class="button hero"
      disabled={busy}
      onClick={onClick}
      data-testid={recorded ? 'race-recorded' : 'race-unrecorded'}
    >
      <Icon name={recorded ? 'record' : 'unrecorded'} size={24} />
      <span>
        {t(startText(recorded))}
        {last ? <small>{t('consent.last')}</small> : null}
      </span>
    </button>
  );
}

function startText(recorded: boolean): string {
  if (company.value === 'alone') return recorded ? 'consent.record' : 'consent.noRecord';
  return `together.start.${company.value}.${recorded ? 'record' : 'noRecord'}`;
}

function Tick({ text, on, onChange }: { text: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label class="tick">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.currentTarget.checked)} />
      {text}
    </label>
  );
}
