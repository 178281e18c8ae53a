import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { EXPORT_FORMATS, type ExportFormat } from '../../shared/dataset/transitions.ts';
import { type Download, downloadDataset } from '../connection/download.ts';
import { faultText } from '../connection/fault.ts';
import { t } from '../locale/locale.ts';
import { Icon } from '../view/icon.tsx';
import { ProgressBar } from '../view/progressbar.tsx';

/** The ways out of a dataset: each makes the file where there is none yet, shows how far it is, and hands it over. */
export function ExportRow({ datasetId, token, open }: { datasetId: string; token: string; open: boolean }) {
  const running = useSignal<{ format: ExportFormat; download: Download; progress: number } | null>(null);
  const fault = useSignal('');
  const told = useSignal('');
  // Whoever leaves the page wants no file any more.
  useEffect(() => () => running.peek()?.download.cancel(), []);
  const start = async (format: ExportFormat): Promise<void> => {
    fault.value = '';
    told.value = '';
    const download = downloadDataset({ datasetId, format, token }, (progress) => {
      if (running.value) running.value = { ...running.value, progress };
    });
    running.value = { format, download, progress: 0 };
    try {
      await download.done;
      told.value = t('session.exported', { format: t(`session.formats.${format}`) });
    } catch (error) {
      fault.value = faultText(error);
    }
    running.value = null;
  };
  const now = running.value;
  return (
    <details class="export-row" open={open}>
      <summary>{t('session.download')}</summary>
      <div class="export-buttons">
        {EXPORT_FORMATS.map((format) => (
          <button
            key={format}
            type="button"
            class="button small"
            disabled={now !== null}
            onClick={() => void start(format)}
            data-testid={`export-${format}`}
          >
            {t(`session.formats.${format}`)}
            <Icon name="download" size={18} />
          </button>
        ))}
      </div>
      {now ? (
        <>
          <ProgressBar
            label={t('session.exporting', { format: t(`session.formats.${now.format}`) })}
            value={now.progress}
            live
          />
          <p class="caption">{t('session.exporting', { format: t(`session.formats.${now.format}`) })}</p>
        </>
      ) : null}
      <p class={fault.value ? 'field-fault' : 'caption'} role="status" data-testid="export-told">
        {fault.value || told.value}
      </p>
    </details>
  );
}
