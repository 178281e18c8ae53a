import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Compared, comparisonOf } from '../../../server/evaluation/comparison.ts';
import { reportPage } from '../../../server/evaluation/report/page.ts';
import { linearScale } from '../../../server/evaluation/report/scale.ts';
import { REPORT_LANGUAGES, type ReportLanguage, type Words, wordsIn } from '../../../server/evaluation/report/words.ts';
import type { EvaluationReport, PassesReport } from '../../../shared/wire/evaluations.ts';
import { reportOf } from './reports.ts';

const HOSTILE = '<script>alert("1")</script> & \'co\'';

const passes = (kind: PassesReport['kind']): PassesReport => ({
  ...{ kind, passes: 20, crashes: 2, falls: 1, left: 10, right: 7, crashShare: 0.1, crashShareInterval: [0, 0.25] },
  ...{ leftShare: 10 / 17, leftShareInterval: [0.3, 0.8] },
  ...(kind === 'cue' ? { rightSide: 0.9, rightSideInterval: [0.7, 1] } : { rightSide: null, rightSideInterval: null }),
});
const traffic: EvaluationReport['traffic'] = {
  ...{ runs: 10, laps: 12, rearContacts: 4, sideContacts: 1, overtakes: 9, falls: 2, following: 0.4, gap: 11 },
  ...{ contactsPerLap: 0.4, contactsPerLapInterval: [0.1, 0.8], fallsPerLap: 0.1, fallsPerLapInterval: [0, 0.3] },
  ...{ overtakesPerLap: 0.7, overtakesPerLapInterval: [0.4, 1] },
};

const compared = (name: string, result: EvaluationReport, of: Partial<Compared> = {}): Compared => ({
  ...{ id: `ev-${name.length}`, policyId: `p-${name}`, trackId: 'oval', createdAt: '2026-11-22T12:00:00.000Z' },
  ...{ name, result, driverId: null, group: null },
  ...of,
});
const varied = [
  { falls: 1, clean: 2 },
  { falls: 0, lapTimeMs: 40_400 },
  { falls: 2, clean: 0, lapTimeMs: null },
];
const kicks = { kicks: 9, fallsPerKick: 0.1, fallsPerKickInterval: [0, 0.3] as [number, number] };

/** Every shape of page: one policy from each kind of start, several, with and without all that may be missing. */
const PAGES: { of: Compared[]; missing: string[] }[] = [
  {
    of: [
      compared(
        HOSTILE,
        reportOf(varied, { kicks, traffic, passes: (['obstacle', 'fork', 'cue'] as const).map(passes) }),
      ),
    ],
    missing: [],
  },
  ...(['learned', 'people', 'centreLine'] as const).map((startsFrom) => ({
    of: [
      compared(
        'a',
        reportOf([{}], { startsFrom, style: null, line: null, offline: null, passes: null, fidelity: null }),
      ),
    ],
    missing: [],
  })),
  {
    of: [
      compared('careful', reportOf(varied)),
      compared('rash', reportOf([{ clean: 0, lapTimeMs: null }], { lapTimeMs: null })),
    ],
    missing: ['p-unknown'],
  },
  {
    of: [
      ...['one', 'two', 'three'].map((name) => compared(name, reportOf(varied), { group: 'coached', driverId: name })),
      compared('alone', reportOf(varied)),
    ],
    missing: [],
  },
  {
    of: [
      compared(
        'a',
        reportOf([{}], {
          style: { ...reportOf([{}]).style!, own: null, others: { lineRms: 1, speedRms: 1, drivers: 1, laps: 2 } },
        }),
      ),
    ],
    missing: [],
  },
];

const htmlOf = ({ of, missing }: (typeof PAGES)[number], words: Words): string =>
  reportPage(of, comparisonOf('oval', false, of, missing), words);

const leaves = (value: unknown, path = ''): string[] =>
  typeof value === 'string'
    ? [path]
    : Object.entries(value as object).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
const keysIn = (language: ReportLanguage): string[] =>
  leaves(JSON.parse(readFileSync(`assets/locales/report.${language}.json`, 'utf8')));

test('both languages have the same texts, and pages use all of them', () => {
  expect(keysIn('ko')).toEqual(keysIn('en'));
  const used = new Set<string>();
  const words = wordsIn('en');
  const noting: Words = {
    ...words,
    say(key, values) {
      used.add(key);
      const text = words.say(key, values);
      expect(text).not.toMatch(/undefined|NaN|\{\{/);
      return text;
    },
    count(key, number, values) {
      used.add(`${key}.${number === 1 ? 'one' : 'other'}`);
      return words.count(key, number, values);
    },
  };
  for (const page of PAGES) htmlOf(page, noting);
  expect(keysIn('en').filter((key) => !used.has(key))).toEqual([]);
});

test.each(REPORT_LANGUAGES)('pages in %s stand alone, and are well formed', (language) => {
  for (const page of PAGES) {
    const html = htmlOf(page, wordsIn(language));
    expect(html).toContain(`<html lang="${language}">`);
    // Nothing is fetched and nothing runs.
    expect(html).not.toMatch(/<script|<link|<img|<iframe|src=|href=|url\(|@import|https?:/);
    expect(html).not.toMatch(/NaN|undefined|Infinity|\[object/);
    const open: string[] = [];
    for (const [, closing, tag, empty] of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*?(\/?)>/g)) {
      if (closing) expect(open.pop()).toBe(tag);
      else if (!empty) open.push(tag!);
    }
    expect(open).toEqual([]);
  }
});

test('whatever a policy is called is text', () => {
  const html = htmlOf(PAGES[0]!, wordsIn('en'));
  expect(html).toContain('How &lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;co&#39; drives');
});

test('an interval is drawn where its numbers are', () => {
  const result = reportOf(varied, { fallsPerLap: 1, fallsPerLapInterval: [0, 2] });
  const html = htmlOf({ of: [compared('a', result)], missing: [] }, wordsIn('en'));
  const picture = html.slice(html.indexOf('aria-label="Falls a lap"'));
  const [, from, to] = /<line x1="([\d.]+)"[^>]*x2="([\d.]+)"[^>]*class="whisker"/.exec(picture)!;
  const [, middle] = /translate\(([\d.]+) /.exec(picture)!;
  expect(Number(middle)).toBeCloseTo((Number(from) + Number(to)) / 2, 0);
});

test('ticks are round numbers inside the range, at most five', () => {
  const spelled = (low: number, high: number): string[] =>
    linearScale([low, high], [0, 1]).ticks.map(({ text }) => text);
  expect(spelled(0, 1)).toEqual(['0.00', '0.25', '0.50', '0.75', '1.00']);
  expect(spelled(-3.1, 4.2)).toEqual(['-2', '0', '2', '4']);
  expect(spelled(39_800, 41_200)).toEqual(['40000', '40500', '41000']);
  expect(spelled(0, 0.07)).toEqual(['0.00', '0.02', '0.04', '0.06']);
  expect(linearScale([5, 15], [100, 200])(10)).toBe(150);
});
