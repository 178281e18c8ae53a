import type { PassesReport, StyleReport } from '../../../shared/wire/evaluations.ts';
import type { Compared } from '../comparison.ts';
import { section, tableOf } from './blocks.ts';
import { element, type Markup } from './markup.ts';
import { between, formatOf } from './values.ts';
import type { Words } from './words.ts';

const percent = (value: number): string => `${(100 * value).toFixed(0)} %`;

/** Distances from the person's mean lap: of each policy, of the person's own other laps, of others as fast. */
export function styleSection(compared: readonly Compared[], words: Words): Markup | null {
  const { say, count } = words;
  const metres = formatOf('lineRms', words).value;
  const speed = formatOf('speedRms', words).value;
  const beside = ({ own, others }: StyleReport): string[][] => [
    ...(own ? [[say('style.own'), metres(own.lineRms), speed(own.speedRms), String(own.laps)]] : []),
    ...(others
      ? [[count('style.others', others.drivers), metres(others.lineRms), speed(others.speedRms), String(others.laps)]]
      : []),
  ];
  const rows = compared.flatMap(({ name, result: { style, perRollout } }, i) => {
    if (!style) return [];
    const line = `${metres(style.lineRms)} ${between(style.lineRmsInterval, metres)}`;
    const pace = `${speed(style.speedRms)} ${between(style.speedRmsInterval, speed)}`;
    const own = [name, line, pace, String(perRollout.filter((row) => row.lineRms !== null).length)];
    const next = compared[i + 1]?.result.style;
    // Policies of one person share what stands beside them: said once, after the last of them.
    const shared = next && JSON.stringify([next.own, next.others]) === JSON.stringify([style.own, style.others]);
    return [own, ...(shared ? [] : beside({ ...style }))];
  });
  if (rows.length === 0) return null;
  const head = [say('head.what'), say('head.line'), say('head.speed'), say('head.drives')];
  return section(say('section.style'), [element('p', {}, say('note.style')), tableOf([head, ...rows])]);
}

export function passesSection(compared: readonly Compared[], { say }: Words): Markup | null {
  const share = (value: number | null, interval: [number, number] | null): string =>
    value === null ? '–' : `${percent(value)}${interval ? ` ${between(interval, percent)}` : ''}`;
  const row = (name: string, passes: PassesReport): string[] => [
    name,
    say(`kind.${passes.kind}`),
    String(passes.passes),
    share(passes.crashShare, passes.crashShareInterval),
    String(passes.falls),
    share(passes.leftShare, passes.leftShareInterval),
    share(passes.rightSide, passes.rightSideInterval),
  ];
  const rows = compared.flatMap(({ name, result }) => (result.passes ?? []).map((passes) => row(name, passes)));
  if (rows.length === 0) return null;
  const columns = ['policy', 'what', 'passes', 'crashed', 'fell', 'left', 'told'];
  const head = columns.map((column) => say(`head.${column}`));
  return section(say('section.passes'), [element('p', {}, say('note.passes')), tableOf([head, ...rows])]);
}

export function trafficSection(compared: readonly Compared[], { say }: Words): Markup | null {
  const told = compared.flatMap(({ name, result: { traffic } }) => {
    if (!traffic) return [];
    const { rearContacts: rear, sideContacts: side, overtakes, falls, laps } = traffic;
    const rate = traffic.contactsPerLap.toFixed(2);
    const interval = between(traffic.contactsPerLapInterval, (value) => value.toFixed(2));
    const words = say('traffic', { rear, side, overtakes, falls, laps: laps.toFixed(1), rate, interval });
    return [element('p', {}, compared.length > 1 ? `${name}: ${words}` : words)];
  });
  return told.length > 0 ? section(say('section.traffic'), told) : null;
}

export function offlineSection(compared: readonly Compared[], { say }: Words): Markup | null {
  const rows = compared.flatMap(({ name, result: { offline } }) => {
    if (!offline) return [];
    const { mse, nll, persistenceMse } = offline;
    const likelihood = nll === null ? '–' : say('offline.nll', { nats: nll.toFixed(3) });
    return [[name, mse.toFixed(5), likelihood, persistenceMse?.toFixed(5) ?? '–']];
  });
  if (rows.length === 0) return null;
  const head = [say('head.policy'), say('offline.own'), 'NLL', say('offline.persistence')];
  return section(say('section.offline'), [element('p', {}, say('note.offline')), tableOf([head, ...rows])]);
}
