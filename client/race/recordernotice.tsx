import { useEffect, useState } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import { Icon } from '../view/icon.tsx';
import type { HudModel } from './hudmodel.ts';
import './spectator.css';

const TOLD_MS = 8000;

/** To somebody whose laps are recorded: that they are not at the moment, and afterwards how much is missing. */
export function RecorderNotice({ hud }: { hud: HudModel }) {
  const trouble = hud.recorder.value;
  const lost = hud.lostTicks.value;
  const [told, tell] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => tell(lost), TOLD_MS);
    return () => clearTimeout(timer);
  }, [lost]);
  const missing = trouble === 'recording' && lost > told;
  if (!hud.recorded.value || (trouble === 'recording' && !missing)) return null;
  return (
    <div class="race-wheel race-panel" role="status" data-testid="recorder" data-recorder={trouble}>
      <Icon name="record" />
      {missing ? t('recorder.missing', { seconds: Math.ceil(lost / 60) }) : t(`recorder.${trouble}`)}
    </div>
  );
}
