import { t } from '../locale/locale.ts';
import { Icon } from '../view/icon.tsx';
import type { Controls } from './controls.ts';

/** Half the width of the steering pad: a thumb this far from its middle means full lock. */
const FULL_LOCK_SHARE = 0.42;

/** Thumbs own the lower corners: steering left, the way back to the road above it, brake and throttle right. Shown on touch screens only. */
export function TouchControls({ controls }: { controls: Controls }) {
  return (
    <div class="race-touch">
      <SteerPad controls={controls} />
      <button
        type="button"
        class="race-respawn"
        tabIndex={-1}
        aria-label={t('race.keyRespawn')}
        onPointerDown={() => controls.askRespawn()}
        data-testid="touch-respawn"
      >
        <Icon name="respawn" size={24} />
      </button>
      <div class="race-pedals">
        <Pedal controls={controls} pedal={-1} label={t('race.brake')} kind="brake" />
        <Pedal controls={controls} pedal={1} label={t('race.throttle')} kind="throttle" />
      </div>
    </div>
  );
}

function SteerPad({ controls }: { controls: Controls }) {
  const steer = (event: PointerEvent): void => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const right = (event.clientX - box.left - box.width / 2) / (box.width * FULL_LOCK_SHARE);
    controls.touch.steer = Math.max(-1, Math.min(1, -right));
  };
  return (
    <div
      class="race-steerpad"
      data-testid="touch-steer"
      role="slider"
      tabIndex={-1}
      aria-label={t('race.steer')}
      aria-valuenow={0}
      onPointerDown={(event) => {
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
        steer(event);
      }}
      onPointerMove={(event) => {
        if (event.buttons > 0) steer(event);
      }}
      onPointerUp={() => {
        controls.touch.steer = 0;
      }}
      onPointerCancel={() => {
        controls.touch.steer = 0;
      }}
    >
      <span>‹</span>
      <span>›</span>
    </div>
  );
}

function Pedal(props: { controls: Controls; pedal: number; label: string; kind: string }) {
  const { controls, pedal, label, kind } = props;
  const letGo = (): void => {
    if (controls.touch.pedal === pedal) controls.touch.pedal = 0;
  };
  return (
    <button
      type="button"
      class={`race-pedal ${kind}`}
      data-testid={`touch-${kind}`}
      tabIndex={-1}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        controls.touch.pedal = pedal;
      }}
      onPointerUp={letGo}
      onPointerCancel={letGo}
    >
      {label}
    </button>
  );
}
