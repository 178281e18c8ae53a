import { useEffect, useRef } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import type { HudModel } from './hudmodel.ts';

/** Asks before a race is left. Escape opens it, Escape closes it; hands are off the wheel meanwhile. */
export function LeaveDialog({ hud, onLeave }: { hud: HudModel; onLeave: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opens = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || hud.leaving.value || hud.phase.value === 'finished') return;
      event.preventDefault();
      hud.leaving.value = true;
    };
    window.addEventListener('keydown', opens);
    return () => window.removeEventListener('keydown', opens);
  }, [hud]);
  const open = hud.leaving.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      class="race-dialog"
      aria-labelledby="race-leave"
      onClose={() => {
        hud.leaving.value = false;
      }}
    >
      <h2 id="race-leave">{t('race.leaveTitle')}</h2>
      <p>{t('race.leaveBody')}</p>
      <div>
        <button type="button" class="race-button primary" onClick={() => dialog.current?.close()}>
          {t('race.stay')}
        </button>
        <button type="button" class="race-button" onClick={onLeave} data-testid="leave">
          {t('race.leave')}
        </button>
      </div>
    </dialog>
  );
}
