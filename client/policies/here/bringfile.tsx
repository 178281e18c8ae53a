import { useSignal } from '@preact/signals';
import { Link } from 'wouter-preact';
import { driverToken } from '../../connection/driver.ts';
import { faultText } from '../../connection/fault.ts';
import { MOST_POLICY_BYTES } from '../../connection/policyfile.ts';
import { t } from '../../locale/locale.ts';
import { Icon } from '../../view/icon.tsx';
import { ProgressBar } from '../../view/progressbar.tsx';
import './here.css';
import { type Sending, sendAndFollow } from './sending.ts';

/** "Bring a policy file": one that was trained elsewhere, or saved when it could not be sent. */
export function BringFile({ onKept }: { onKept?: (policyId: string) => void }) {
  const sending = useSignal<Sending | null>(null);
  const fault = useSignal('');
  const bring = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    fault.value = '';
    try {
      if (file.size > MOST_POLICY_BYTES) {
        const most = MOST_POLICY_BYTES / 1024 / 1024;
        throw new Error(t('here.file.tooLarge', { size: (file.size / 1024 / 1024).toFixed(1), most }));
      }
      sending.value = { job: null, policyId: null };
      const tell = (now: Sending) => {
        sending.value = now;
      };
      const policyId = await sendAndFollow(file, await driverToken(), new AbortController().signal, tell);
      sending.value = { job: null, policyId };
      onKept?.(policyId);
    } catch (error) {
      sending.value = null;
      fault.value = faultText(error);
    }
  };
  const now = sending.value;
  const running = now !== null && now.policyId === null;
  return (
    <section class="here" aria-label={t('here.file.title')} data-testid="bring-file">
      <h4>{t('here.file.title')}</h4>
      <p class="note">{t('here.file.body')}</p>
      <label class="button outlined small here-file">
        <Icon name="download" size={20} />
        {t('here.file.choose')}
        <input
          type="file"
          accept=".safetensors"
          disabled={running}
          onChange={(event) => {
            const input = event.currentTarget;
            void bring(input.files?.[0]);
            input.value = ''; // the same file may be chosen again
          }}
        />
      </label>
      {running ? <ProgressBar label={t('here.stage.sending')} value={now.job?.progress ?? null} live /> : null}
      {running ? (
        <p class="note" role="status">
          {t(now.job?.state === 'running' ? 'here.stage.driven' : 'here.stage.sending')}
        </p>
      ) : null}
      {now?.policyId ? (
        <p class="note" role="status" data-testid="file-kept" data-policy={now.policyId}>
          {t('here.file.kept')} <Link href={`/policies/${now.policyId}`}>{t('here.look')}</Link>
        </p>
      ) : null}
      {fault.value ? (
        <p class="field-fault" role="alert" data-testid="file-fault">
          {fault.value}
        </p>
      ) : null}
    </section>
  );
}
