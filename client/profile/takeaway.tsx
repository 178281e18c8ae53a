import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { faultText } from '../connection/fault.ts';
import { takeAway } from '../connection/rights.ts';
import { t } from '../locale/locale.ts';
import { Button } from '../view/button.tsx';
import { Card } from '../view/card.tsx';
import { ProgressBar } from '../view/progressbar.tsx';

/** Everything that is kept of one person, in one archive for them. */
export function TakeAway({ token }: { token: string }) {
  const share = useSignal<number | null>(null);
  const told = useSignal('');
  const fault = useSignal('');
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const take = async (): Promise<void> => {
    abort.current = new AbortController();
    fault.value = '';
    told.value = '';
    share.value = 0;
    try {
      await takeAway(token, (done) => (share.value = done), abort.current.signal);
      told.value = t('rights.taken');
    } catch (error) {
      if (!abort.current.signal.aborted) fault.value = faultText(error);
    }
    share.value = null;
  };
  return (
    <Card title={t('rights.takeAway')} icon="download">
      <p class="note">{t('rights.takeAwayBody')}</p>
      {share.value === null ? (
        <Button icon="download" onClick={() => void take()} testId="take-away">
          {t('rights.takeAwayNow')}
        </Button>
      ) : (
        <>
          <ProgressBar label={t('rights.makingArchive')} value={share.value} live />
          <p class="note" role="status">
            {t('rights.makingArchive')}
          </p>
          <Button kind="quiet" onClick={() => abort.current?.abort()}>
            {t('rights.cancel')}
          </Button>
        </>
      )}
      <p class="note" role="status">
        {told.value}
      </p>
      {fault.value ? (
        <p role="alert" class="field-fault">
          {fault.value}
        </p>
      ) : null}
    </Card>
  );
}
