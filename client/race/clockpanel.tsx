import { t } from '../locale/locale.ts';
import type { HudModel } from './hudmodel.ts';
import { clockText, lapText, signedText } from './timetext.ts';

/** A delta bar is full at this difference. */
const FULL_SECONDS = 1;

/** Lap time, best lap, and the live difference to the own best lap at the same metre. */
export function ClockPanel({ hud }: { hud: HudModel }) {
  const delta = hud.delta.value;
  return (
    <section class="race-panel race-clock" aria-label={t('race.times')}>
      <div>
        <small>{t('race.lapTime')}</small>
        <b class="race-time" data-testid="laptime">
          {clockText(hud.lapSeconds.value)}
        </b>
      </div>
      <div class="race-delta">
        <div>
          <small>{t('race.toBest')}</small>
          {delta === undefined ? (
            <span class="race-num">–</span>
          ) : (
            <span class={`race-num ${delta <= 0 ? 'faster' : 'slower'}`}>
              {delta <= 0 ? '▲' : '▼'} {signedText(delta)} s
            </span>
          )}
        </div>
        <DeltaBar delta={delta ?? 0} />
      </div>
      <div>
        <small>{t('race.best')}</small>
        <b class="race-best">{lapText(hud.bestMs.value)}</b>
      </div>
    </section>
  );
}

/** Faster grows to the left, slower to the right of the middle mark. */
function DeltaBar({ delta }: { delta: number }) {
  const share = (Math.min(1, Math.abs(delta) / FULL_SECONDS) * 50).toFixed(1);
  const side = delta <= 0 ? { right: '50%' } : { left: '50%' };
  return (
    <div class="race-deltabar">
      <i class={delta <= 0 ? 'faster' : 'slower'} style={{ ...side, width: `${share}%` }} />
      <u />
    </div>
  );
}
