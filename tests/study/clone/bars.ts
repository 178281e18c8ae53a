import type { CloneKind } from '../../../shared/training/clone.ts';
import { percent, type Bar as StudyBar } from '../page.ts';
import type { Group, Summary } from './summary.ts';

/** A bar with the number that was held against it. */
export interface Bar extends StudyBar {
  value: number;
}

/**
 * The bars of the study. "Lap time within 3 % of the player's" is read over the trainings, as falls are, and then once
 * more for every single one.
 */
export function barsOf({ groups, copyPartsFirst, ownTube }: Summary): Bar[] {
  const group = (kind: CloneKind, hands: Group['hands']) => groups.find((g) => g.kind === kind && g.hands === hands)!;
  const coached = group('coached', 'both');
  const { fallsMedian, steady, trainings, autonomy, coreSeconds, seconds } = coached;
  const lapTime = coached.lapTimeError ?? { median: Infinity, largest: Infinity, within: 0 };
  const padFalls = group('copy', 'pad').fallsMedian;
  const stayed = ownTube.stayed / ownTube.laps;
  const rows: [what: string, bar: string, value: number, shown: string, holds: boolean][] = [
    ['coached, falls a lap, median', '0', fallsMedian, fallsMedian.toFixed(2), fallsMedian === 0],
    [
      ...(['coached, trainings with ≤ 0.05 falls a lap', '≥ 10 of 12', steady, `${steady} of ${trainings}`] as const),
      steady * 12 >= trainings * 10,
    ],
    ['coached, autonomy', '≥ 98 %', autonomy.value, percent(autonomy.value), autonomy.value >= 0.98],
    [
      ...(['coached, lap time off the player’s, median', '≤ 3 %', lapTime.median, percent(lapTime.median)] as const),
      lapTime.median <= 0.03,
    ],
    [
      ...(['coached, lap time off the player’s, every training', '≤ 3 %', lapTime.largest] as const),
      `${lapTime.within} of ${trainings}, largest ${percent(lapTime.largest)}`,
      lapTime.largest <= 0.03,
    ],
    ['copy of pad hands, falls a lap, median', '≥ 1', padFalls, padFalls.toFixed(2), padFalls >= 1],
    [
      ...(['pad hands, copy parts earlier or wider than the coached', 'every training', copyPartsFirst.of] as const),
      `${copyPartsFirst.of} of ${copyPartsFirst.trainings}`,
      copyPartsFirst.of === copyPartsFirst.trainings,
    ],
    [
      ...(['coached, core seconds to train and choose, longest', '≤ 15 s', coreSeconds.longest] as const),
      `${coreSeconds.longest.toFixed(1)} s (${seconds.longest.toFixed(1)} s on the clock)`,
      coreSeconds.longest <= 15,
    ],
    [
      ...(['players’ own laps that stay in their own tube', '≥ 19 of 20', stayed] as const),
      `${ownTube.stayed} of ${ownTube.laps}`,
      stayed >= 0.95,
    ],
  ];
  return rows.map(([what, bar, value, shown, holds]) => ({ what, bar, value, shown, holds }));
}
