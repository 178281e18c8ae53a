import { codeLink } from '../connection/code.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { QrPicture } from '../view/qrpicture.tsx';
import { useCopy } from '../view/usecopy.ts';

/** Names under which a machine reaches only itself. */
const ONLY_HERE = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** How others come into this race: its code to read aloud, the link to send, its QR to scan. */
export function Invitation({ code }: { code: string }) {
  const link = codeLink(location.origin, code);
  const { told, field, copy } = useCopy();
  return (
    <section class="invitation" aria-label={t('race.grid.invite')}>
      <div class="invitation-words">
        <span class="caption">{t('race.grid.code')}</span>
        <p class="invitation-code" data-testid="race-code">
          {code}
        </p>
        <label class="caption" for="grid-link">
          {t('race.grid.link')}
        </label>
        <div class="invitation-link">
          <input
            ref={field}
            id="grid-link"
            type="text"
            readOnly
            value={link}
            data-testid="race-link"
            onFocus={(event) => event.currentTarget.select()}
          />
          <Button onClick={() => void copy(link)} testId="copy-link">
            {t('race.grid.copy')}
          </Button>
        </div>
        <p class="caption" role="status" data-testid="copy-told">
          {told.value === '' ? '' : t(`race.grid.${told.value}`)}
        </p>
        {ONLY_HERE.test(location.hostname) ? <p class="caption">{t('race.grid.onlyHere')}</p> : null}
      </div>
      <QrPicture text={link} label={t('race.grid.qr')} />
    </section>
  );
}
