import { Link } from 'wouter-preact';
import { ApiError } from '../connection/api.ts';
import { t } from '../locale/locale.ts';
import { Empty } from '../view/loading.tsx';

/** Whether the server says that there is no such policy for whoever asks. */
export const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

/** A policy that was deleted, perhaps in another tab, or that never was. */
export function Gone() {
  return (
    <Empty title={t('policies.goneTitle')}>
      <p>{t('policies.goneBody')}</p>
      <Link href="/policies" class="button primary" data-testid="gone">
        {t('policies.toList')}
      </Link>
    </Empty>
  );
}
