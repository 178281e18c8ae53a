import { useEffect } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Dialog } from '../view/dialog.tsx';
import type { HudModel } from './hudmodel.ts';

/** Asks before a race is left. Escape opens it, Escape closes it; hands are off the wheel meanwhile. */
export function LeaveDialog(props: { hud: HudModel; spectates: boolean; onLeave: () => void }) {
  const { hud, spectates, onLeave } = props;
  useEffect(() => {
    const opens = (event: KeyboardEvent): void => {
      // An open dialog closes by it first.
      const busy = hud.leaving.value || document.querySelector('dialog[open]') !== null;
      if (event.key !== 'Escape' || busy || hud.phase.value === 'finished') return;
      event.preventDefault();
      hud.leaving.value = true;
    };
    window.addEventListener('keydown', opens);
    return () => window.removeEventListener('keydown', opens);
  }, [hud]);
  const stay = (): void => {
    hud.leaving.value = false;
  };
  return (
    <Dialog open={hud.leaving.value} title={t('race.leaveTitle')} onClose={stay}>
      <p>{t(bodyOf(hud, spectates))}</p>
      <div class="race-choice">
        <Button kind="primary" onClick={stay}>
          {t(spectates ? 'race.watch.stay' : 'race.stay')}
        </Button>
        <Button onClick={onLeave} testId="leave">
          {t('race.leave')}
        </Button>
      </div>
    </Dialog>
  );
}

function bodyOf(hud: HudModel, spectates: boolean): string {
  if (spectates) return 'race.watch.leave';
  return hud.recorded.value ? 'race.leaveBodyRecorded' : 'race.leaveBody';
}
