import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { settings } from '../connection/settings.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Icon } from '../view/icon.tsx';
import type { RaceSession } from './session.ts';
import { keyLabel } from './settings/keylabel.ts';
import './spectator.css';

/** How long it is told who drove meanwhile, once the own hands are back at the wheel. */
const TOLD_MS = 6000;

/** Who drove while this person was away, and the way back to the wheel while somebody else still has it. */
export function WheelNotice({ session }: { session: RaceSession }) {
  const { wheel, stoodIn } = session.hud;
  const told = useSignal(false);
  const own = wheel.value === 'own';
  useEffect(() => {
    if (!own || !stoodIn.value) return undefined;
    told.value = true;
    const timer = setTimeout(() => {
      told.value = false;
      stoodIn.value = undefined;
    }, TOLD_MS);
    return () => clearTimeout(timer);
  }, [own, stoodIn.value]);
  if (own) {
    return stoodIn.value && told.value ? (
      <div class="race-wheel race-panel" role="status" data-testid="stood-in">
        <Icon name="wheel" /> {t(`race.wheel.${stoodIn.value}Drove`)}
      </div>
    ) : null;
  }
  const [key] = settings.value.keys.wheel;
  return (
    <div class="race-wheel race-panel" role="status" data-testid="substitute">
      <span>{t(`race.wheel.${wheel.value}Drives`)}</span>
      <Button kind="primary" icon="wheel" onClick={() => session.controls.askWheel()} testId="take-wheel">
        {t('race.wheel.take')} {key ? <kbd>{keyLabel(key)}</kbd> : null}
      </Button>
    </div>
  );
}
