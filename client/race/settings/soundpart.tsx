import { changeSettings, settings } from '../../connection/settings.ts';
import { t } from '../../locale/locale.ts';
import { speaker } from '../sound/speaker.ts';
import { Slider } from './slider.tsx';

/** How loud the race is. */
export function SoundPart() {
  const { volume, muted } = settings.value;
  return (
    <section aria-labelledby="settings-sound">
      <h3 id="settings-sound">{t('settings.sound')}</h3>
      <Slider
        label={t('settings.volume')}
        shown={muted ? t('settings.muted') : t('settings.percent', { percent: Math.round(volume * 100) })}
        value={volume}
        least={0}
        most={1}
        step={0.05}
        onChange={(value) => changeSettings({ volume: value, muted: false })}
        testId="volume"
      />
      <label class="tick">
        <input
          type="checkbox"
          checked={muted}
          onChange={(event) => changeSettings({ muted: event.currentTarget.checked })}
        />
        {t('settings.mute')}
      </label>
      {speaker.state.value === 'absent' ? <p class="settings-note">{t('settings.noSound')}</p> : null}
    </section>
  );
}
