import { changeSettings, settings } from '../../connection/settings.ts';
import { t } from '../../locale/locale.ts';
import { Segmented } from '../../view/segmented.tsx';
import { Slider } from './slider.tsx';

const UPS = ['heading', 'north'] as const;

/** How the road is looked at. */
export function CameraPart() {
  const { cameraUp, zoomWithSpeed, zoom } = settings.value;
  return (
    <section aria-labelledby="settings-camera">
      <h3 id="settings-camera">{t('settings.camera')}</h3>
      <Segmented
        label={t('settings.up')}
        labelled
        options={UPS.map((value) => ({ value, label: t(`settings.${value}Up`) }))}
        value={cameraUp}
        onChange={(value) => changeSettings({ cameraUp: value })}
      />
      <Slider
        label={t('settings.zoom')}
        shown={t('settings.percent', { percent: Math.round(zoom * 100) })}
        value={zoom}
        least={0.7}
        most={1.5}
        step={0.05}
        onChange={(value) => changeSettings({ zoom: value })}
        testId="zoom"
      />
      <label class="tick">
        <input
          type="checkbox"
          checked={zoomWithSpeed}
          onChange={(event) => changeSettings({ zoomWithSpeed: event.currentTarget.checked })}
        />
        {t('settings.zoomWithSpeed')}
      </label>
    </section>
  );
}
