import { useSignal } from '@preact/signals';
import { secretLink } from '../connection/secretlink.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { QrPicture } from '../view/qrpicture.tsx';
import { useCopy } from '../view/usecopy.ts';

/** The link that opens this page elsewhere. It is as good as the person, so it shows only when asked for. */
export function SecretLink({ token }: { token: string }) {
  const shown = useSignal(false);
  const { told, field, copy } = useCopy();
  const link = secretLink(token);
  return (
    <Card title={t('rights.link')} icon="share">
      <p class="note">{t('rights.linkBody')}</p>
      <p class="note rights-warning">{t('rights.linkWarning')}</p>
      {shown.value ? (
        <div class="rights-link">
          <label class="caption" for="secret-link">
            {t('rights.link')}
          </label>
          <input
            ref={field}
            id="secret-link"
            type="text"
            readOnly
            value={link}
            data-testid="secret-link"
            onFocus={(event) => event.currentTarget.select()}
          />
          <div class="buttons">
            <Button onClick={() => void copy(link)}>{t('rights.copyLink')}</Button>
            <Button kind="quiet" onClick={() => (shown.value = false)}>
              {t('rights.hideLink')}
            </Button>
          </div>
          <p class="caption" role="status">
            {told.value === '' ? '' : t(`race.grid.${told.value}`)}
          </p>
          <QrPicture text={link} label={t('rights.linkQr')} />
        </div>
      ) : (
        <Button onClick={() => (shown.value = true)} testId="show-link">
          {t('rights.showLink')}
        </Button>
      )}
    </Card>
  );
}
