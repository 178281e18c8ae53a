import { language } from '../locale/locale.ts';

/** A day in the page's language; `time` is ISO 8601. */
export const dayText = (time: string): string =>
  new Date(time).toLocaleDateString(language.value, { year: 'numeric', month: 'short', day: 'numeric' });

/** A day and the minute. */
export const momentText = (time: string): string =>
  new Date(time).toLocaleString(language.value, { dateStyle: 'medium', timeStyle: 'short' });
