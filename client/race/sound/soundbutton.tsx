import { changeSettings, settings } from '../../connection/settings.ts';
import { t } from '../../locale/locale.ts';
import { keyLabel } from '../settings/keylabel.ts';
import { speaker } from './speaker.ts';
import { gain, louder, wavesOf } from './volume.ts';

/** Waves that leave the loudspeaker, the quietest first. */
const WAVES = ['M14.6 9.6a3.4 3.4 0 0 1 0 4.8', 'M17.2 7.2a6.8 6.8 0 0 1 0 9.6', 'M19.8 4.8a10.2 10.2 0 0 1 0 14.4'];

/** One step louder with each press, then off; its waves show how loud it is. */
export function SoundButton() {
  const step = wavesOf(gain.value);
  const label = t('race.sound', { level: t(`race.soundLevel.${step}`) });
  const key = settings.value.keys.mute[0];
  return (
    <button
      type="button"
      class="race-tool"
      aria-label={label}
      title={key ? `${label} (${keyLabel(key)})` : label}
      data-testid="sound"
      data-volume={step}
      data-sound={speaker.state.value}
      onClick={(event) => {
        changeSettings(louder(settings.value));
        // The space bar brakes: a press by pointer must not leave the focus here.
        if (event.detail > 0) event.currentTarget.blur();
      }}
    >
      <svg class="icon" width="22" height="22" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M3.5 9.5h3.2L11 5.8v12.4l-4.3-3.7H3.5z" />
        {step === 0 ? <path d="M15 9.5l5 5M20 9.5l-5 5" /> : WAVES.slice(0, step).map((d) => <path key={d} d={d} />)}
      </svg>
    </button>
  );
}
