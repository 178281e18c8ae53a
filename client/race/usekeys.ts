import { useEffect } from 'preact/hooks';
import { changeSettings, settings } from '../connection/settings.ts';
import { settingsOpen } from '../view/settingsbutton.tsx';
import { onAction } from './bindings.ts';
import type { RaceSession } from './session.ts';

/** Keys of a race that drive nothing: the camera's turn, the settings. */
export function useKeys({ hud }: RaceSession): void {
  useEffect(() => {
    const turn = onAction('camera', () => {
      changeSettings({ cameraUp: settings.peek().cameraUp === 'north' ? 'heading' : 'north' });
    });
    const open = onAction('settings', (event) => {
      if (hud.leaving.peek()) return;
      event.preventDefault();
      settingsOpen.value = true;
    });
    return () => {
      turn();
      open();
    };
  }, [hud]);
}
