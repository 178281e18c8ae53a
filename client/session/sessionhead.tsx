import { useSignal } from '@preact/signals';
import type { SessionStatus } from '../../shared/wire/sessions.ts';
import { faultText } from '../connection/fault.ts';
import { changeSession } from '../connection/sessions.ts';
import { language, t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Chip } from '../view/chip.tsx';
import { Dialog } from '../view/dialog.tsx';
import type { Organiser } from './organiser.ts';
import { useTrackNames } from './usetracknames.ts';

/** Name, state, and the two things that concern everybody: pause and close. */
export function SessionHead({ organiser, offline }: { organiser: Organiser; offline: boolean }) {
  const { session, drivers } = organiser.live;
  const trackName = useTrackNames();
  const fault = useSignal('');
  const busy = useSignal(false);
  const closing = useSignal(false);
  const change = async (status: SessionStatus): Promise<void> => {
    fault.value = '';
    busy.value = true;
    try {
      await changeSession(organiser.token, organiser.code, status);
      closing.value = false;
      await organiser.renew();
    } catch (error) {
      fault.value = faultText(error);
    }
    busy.value = false;
  };
  const connected = drivers.filter((driver) => driver.connected).length;
  return (
    <div class="page-head organiser-head">
      <h1>{session.name}</h1>
      <Chip>{session.tracks.map(trackName).join(', ')}</Chip>
      {offline ? (
        <Chip tone="bad" icon="warning">
          <span role="status">{t('session.reconnecting')}</span>
        </Chip>
      ) : (
        <Chip tone={connected > 0 ? 'good' : 'plain'} icon="users">
          <span data-testid="connected">{t('session.connected', { count: connected })}</span>
        </Chip>
      )}
      {session.status === 'open' ? null : (
        <Chip tone="warn" icon={session.status === 'paused' ? 'pause' : 'cross'}>
          <span data-testid="session-status">{t(`session.status.${session.status}`)}</span>
        </Chip>
      )}
      {session.progress.reached ? (
        <Chip tone="flag" icon="check">
          <span role="status">{t('session.goal.reached')}</span>
        </Chip>
      ) : null}
      {session.private ? <Chip icon="unrecorded">{t('session.private')}</Chip> : null}
      {session.eraseAt ? <Chip icon="clock">{t('session.erased', { day: dayOf(session.eraseAt) })}</Chip> : null}
      <span class="spread" />
      <StatusButtons status={session.status} busy={busy.value} change={change} onClose={() => (closing.value = true)} />
      {fault.value ? (
        <p role="alert" class="field-fault organiser-fault">
          {fault.value}
        </p>
      ) : null}
      <CloseDialog
        open={closing.value}
        busy={busy.value}
        onKeep={() => (closing.value = false)}
        onClose={() => void change('closed')}
      />
    </div>
  );
}

function CloseDialog(props: { open: boolean; busy: boolean; onKeep: () => void; onClose: () => void }) {
  const { open, busy, onKeep, onClose } = props;
  return (
    <Dialog open={open} title={t('session.closeTitle')} onClose={onKeep}>
      <p>{t('session.closeMeans')}</p>
      <div class="buttons">
        <Button onClick={onKeep}>{t('session.keepOpen')}</Button>
        <Button kind="danger" disabled={busy} onClick={onClose} testId="close-now">
          {t('session.closeNow')}
        </Button>
      </div>
    </Dialog>
  );
}

function StatusButtons(props: {
  status: SessionStatus;
  busy: boolean;
  change: (status: SessionStatus) => Promise<void>;
  onClose: () => void;
}) {
  const { status, busy, change, onClose } = props;
  if (status === 'closed') return null;
  return (
    <div class="buttons">
      <Button kind="danger" icon="cross" disabled={busy} onClick={onClose} testId="close">
        {t('session.close')}
      </Button>
      {status === 'open' ? (
        <Button icon="pause" disabled={busy} onClick={() => void change('paused')} testId="pause">
          {t('session.pause')}
        </Button>
      ) : (
        <Button kind="primary" icon="play" disabled={busy} onClick={() => void change('open')} testId="resume">
          {t('session.resume')}
        </Button>
      )}
    </div>
  );
}

const dayOf = (at: string): string =>
  new Date(at).toLocaleDateString(language.value, { day: 'numeric', month: 'long' });
