import { settings } from '../connection/settings.ts';
import { t } from '../locale/locale.ts';
import { Icon } from '../view/icon.tsx';
import type { Controls } from './controls.ts';
import type { HudModel } from './hudmodel.ts';
import { keyLabel } from './settings/keylabel.ts';
import './ridepanel.css';

/** Where one's clone drives: whose hands the car is in, and what to hold to take the wheel. */
export function RidePanel({ hud, controls }: { hud: HudModel; controls: Controls }) {
  const whose = hud.ridden.value;
  if (whose === undefined || hud.phase.value === 'finished') return null;
  const [key] = settings.value.keys.wheel;
  const hold = (held: boolean) => (): void => {
    controls.wheelHeld = held;
  };
  return (
    <section class={`race-panel race-ride ${whose}`} aria-label={t('race.ride.title')} data-testid="ride">
      <span role="status">
        <Icon name={whose === 'clone' ? 'clone' : 'wheel'} /> {t(`race.ride.${whose}`)}
      </span>
      <button
        type="button"
        aria-pressed={whose === 'own'}
        data-testid="take-wheel"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          controls.wheelHeld = true;
        }}
        onPointerUp={hold(false)}
        onPointerCancel={hold(false)}
      >
        {key ? <kbd>{keyLabel(key)}</kbd> : null} {t('race.ride.take')}
      </button>
    </section>
  );
}
