import type { Estimate } from '../../../shared/evaluation/comparison.ts';
import type { Measure } from '../../../shared/evaluation/measures.ts';
import type { Comparison } from '../../../shared/wire/comparison.ts';
import type { EvaluationReport } from '../../../shared/wire/evaluations.ts';
import type { Compared } from '../comparison.ts';
import { folded, section, tableOf } from './blocks.ts';
import { type Child, documentOf, element, type Markup } from './markup.ts';
import { intervalPlot, legend, linePlot, profilePlot, timesPlot } from './plots.ts';
import { REPORT_STYLE } from './style.ts';
import { offlineSection, passesSection, styleSection, trafficSection } from './tables.ts';
import { between, formatOf } from './values.ts';
import type { Words } from './words.ts';

/** What is drawn as an interval for each policy, in this order. */
const RATES: readonly Measure[] = ['fallsPerLap', 'offTracksPerLap', 'cleanLapShare', 'autonomy', 'fidelity'];
/** What profiles and probabilities of improvement are shown of. */
const COMPARED: readonly Measure[] = ['fallsPerLap', 'cleanLapShare', 'lapTimeMs', 'lineRms'];

/**
 * One page on how some policies drive, with nothing outside it: pictures in SVG, a table beside each, words in one
 * language. The policies are those of `comparison`, in its order.
 */
export function reportPage(compared: readonly Compared[], comparison: Comparison, words: Words): string {
  const title = titleOf(compared, comparison, words);
  const body = [
    element('header', {}, element('h1', {}, title), ...leads(compared, comparison, words)),
    rates(compared, words),
    ...(compared.length > 1 ? [averages(comparison, words), improvements(comparison, words)] : []),
    profiles(comparison, words),
    times(compared, words),
    ...lines(compared, words),
    styleSection(compared, words),
    passesSection(compared, words),
    trafficSection(compared, words),
    offlineSection(compared, words),
    section(words.say('section.how'), [
      element('p', {}, words.say('note.how')),
      ...compared.map(({ id, createdAt, result }) =>
        element(
          'p',
          { class: 'small' },
          words.say('made', {
            id,
            date: createdAt.slice(0, 10),
            seed: result.seed,
            hash: result.trackHash.slice(0, 12),
          }),
        ),
      ),
    ]),
  ];
  return documentOf(words.language, title, REPORT_STYLE, [element('main', {}, body)]);
}

function titleOf(compared: readonly Compared[], { trackId, policies }: Comparison, { say }: Words): string {
  if (compared.length === 1) return say('title.one', { name: compared[0]!.name });
  return say('title.several', { count: policies.length, track: trackId });
}

function leads(compared: readonly Compared[], { missing, policies }: Comparison, { say }: Words): Markup[] {
  const told = missing.length > 0 ? [element('p', {}, say('missing', { names: missing.join(', ') }))] : [];
  const grouped = policies.some(({ trainings }) => trainings > 1);
  if (compared.length !== 1) {
    return [
      element('p', {}, say('lead.several')),
      element('p', {}, say(grouped ? 'lead.groups' : 'lead.single')),
      ...told,
    ];
  }
  const { result } = compared[0]!;
  const { lapsFinished: finished, lapsPlanned: planned, trackId: track, cleanLaps: clean, falls, kicks } = result;
  return [
    element('p', {}, say('lead.one', { finished, planned, track, clean, falls })),
    element(
      'p',
      {},
      say('lead.touches', {
        rate: result.touchesPerLap.toFixed(2),
        interval: between(result.touchesPerLapInterval, (value) => value.toFixed(2)),
      }),
    ),
    element('p', {}, say(`lead.starts.${result.startsFrom}`)),
    ...(kicks
      ? [
          element(
            'p',
            {},
            say('lead.kicks', {
              count: kicks.kicks,
              rate: kicks.fallsPerKick.toFixed(3),
              interval: between(kicks.fallsPerKickInterval, (value) => value.toFixed(3)),
            }),
          ),
        ]
      : []),
    ...told,
  ];
}

/** The rates of a report as estimates; null where it has none. */
function rateOf(result: EvaluationReport, measure: Measure): Estimate | null {
  const value = (result as unknown as Record<string, number | null>)[measure];
  const interval = (result as unknown as Record<string, Estimate['interval'] | null>)[`${measure}Interval`];
  return value === null || value === undefined || !interval ? null : { value, interval };
}

function rates(compared: readonly Compared[], words: Words): Markup {
  const { say } = words;
  const blocks = RATES.map((measure): Child => {
    const format = formatOf(measure, words);
    const rows = compared.map(({ name, result }, index) => ({ name, estimate: rateOf(result, measure), index }));
    if (rows.every(({ estimate }) => estimate === null)) return null;
    const title = say(`measure.${measure}`);
    return [
      element('h3', {}, title),
      intervalPlot(title, rows, format.tick),
      folded(words, [
        [say('head.policy'), say('head.value'), say('interval')],
        ...rows.map(({ name, estimate }) =>
          estimate ? [name, format.value(estimate.value), between(estimate.interval, format.value)] : [name, '–', '–'],
        ),
      ]),
    ];
  });
  return section(say('section.rates'), [element('p', {}, say('note.rates')), blocks]);
}

function averages({ policies, measures }: Comparison, words: Words): Markup {
  const { say } = words;
  const rows = measures.flatMap(({ measure, policies: measured }) => {
    const { value } = formatOf(measure, words);
    const shown = (estimate: Estimate): string => `${value(estimate.value)} ${between(estimate.interval, value)}`;
    return measured.map((own, i) => [
      say(`measure.${measure}`),
      policies[i]!.name,
      ...(own ? [shown(own.iqm), shown(own.mean)] : ['–', '–']),
    ]);
  });
  const head = [say('head.what'), say('head.policy'), say('head.iqm'), say('head.mean')];
  return section(`${say('head.iqm')}, ${say('interval')}`, [
    element('p', {}, say('note.averages')),
    tableOf([head, ...rows]),
  ]);
}

function improvements({ policies, measures }: Comparison, words: Words): Markup {
  const { say } = words;
  const percent = (value: number): string => `${(100 * value).toFixed(0)} %`;
  const shown = measures.filter(({ measure }) => COMPARED.includes(measure));
  const blocks = shown.map(({ measure, better, improvement }): Child => {
    const rows = improvement.map((row, i) => [
      policies[i]!.name,
      ...row.map((estimate) => (estimate ? `${percent(estimate.value)} ${between(estimate.interval, percent)}` : '–')),
    ]);
    return [
      element('h3', {}, `${say(`measure.${measure}`)}: ${say(`better.${better}`)}`),
      tableOf([[say('head.policy'), ...policies.map(({ name }) => name)], ...rows]),
    ];
  });
  return section(say('section.improvement'), [element('p', {}, say('note.improvement')), blocks]);
}

function profiles({ policies, measures }: Comparison, words: Words): Markup {
  const { say } = words;
  const names = policies.map(({ name }) => name);
  const shown = measures.filter(({ measure, levels }) => COMPARED.includes(measure) && levels.length > 1);
  const blocks = shown.map((compared): Child => {
    const { measure, better, levels, policies: measured } = compared;
    const title = `${say(`measure.${measure}`)}: ${say(`better.${better}`)}`;
    const format = formatOf(measure, words);
    const rows = levels.flatMap((level, k) => {
      if (k % 5 !== 0) return [];
      const shares = measured.map((own) => (own ? `${(100 * own.profile[k]!.share).toFixed(0)} %` : '–'));
      return [[format.value(level), ...shares]];
    });
    return [
      element('h3', {}, title),
      profilePlot(`${say('share')}. ${title}`, compared, format.tick),
      folded(words, [[say(`measure.${measure}`), ...names], ...rows]),
    ];
  });
  return section(say('section.profile'), [element('p', {}, say('note.profile')), legend(names), blocks]);
}

function times(compared: readonly Compared[], words: Words): Markup {
  const { say } = words;
  const people = new Map<string, readonly number[]>();
  for (const { result } of compared) {
    const laps = result.demonstratorLapTimesMs;
    if (laps.length > 0) people.set(laps.join(), laps);
  }
  const rows = [
    ...[...people.values()].map((laps) => ({ name: say('person'), times: laps, index: null })),
    ...compared.map(({ name, result }, index) => ({ name, times: result.lapTimesMs, index })),
  ];
  const { value } = formatOf('lapTimeMs', words);
  const table = compared.map(({ name, result: { lapTimeMs } }) =>
    lapTimeMs
      ? [name, value(lapTimeMs.p10), value(lapTimeMs.median), value(lapTimeMs.p90)]
      : [name, say('none'), '–', '–'],
  );
  return section(say('section.times'), [
    element('p', {}, say('note.times')),
    timesPlot(say('section.times'), rows),
    folded(words, [[say('head.policy'), '10 %', '50 %', '90 %'], ...table]),
  ]);
}

function lines(compared: readonly Compared[], words: Words): Markup[] {
  const { say } = words;
  const drawn = compared.flatMap(({ name, result: { line } }, index): Child[] => {
    if (!line) return [];
    const rows = line.map(({ s, policy, mean, low, high }) => [
      String(s),
      ...[policy, mean, low, high].map((value) => value.toFixed(2)),
    ]);
    return [
      element('h3', {}, name),
      linePlot(`${name}. ${say('note.line')}`, line, index),
      folded(words, [[say('road'), say('policy'), say('person'), '−3σ', '+3σ'], ...rows]),
    ];
  });
  if (drawn.length === 0) return [];
  return [section(say('section.line'), [element('p', {}, say('note.line')), drawn])];
}
