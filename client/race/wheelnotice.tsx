import { useEffect } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import { Icon } from '../view/icon.tsx';
import type { HudModel } from './hudmodel.ts';
import './spectator.css';

const TOLD_MS = 6000;

/** To somebody who is back at the wheel: who drove meanwhile. */
export function WheelNotice({ hud }: { hud: HudModel }) {
  const { stoodIn } = hud;
  useEffect(() => {
    if (!stoodIn.value) return undefined;
    const timer = setTimeout(() => {
      stoodIn.value = undefined;
    }, TOLD_MS);
    return () => clearTimeout(timer);
  }, [stoodIn.value]);
  if (!stoodIn.value) return null;
  return (
    <div class="race-wheel race-panel" role="status" data-testid="stood-in">
      <Icon name="wheel" /> {t(`race.wheel.${stoodIn.value}Drove`)}
    </div>
  );
}
