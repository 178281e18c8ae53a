import { t } from '../locale/locale.ts';
import { ApiError } from './api.ts';

/** Refusals that the page has words for beside the server's own, which are English. */
const WORDED = [400, 401, 403, 404, 409, 410, 413, 422, 429, 500, 503];

/** What went wrong, for the person: what the server said, or that it does not answer and what to do. */
export function faultText(error: unknown): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  const { status, message } = error;
  if (status === 0) return t('app.offline');
  return t(`fault.${WORDED.includes(status) ? status : 'other'}`, { said: message });
}
