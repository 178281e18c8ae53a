import { changeSettings, settings } from '../../connection/settings.ts';
import { t } from '../../locale/locale.ts';
import { Badge } from '../../view/badge.tsx';
import { PALETTES } from '../../view/palette.ts';
import { Segmented } from '../../view/segmented.tsx';
import { DRIVERS } from '../../view/shapes.ts';

const MOTIONS = ['system', 'reduced', 'full'] as const;

/** Hues for other eyes, and less that moves. */
export function SightPart() {
  const { palette, motion } = settings.value;
  return (
    <section aria-labelledby="settings-sight">
      <h3 id="settings-sight">{t('settings.sight')}</h3>
      <Segmented
        label={t('settings.palette')}
        labelled
        options={PALETTES.map((value) => ({ value, label: t(`settings.palettes.${value}`) }))}
        value={palette}
        onChange={(value) => changeSettings({ palette: value })}
      />
      <p class="settings-drivers" aria-hidden="true">
        {Array.from({ length: DRIVERS }, (_, k) => (
          <Badge key={k} driver={k + 1} clone={false} size={22} />
        ))}
      </p>
      <p class="settings-note">{t('settings.shapesStay')}</p>
      <Segmented
        label={t('settings.motion')}
        labelled
        options={MOTIONS.map((value) => ({ value, label: t(`settings.motions.${value}`) }))}
        value={motion}
        onChange={(value) => changeSettings({ motion: value })}
      />
      <p class="settings-note">{t('settings.motionNote')}</p>
    </section>
  );
}
