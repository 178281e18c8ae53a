import { useSignal } from '@preact/signals';
import { joinLink } from '../connection/openedsessions.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { Dialog } from '../view/dialog.tsx';
import { QrPicture } from '../view/qrpicture.tsx';
import { CopyLine } from './copyline.tsx';
import type { Organiser } from './organiser.ts';

/** Names under which a machine reaches only itself. */
const ONLY_HERE = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** How people come in: the code to type, the QR to scan, the link to send; large for the far end of a room. */
export function CodeCard({ organiser }: { organiser: Organiser }) {
  const link = joinLink(location.origin, organiser.code);
  const large = useSignal(false);
  return (
    <Card class="code-card">
      <h2 class="visually-hidden">{t('session.join')}</h2>
      <QrPicture text={link} label={t('session.qr')} />
      <p class="code-large" data-testid="session-code">
        {organiser.code}
      </p>
      <p class="quiet code-hint">{t('session.scan')}</p>
      <CopyLine label={t('session.joinLink')} text={link} testId="join-link" />
      {ONLY_HERE.test(location.hostname) ? <p class="caption">{t('session.onlyHere')}</p> : null}
      <Button size="small" kind="quiet" onClick={() => (large.value = true)}>
        {t('session.enlarge')}
      </Button>
      <Dialog open={large.value} wide title={t('session.join')} onClose={() => (large.value = false)}>
        {large.value ? (
          <div class="code-projected">
            <QrPicture text={link} label={t('session.qr')} />
            <b class="code-large">{organiser.code}</b>
            <span class="mono">{link.replace(/^https?:\/\//, '')}</span>
          </div>
        ) : null}
        <div class="buttons">
          <Button onClick={() => (large.value = false)}>{t('session.smaller')}</Button>
        </div>
      </Dialog>
    </Card>
  );
}
