import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');
const PLURAL = /_(zero|one|two|few|many|other)$/;
const LANGUAGES = ['en', 'ko'] as const;

type Texts = Map<string, string>;
const texts: Record<(typeof LANGUAGES)[number], Texts> = { en: read('en'), ko: read('ko') };
const keysOf = (all: Texts): Set<string> => new Set([...all.keys()].map((key) => key.replace(PLURAL, '')));

/** Every text of a language by its whole key, such as `race.failure.full.title`. */
function read(language: string): Texts {
  const found: Texts = new Map();
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string') found.set(path, value);
    else for (const [key, inner] of Object.entries(value as object)) walk(inner, path === '' ? key : `${path}.${key}`);
  };
  walk(JSON.parse(readFileSync(join(ROOT, `assets/locales/${language}.json`), 'utf8')), '');
  return found;
}

/** The values that a text fills in; `count` may be left to the wording ("one lap"). */
function placeholders(text: string): string[] {
  const names = [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!);
  return [...new Set(names)].filter((name) => name !== 'count').sort();
}

const code = readdirSync(join(ROOT, 'client'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/client\/(dist|build)/.test(entry.parentPath))
  .map((entry) => ({ file: entry.name, text: readFileSync(join(entry.parentPath, entry.name), 'utf8') }));

/** Strings in the code that stand under one of the texts' own headings: `'race.again'`. */
const sections = [...new Set([...keysOf(texts.en)].map((key) => key.split('.')[0]!))].join('|');
const KEY = new RegExp(`['"]((?:${sections})(?:\\.\\w+)+)['"]`, 'g');
const PATTERN = new RegExp(`\`((?:${sections})\\.[^\`]*)\``, 'g');
const literals = code.flatMap(({ file, text }) => [...text.matchAll(KEY)].map((match) => ({ file, key: match[1]! })));
/** Keys put together from parts: a part may be anything without a dot. */
const patterns = code.flatMap(({ file, text }) =>
  [...text.matchAll(PATTERN)].map((match) => {
    const fixed = match[1]!.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/).map((part) => part.replaceAll('.', '\\.'));
    return { file, key: match[1]!, matches: new RegExp(`^${fixed.join('[^.]+')}$`) };
  }),
);

describe('texts of the page', () => {
  test('are there in both languages', () => {
    expect([...keysOf(texts.ko)].sort()).toEqual([...keysOf(texts.en)].sort());
  });

  test.each(LANGUAGES)('have every plural form that %s counts with', (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const counted = [...texts.en.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, ''));
    const missing = counted.flatMap((key) => forms.map((form) => `${key}_${form}`));
    expect(missing.filter((key) => !texts[language].has(key))).toEqual([]);
  });

  test('fill in the same values in both languages', () => {
    const valuesOf = (all: Texts, key: string) =>
      placeholders([...all].flatMap(([name, text]) => (name.replace(PLURAL, '') === key ? [text] : [])).join(' '));
    const differing = [...keysOf(texts.en)].filter(
      (key) => valuesOf(texts.en, key).join() !== valuesOf(texts.ko, key).join(),
    );
    expect(differing).toEqual([]);
  });

  test('are never empty, and Korean is written in Korean', () => {
    expect([...texts.en, ...texts.ko].filter(([, text]) => text.trim() === '')).toEqual([]);
    const words = [...texts.ko].filter(([, text]) => /[a-z]{4,}/i.test(text.replace(/\{\{\w+\}\}/g, '')));
    expect(words.filter(([, text]) => !/[가-힣]/.test(text))).toEqual([]);
  });

  test('exist for every key that the code names', () => {
    const keys = keysOf(texts.en);
    expect(literals.length).toBeGreaterThan(100);
    expect(literals.filter(({ key }) => !keys.has(key))).toEqual([]);
    const loose = patterns.filter(({ matches }) => ![...keys].some((key) => matches.test(key)));
    expect(loose.map(({ file, key }) => `${file}: ${key}`)).toEqual([]);
  });

  test('are all used', () => {
    const named = new Set(literals.map(({ key }) => key));
    const unused = [...keysOf(texts.en)].filter((key) => !named.has(key) && !patterns.some((p) => p.matches.test(key)));
    expect(unused).toEqual([]);
  });
});
