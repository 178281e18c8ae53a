import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { changeSettings, settings } from '../../connection/settings.ts';
import { t } from '../../locale/locale.ts';
import { gamepad, stickSteer } from '../gamepad.ts';
import { Slider } from './slider.tsx';

/** How often the stick is looked at while the settings stand open. */
const LOOK_MS = 100;

/** What the stick of a gamepad does, and why there may be none. */
export function PadPart() {
  const { deadZone, response } = settings.value;
  return (
    <section aria-labelledby="settings-pad">
      <h3 id="settings-pad">{t('settings.pad')}</h3>
      <PadState />
      <Slider
        label={t('settings.deadZone')}
        shown={t('settings.percent', { percent: Math.round(deadZone * 100) })}
        value={deadZone}
        least={0}
        most={0.4}
        step={0.02}
        onChange={(value) => changeSettings({ deadZone: value })}
        testId="dead-zone"
      />
      <Slider
        label={t('settings.response')}
        shown={response === 1 ? t('settings.straight') : t('settings.gentle', { power: response.toFixed(1) })}
        value={response}
        least={1}
        most={3}
        step={0.1}
        onChange={(value) => changeSettings({ response: value })}
      />
    </section>
  );
}

/** The pad in use and where its stick stands; or that none is to be had here, and what drives instead. */
function PadState() {
  const name = useSignal('');
  const steer = useSignal(0);
  useEffect(() => {
    const look = (): void => {
      const pad = gamepad();
      name.value = pad === 'absent' ? '' : (pad?.id ?? '');
      steer.value = pad && pad !== 'absent' ? stickSteer(pad.axes[0] ?? 0, settings.peek()) : 0;
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  if (gamepad() === 'absent')
    return (
      <p class="settings-note" data-testid="no-gamepad">
        {t(window.isSecureContext ? 'settings.padUnknown' : 'settings.padInsecure')}
      </p>
    );
  return (
    <p class="settings-note" role="status" data-testid="gamepad">
      {name.value === '' ? t('settings.padNone') : t('settings.padFound', { name: name.value })}
      {name.value === '' ? null : (
        <span class="settings-stick" aria-hidden="true">
          <i style={{ transform: `translateX(${(-steer.value * 58).toFixed(0)}px)` }} />
        </span>
      )}
    </p>
  );
}
