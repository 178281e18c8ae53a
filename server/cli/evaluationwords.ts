import type { Comparison } from '../../shared/wire/comparison.ts';
import type { EvaluationReport, PassesReport } from '../../shared/wire/evaluations.ts';
import { lapTime, table } from './terminal.ts';

type Interval = readonly [number, number];

const STARTS: Record<EvaluationReport['startsFrom'], string> = {
  heldOut: 'laps that training held out',
  learned: 'the laps it learned from, where no choosing lap began',
  people: 'laps of people on this track',
  centreLine: 'the centre line: nobody has driven here',
};

/** A report in words, for a terminal. */
export function evaluationWords(report: EvaluationReport): string[] {
  const { lapsFinished, lapsPlanned, trackId, cleanLaps, falls, kicks, startsFrom } = report;
  const kicked = kicks ? `, ${kicks.kicks} kicks` : '';
  return [
    `${lapsFinished} of ${lapsPlanned} laps on ${trackId}, ${cleanLaps} clean, ${falls} falls${kicked}. Starts: ${STARTS[startsFrom]}.`,
    ...table([['', 'value', '95 %'], ...rates(report)]),
    timeWords(report),
    ...styleWords(report),
    ...offlineWords(report),
    ...trafficWords(report),
    ...(report.passes ?? []).map(passesWords),
  ];
}

function rates(report: EvaluationReport): string[][] {
  const row = (name: string, value: number | null, interval: Interval | null): string[][] =>
    value === null || interval === null ? [] : [[name, value.toFixed(3), between(interval, 3)]];
  const { kicks } = report;
  return [
    ...row('falls a lap', report.fallsPerLap, report.fallsPerLapInterval),
    ...row('off-tracks a lap', report.offTracksPerLap, report.offTracksPerLapInterval),
    ...row('touches of rock, island or wall a lap', report.touchesPerLap, report.touchesPerLapInterval),
    ...row('clean laps', report.cleanLapShare, report.cleanLapShareInterval),
    ...row('autonomy', report.autonomy, report.autonomyInterval),
    ...row('fidelity', report.fidelity, report.fidelityInterval),
    ...(kicks ? row('falls a kick', kicks.fallsPerKick, kicks.fallsPerKickInterval) : []),
  ];
}

const between = ([low, high]: Interval, digits: number): string => `[${low.toFixed(digits)}, ${high.toFixed(digits)}]`;

function timeWords({ lapTimeMs, demonstratorLapTimeMs, lapTimeError, lapTimeErrorInterval }: EvaluationReport): string {
  const own = lapTimeMs ? lapTime(lapTimeMs.median) : 'none';
  const person = demonstratorLapTimeMs === null ? 'not known here' : lapTime(demonstratorLapTimeMs);
  const percent = (share: number): string => `${share >= 0 ? '+' : ''}${(share * 100).toFixed(1)}`;
  const error =
    lapTimeError === null || lapTimeErrorInterval === null
      ? ''
      : ` (${percent(lapTimeError)} % [${lapTimeErrorInterval.map(percent).join(', ')}])`;
  return `Median clean lap ${own}, the person's ${person}${error}.`;
}

function styleWords({ style }: EvaluationReport): string[] {
  if (!style) return [];
  const figures = (name: string, { lineRms, speedRms }: { lineRms: number; speedRms: number }): string[] => [
    name,
    `${lineRms.toFixed(2)} m`,
    `${speedRms.toFixed(2)} m/s`,
  ];
  const { own, others } = style;
  return [
    ...table([
      ["from the person's mean lap", 'line', 'speed'],
      figures('the clone', style),
      ['  95 %', between(style.lineRmsInterval, 2), between(style.speedRmsInterval, 2)],
      ...(own ? [figures(`their own held-out laps (${own.laps})`, own)] : []),
      ...(others ? [figures(`others as fast (${others.drivers}, ${others.laps} laps)`, others)] : []),
    ]),
  ];
}

function offlineWords({ offline }: EvaluationReport): string[] {
  if (!offline) return [];
  const { nll, mse, persistenceMse } = offline;
  const likelihood = nll === null ? '' : `, ${nll.toFixed(3)} nats`;
  return [
    `Looked at step by step: squared error ${mse.toFixed(5)}${likelihood}; repeating the last action ${persistenceMse?.toFixed(5) ?? '–'}.`,
  ];
}

function trafficWords({ traffic }: EvaluationReport): string[] {
  if (!traffic) return [];
  const { runs, laps, rearContacts, sideContacts, overtakes, falls } = traffic;
  return [
    `Among slower cars, ${runs} runs of ${laps.toFixed(1)} laps in all: ${rearContacts} times into the back of one, ` +
      `${sideContacts} side by side, ${overtakes} overtakes, ${falls} falls; ` +
      `contacts a lap ${traffic.contactsPerLap.toFixed(2)} ${between(traffic.contactsPerLapInterval, 2)}.`,
  ];
}

function passesWords({ kind, passes, crashShare, crashShareInterval, falls, ...by }: PassesReport): string {
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  const range = (interval: Interval): string => `[${interval.map(percent).join(', ')}]`;
  const left = by.leftShare === null ? '' : `, ${percent(by.leftShare)} ${range(by.leftShareInterval!)} on the left`;
  const told =
    by.rightSide === null ? '' : `, ${percent(by.rightSide)} ${range(by.rightSideInterval!)} as the board told`;
  return `Passes at ${kind === 'cue' ? 'boards' : `${kind}s`}: ${passes}, ${percent(crashShare)} ${range(crashShareInterval)} crashed, ${falls} fell${left}${told}.`;
}

/** Policies side by side, for a terminal: every measure by its interquartile mean. */
export function comparisonWords({ trackId, policies, missing, measures }: Comparison): string[] {
  const rows = measures.flatMap(({ measure, better, policies: measured, improvement }) =>
    measured.map((own, i) => [
      i === 0 ? `${measure} (${better})` : '',
      policies[i]!.trainings > 1 ? `${policies[i]!.name} (${policies[i]!.trainings})` : policies[i]!.policyId,
      own ? figure(own.iqm.value) : '–',
      own ? `[${own.iqm.interval.map(figure).join(', ')}]` : '–',
      improvement[i]!.map((estimate) => (estimate ? `${(100 * estimate.value).toFixed(0)} %` : '·').padStart(5)).join(
        ' ',
      ),
    ]),
  );
  return [
    `${policies.length} policies on ${trackId}, by the newest evaluation of each.`,
    ...(missing.length > 0 ? [`Not judged like this there: ${missing.join(', ')}. "mimic evaluate" does.`] : []),
    ...table([['', 'policy', 'iqm', '95 %', 'better than each in turn'], ...rows]),
  ];
}

const figure = (value: number): string => (Math.abs(value) >= 1000 ? value.toFixed(0) : value.toFixed(3));
