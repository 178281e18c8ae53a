import { useEffect } from 'preact/hooks';
import { onAction } from './bindings.ts';
import { askSameRace, isSolo } from './restart.ts';
import type { RaceSession } from './session.ts';

/** The key for it (Backspace unless chosen otherwise) starts the same race anew, at once and without a question, while no other person is in it. */
export function useRestart(session: RaceSession, restart: () => void): void {
  useEffect(() => {
    let asked = false;
    return onAction('restart', (event) => {
      const { state } = session.room;
      if (asked || session.hud.leaving.value || state.phase === 'waiting' || !isSolo(state.cars.values())) return;
      event.preventDefault();
      asked = true;
      const { trackId, laps } = state;
      askSameRace({ trackId, laps, car: session.ownCar?.vehicle, cars: state.cars.values() }).then(restart, () => {
        asked = false;
      });
    });
  }, [session]);
}
