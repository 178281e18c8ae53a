import { readFileSync } from 'node:fs';

export const REPORT_LANGUAGES = ['en', 'ko'] as const;
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];

interface Texts {
  [key: string]: string | Texts;
}

/** The words of reports in one language, and how it writes numbers. */
export interface Words {
  language: ReportLanguage;
  /** The text at a key such as `section.times`, its {{places}} filled in. */
  say(key: string, values?: Record<string, string | number>): string;
  /** The text that goes with a count: `key.one` or `key.other`, as the language counts. */
  count(key: string, count: number, values?: Record<string, string | number>): string;
}

const read = new Map<ReportLanguage, Texts>();

export function wordsIn(language: ReportLanguage): Words {
  const texts = read.get(language) ?? textsOf(language);
  read.set(language, texts);
  const plural = new Intl.PluralRules(language);
  const say: Words['say'] = (key, values = {}) =>
    find(texts, key).replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''));
  const count: Words['count'] = (key, number, values) =>
    say(`${key}.${plural.select(number) === 'one' ? 'one' : 'other'}`, { count: number, ...values });
  return { language, say, count };
}

const textsOf = (language: ReportLanguage): Texts =>
  JSON.parse(readFileSync(new URL(`../../../assets/locales/report.${language}.json`, import.meta.url), 'utf8'));

function find(texts: Texts, key: string): string {
  let found: string | Texts | undefined = texts;
  for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined;
  if (typeof found === 'string') return found;
  throw new Error(`assets/locales/report.*.json has no text "${key}". Add it to both languages.`);
}
