import { signal } from '@preact/signals';
import i18next from 'i18next';
import en from '../../assets/locales/en.json';
import ko from '../../assets/locales/ko.json';

export const LANGUAGES = ['en', 'ko'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEY = 'mimic-gp-language';

const i18n = i18next.createInstance();
void i18n.init({
  lng: 'en',
  fallbackLng: 'en',
  initAsync: false,
  resources: { en: { translation: en }, ko: { translation: ko } },
  interpolation: { escapeValue: false }, // Preact escapes every text
});

/** Texts without values that were asked for before: pictures are renewed many times a second. */
const plain: Record<Language, Map<string, string>> = { en: new Map(), ko: new Map() };

/** The language of the page; components that read a text follow it. */
export const language = signal<Language>('en');

/** The text of a key in the page's language, `{{names}}` filled in. */
export function t(key: string, values?: Record<string, string | number>): string {
  const lng = language.value;
  if (values) return i18n.t(key, { lng, ...values });
  const known = plain[lng].get(key);
  if (known !== undefined) return known;
  const text = i18n.t(key, { lng });
  plain[lng].set(key, text);
  return text;
}

/** The text of a key in a language of its own, whatever that of the page: a letter that is printed in both. */
export const textIn = (lng: Language, key: string, values: Record<string, string | number> = {}): string =>
  i18n.t(key, { lng, ...values });

export function chooseLanguage(next: Language): void {
  language.value = next;
  document.documentElement.lang = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
}

/** The language chosen earlier, else the browser's, else English. */
export function startLanguage(): void {
  let stored: string | null = null;
  try {
    stored = localStorage.getItem(KEY);
  } catch {
    stored = null;
  }
  const wanted = stored ?? navigator.language.slice(0, 2);
  chooseLanguage(LANGUAGES.find((known) => known === wanted) ?? 'en');
}
