import { useSignal } from '@preact/signals';
import { MAX_CSV_CHARACTERS } from '../../shared/track/csvrows.ts';
import { t } from '../locale/locale.ts';

interface CsvFormProps {
  fileName: string;
  reverse: boolean;
  onText(text: string, fileName: string): void;
  onReverse(reverse: boolean): void;
}

/** UTF-8 takes at most four bytes a character; what is larger is not even read. */
const MOST_BYTES = 4 * MAX_CSV_CHARACTERS;

/** Drop or choose a file, and drive it the other way round. */
export function CsvForm({ fileName, reverse, onText, onReverse }: CsvFormProps) {
  const over = useSignal(false);
  const fault = useSignal('');
  const read = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    fault.value = file.size > MOST_BYTES ? t('tracks.fileTooLarge', { megabytes: MOST_BYTES / 1e6 }) : '';
    if (fault.value !== '') return;
    try {
      onText(await file.text(), file.name);
    } catch {
      fault.value = t('tracks.fileUnreadable');
    }
  };
  return (
    <>
      <label
        class={`drop ${over.value ? 'over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          over.value = true;
        }}
        onDragLeave={() => {
          over.value = false;
        }}
        onDrop={(event) => {
          event.preventDefault();
          over.value = false;
          void read(event.dataTransfer?.files[0]);
        }}
      >
        <b>{fileName || t('tracks.drop')}</b>
        <span>{t('tracks.format')}</span>
        <code>x_m,y_m,w_tr_right_m,w_tr_left_m</code>
        <input
          type="file"
          accept=".csv,text/csv,text/plain"
          data-testid="csv-file"
          onChange={(event) => {
            const input = event.currentTarget;
            void read(input.files?.[0]);
            // The same file may be chosen again once it has been corrected.
            input.value = '';
          }}
        />
      </label>
      {fault.value ? (
        <p class="field-fault" role="alert">
          {fault.value}
        </p>
      ) : null}
      <label class="tick">
        <input type="checkbox" checked={reverse} onChange={(event) => onReverse(event.currentTarget.checked)} />
        {t('tracks.reverse')}
      </label>
    </>
  );
}
