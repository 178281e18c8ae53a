import type { EvaluationEntry, PassesReport } from '../../shared/wire/evaluations.ts';
import { language, t } from '../locale/locale.ts';
import { Card } from '../view/card.tsx';
import { IntervalBar } from '../view/intervalbar.tsx';
import { lapTime } from '../view/laptime.ts';
import { percent, signedSeconds } from './words.ts';

type Result = EvaluationEntry['result'];
type Interval = readonly [number, number];

interface Line {
  name: string;
  value: number;
  interval: Interval;
  most: number;
  text: (value: number) => string;
  slip?: boolean;
  /** Under the name. */
  note?: string;
}

const two = (value: number): string => value.toFixed(2);

/** How it drove, every rate on its interval. */
export function ResultCard({ evaluation, trackName }: { evaluation: EvaluationEntry; trackName: string }) {
  const { result, createdAt } = evaluation;
  const settings = [
    trackName,
    ...(result.kicks ? [t('policies.withKicks')] : []),
    ...(result.traffic ? [t('policies.withTraffic')] : []),
  ];
  const when = new Date(createdAt).toLocaleString(language.value, { dateStyle: 'short', timeStyle: 'short' });
  return (
    <Card title={t('policies.droveTitle', { where: settings.join(', ') })} icon="chart" aside={when}>
      <div data-testid="evaluation" data-evaluation={evaluation.id}>
        <p class="result-head">
          <span class="number big">
            {result.lapsFinished} / {result.lapsPlanned}
          </span>{' '}
          {t('policies.resultLaps', { clean: result.cleanLaps })} {t(`policies.starts_${result.startsFrom}`)}
        </p>
        <ul class="measures">
          {linesOf(result).map((line) => (
            <MeasureLine key={line.name} {...line} />
          ))}
        </ul>
        <p class="note">{offlineText(result)}</p>
        <Passes passes={result.passes} />
      </div>
    </Card>
  );
}

function MeasureLine({ name, value, interval, most, text, slip, note }: Line) {
  const range = t('policies.range', { low: text(interval[0]), high: text(interval[1]) });
  return (
    <li>
      <span class="measure-name">
        {name}
        {note ? <small>{note}</small> : null}
      </span>
      <IntervalBar value={value} interval={interval} most={most} slip={slip} />
      <b class="number">{text(value)}</b>
      <span class="measure-range">{range}</span>
    </li>
  );
}

/** Each rate that was measured. */
function linesOf(result: Result): Line[] {
  const { kicks, traffic, style } = result;
  const share = { most: 1, text: percent };
  const rate = (high: number) => ({ most: Math.max(1, high), text: two });
  return [
    {
      ...{
        name: t('policies.fallsPerLap'),
        value: result.fallsPerLap,
        interval: result.fallsPerLapInterval,
        slip: true,
      },
      ...rate(result.fallsPerLapInterval[1]),
    },
    {
      name: t('policies.offTracks'),
      value: result.offTracksPerLap,
      interval: result.offTracksPerLapInterval,
      ...rate(result.offTracksPerLapInterval[1]),
    },
    ...(result.touchesPerLap > 0
      ? [
          {
            ...{ name: t('policies.touches'), value: result.touchesPerLap, interval: result.touchesPerLapInterval },
            ...rate(result.touchesPerLapInterval[1]),
          },
        ]
      : []),
    { name: t('policies.cleanShare'), value: result.cleanLapShare, interval: result.cleanLapShareInterval, ...share },
    { name: t('policies.autonomy'), value: result.autonomy, interval: result.autonomyInterval, ...share },
    ...fidelityLines(result),
    ...(kicks
      ? [
          {
            name: t('policies.fallsPerKick'),
            value: kicks.fallsPerKick,
            interval: kicks.fallsPerKickInterval,
            slip: true,
            most: 1,
            text: two,
          },
        ]
      : []),
    ...(traffic
      ? [
          {
            name: t('policies.contacts'),
            value: traffic.contactsPerLap,
            interval: traffic.contactsPerLapInterval,
            ...rate(traffic.contactsPerLapInterval[1]),
          },
          {
            name: t('policies.overtakes'),
            value: traffic.overtakesPerLap,
            interval: traffic.overtakesPerLapInterval,
            ...rate(traffic.overtakesPerLapInterval[1]),
          },
        ]
      : []),
    ...(style
      ? [
          {
            ...{ name: t('policies.lineRms'), value: style.lineRms, interval: style.lineRmsInterval },
            ...{ most: Math.max(1, style.lineRmsInterval[1]), text: (value: number) => `${two(value)} m` },
            note: style.own ? t('policies.ownStyle', { value: `${two(style.own.lineRms)} m` }) : undefined,
          },
        ]
      : []),
  ];
}

function fidelityLines({ fidelity, fidelityInterval, humanFidelity }: Result): Line[] {
  if (fidelity === null || fidelityInterval === null) return [];
  const note = humanFidelity === null ? undefined : t('policies.ownStyle', { value: percent(humanFidelity) });
  return [{ name: t('policies.fidelity'), value: fidelity, interval: fidelityInterval, most: 1, text: percent, note }];
}

/** Lap time beside the demonstrators', and prediction beside persistence. */
function offlineText({ lapTimeMs, demonstratorLapTimeMs, offline }: Result): string {
  const parts: string[] = [];
  if (lapTimeMs) {
    const pace = demonstratorLapTimeMs === null ? '–' : signedSeconds(lapTimeMs.median - demonstratorLapTimeMs);
    parts.push(t('policies.lapTimes', { time: lapTime(lapTimeMs.median), pace }));
  }
  if (offline) {
    const persistence = offline.persistenceMse?.toPrecision(2) ?? '–';
    parts.push(t('policies.offline', { mse: offline.mse.toPrecision(2), persistence }));
  }
  return parts.join(' ');
}

function Passes({ passes }: { passes: Result['passes'] }) {
  if (passes === null || passes.length === 0) return null;
  return (
    <section class="passes" aria-label={t('policies.passesTitle')}>
      <h4>{t('policies.passesTitle')}</h4>
      {passes.map((one) => (
        <Pass key={one.kind} one={one} />
      ))}
    </section>
  );
}

/** One kind of place, from its own starts: never part of the laps. */
function Pass({ one }: { one: PassesReport }) {
  const kind = t(`policies.passKind.${one.kind}`);
  const lines: Line[] = [
    ...[
      {
        name: t('policies.crashShare', { kind }),
        value: one.crashShare,
        interval: one.crashShareInterval,
        slip: true,
        most: 1,
        text: percent,
      },
    ],
    ...(one.leftShare !== null && one.leftShareInterval
      ? [
          {
            name: t('policies.leftShare'),
            value: one.leftShare,
            interval: one.leftShareInterval,
            most: 1,
            text: percent,
          },
        ]
      : []),
    ...(one.rightSide !== null && one.rightSideInterval
      ? [
          {
            name: t('policies.rightSide'),
            value: one.rightSide,
            interval: one.rightSideInterval,
            most: 1,
            text: percent,
          },
        ]
      : []),
  ];
  return (
    <>
      <p class="note">{t('policies.passCount', { kind, count: one.passes, left: one.left, right: one.right })}</p>
      <ul class="measures">
        {lines.map((line) => (
          <MeasureLine key={line.name} {...line} />
        ))}
      </ul>
    </>
  );
}
