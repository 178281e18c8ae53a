import { t } from '../locale/locale.ts';
import type { HudModel } from './hudmodel.ts';

/** Speed, what the hands do, and whether the laps are kept. */
export function InputPanel({ hud }: { hud: HudModel }) {
  const pedal = hud.pedal.value;
  return (
    <section class="race-panel race-inputs" aria-label={t('race.inputs')}>
      <div class="race-speed">
        <b data-testid="speed">{Math.round(hud.speed.value * 3.6)}</b>
        <small>{t('race.kmh')}</small>
      </div>
      <Bar label={t('race.throttle')} share={Math.max(0, pedal)} kind="throttle" />
      <Bar label={t('race.brake')} share={Math.max(0, -pedal)} kind="brake" />
      <SteerBar steer={hud.steer.value} />
      <Recording hud={hud} />
    </section>
  );
}

function Bar({ label, share, kind }: { label: string; share: number; kind: 'throttle' | 'brake' }) {
  return (
    <div class="race-bar">
      <span>{label}</span>
      <span class="race-track">
        <i class={kind} style={{ transform: `scaleX(${share.toFixed(2)})` }} />
      </span>
    </div>
  );
}

function SteerBar({ steer }: { steer: number }) {
  const width = `${(Math.abs(steer) * 50).toFixed(0)}%`;
  const side = steer > 0 ? { right: '50%' } : { left: '50%' };
  return (
    <div class="race-bar">
      <span>{t('race.steer')}</span>
      <span class="race-track steer">
        <i class="steer" style={{ ...side, width }} />
        <u />
      </span>
    </div>
  );
}

/** Says truthfully what is kept: nothing, or how much of the race has been acknowledged. */
function Recording({ hud }: { hud: HudModel }) {
  const on = hud.recorded.value;
  const kept = hud.recordedTick.value;
  const well = hud.recorder.value === 'recording';
  return (
    <div class="race-recording" data-recorded={String(on)} data-recorded-tick={String(kept)}>
      <span>{on ? t(well ? 'race.recorded' : 'recorder.waiting') : t('race.notRecorded')}</span>
      {on && kept > 0 ? (
        <span class="race-num" title={t('race.kept', { seconds: Math.floor(kept / 60) })}>
          {t('race.seconds', { seconds: Math.floor(kept / 60) })}
        </span>
      ) : null}
      <i class={on && well ? 'on' : ''} aria-hidden="true" />
    </div>
  );
}
