import { useEffect } from 'preact/hooks';
import { askSameRace, isSolo } from './restart.ts';
import type { RaceSession } from './session.ts';

export const RESTART_KEY = 'Backspace';

/** Backspace starts the same race anew, at once and without a question, while no other person is in it. */
export function useRestart(session: RaceSession, restart: () => void): void {
  useEffect(() => {
    let asked = false;
    const pressed = (event: KeyboardEvent): void => {
      if (event.code !== RESTART_KEY || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      const { state } = session.room;
      if (asked || session.hud.leaving.value || state.phase === 'waiting' || !isSolo(state.cars.values())) return;
      event.preventDefault();
      asked = true;
      const { trackId, laps } = state;
      askSameRace({ trackId, laps, cars: state.cars.values() }).then(restart, () => {
        asked = false;
      });
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [session]);
}
