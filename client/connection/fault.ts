import { t } from '../locale/locale.ts';
import { ApiError } from './api.ts';

/** What went wrong, for the person: the server's own line, or that it does not answer and what to do. */
export function faultText(error: unknown): string {
  if (error instanceof ApiError && error.status === 0) return t('app.offline');
  return error instanceof Error ? error.message : String(error);
}
