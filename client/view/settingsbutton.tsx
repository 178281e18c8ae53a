import { signal } from '@preact/signals';
import { t } from '../locale/locale.ts';
import { Icon } from './icon.tsx';

/** Whether the settings stand open; `main.tsx` shows them over whatever page there is. */
export const settingsOpen = signal(false);

/** Opens the settings. `keys` is the shortcut that does the same here, as `aria-keyshortcuts` has it. */
export function SettingsButton({ kind, keys }: { kind: string; keys?: string }) {
  return (
    <button
      type="button"
      class={kind}
      aria-label={t('settings.title')}
      title={t('settings.title')}
      aria-haspopup="dialog"
      aria-keyshortcuts={keys}
      data-testid="settings"
      onClick={() => {
        settingsOpen.value = true;
      }}
    >
      <Icon name="sliders" size={22} />
    </button>
  );
}
