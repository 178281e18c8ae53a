import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { t } from '../locale/locale.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

interface QuestionProps {
  /** On the button that asks, and for a screen reader where that says too little. */
  label: string;
  title: string;
  /** On the button that deletes. */
  yes: string;
  /** What goes. */
  children: ComponentChildren;
  /** Rejects with an error whose message is for the person. */
  onDelete: () => Promise<void>;
  size?: 'normal' | 'small';
  testId: string;
}

/** Deletes after one question, which says what goes and that downloaded copies do not. */
export function DeleteQuestion({ label, title, yes, children, onDelete, size, testId }: QuestionProps) {
  const open = useSignal(false);
  const fault = useSignal('');
  const busy = useSignal(false);
  const close = (): void => {
    open.value = false;
  };
  const remove = async (): Promise<void> => {
    busy.value = true;
    fault.value = '';
    try {
      await onDelete();
      close();
    } catch (error) {
      fault.value = (error as Error).message;
    }
    busy.value = false;
  };
  return (
    <>
      <Button
        kind="quiet"
        size={size}
        testId={testId}
        onClick={() => {
          open.value = true;
        }}
      >
        {label}
      </Button>
      <Dialog open={open.value} title={title} onClose={close}>
        {children}
        <p>{t('rights.copies')}</p>
        {busy.value ? <p role="status">{t('rights.deleting')}</p> : null}
        {fault.value ? (
          <p role="alert" class="field-fault">
            {fault.value}
          </p>
        ) : null}
        <div class="buttons">
          {/* First, so that the focus lands on what takes nothing away. */}
          <Button onClick={close}>{t('driver.keep')}</Button>
          <Button kind="danger" disabled={busy.value} onClick={() => void remove()} testId={`${testId}-now`}>
            {yes}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
