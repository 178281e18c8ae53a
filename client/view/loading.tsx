import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../locale/locale.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { ProgressBar } from './progressbar.tsx';

/** A shorter wait shows nothing: a bar that flashes tells less than none. */
const PATIENCE_MS = 300;

/** Something is on its way. */
export function Loading({ text }: { text: string }) {
  const late = useSignal(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      late.value = true;
    }, PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="state" role="status" style={{ visibility: late.value ? 'visible' : 'hidden' }}>
      <ProgressBar label={text} value={null} live />
      <p>{text}</p>
    </div>
  );
}

/** Something did not come: what, why, and the one step that may help. */
export function Failed({ title, detail, onRetry }: { title: string; detail: string; onRetry: () => void }) {
  return (
    <div class="state" role="alert">
      <h3>
        <Icon name="warning" /> {title}
      </h3>
      <p>{detail}</p>
      <Button onClick={onRetry}>{t('app.retry')}</Button>
    </div>
  );
}

/** There is nothing yet, and what to do about it. */
export function Empty({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="state">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
