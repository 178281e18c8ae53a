import { t } from '../../locale/locale.ts';
import { Button } from '../../view/button.tsx';
import { Dialog } from '../../view/dialog.tsx';
import { settingsOpen } from '../../view/settingsbutton.tsx';
import { CameraPart } from './camerapart.tsx';
import { KeysPart } from './keyspart.tsx';
import { PadPart } from './padpart.tsx';
import './settings.css';
import { SightPart } from './sightpart.tsx';
import { SoundPart } from './soundpart.tsx';

const close = (): void => {
  settingsOpen.value = false;
};

/** All that this browser's driver may want otherwise. Each change holds at once and is kept; a race goes on behind. */
export default function SettingsDialog() {
  return (
    <Dialog open={settingsOpen.value} title={t('settings.title')} onClose={close} wide>
      {settingsOpen.value ? <Parts /> : null}
      <div class="settings-done">
        <Button kind="primary" onClick={close} testId="settings-done">
          {t('settings.done')}
        </Button>
      </div>
    </Dialog>
  );
}

function Parts() {
  return (
    <div class="settings" data-testid="settings-dialog">
      <KeysPart />
      <CameraPart />
      <SoundPart />
      <SightPart />
      <PadPart />
    </div>
  );
}
