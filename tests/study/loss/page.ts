import { barTable, between, heldLine, table } from '../page.ts';
import type { LossStudy } from './loss.ts';
import { JUDGED, LOOKS } from './trial.ts';

/** The result page of the study `loss`. */
export function lossPage({ bars, data, rankings, settings, seeds, points }: LossStudy): string {
  const heading = [
    'hands',
    'networks',
    'number',
    'Spearman',
    'lowest loss',
    'persistence',
    'falls a lap: chosen by loss',
  ];
  const rows = rankings.map((one) => [
    ...[one.hands, one.pool, String(one.networks), between(one.spearman, (value) => value.toFixed(2))],
    ...[one.lowestLoss.toFixed(4), one.persistence.toFixed(4)],
    `${one.chosenByLoss.toFixed(2)}${one.choosesPreviousAction ? ' (told its last action)' : ''}`,
    ...[one.best.toFixed(2), one.mean.toFixed(2)],
  ]);
  const last = Math.max(...points.map(({ step }) => step));
  const sections = [
    '# Does the validation loss tell who drives well?',
    heldLine('loss', bars),
    `Two fast scripted players, one on keys and one on a pad, labelled scripted and never human, show three laps of ` +
      `\`${data.track}\`; a fourth is held out. ${settings.length} settings (${settings.map(({ name }) => name).join(', ')}), each ` +
      `looked at ${LOOKS.length} times in ${last} steps: thirty of them, with seeds ${seeds.join(', ')}, once without and once ` +
      'with the previous action as input. Squared error throughout, so that losses compare: mean of (Δsteer² + Δpedal²) / 2 ' +
      `on the held-out lap. Falls on ${JUDGED.rollouts} rollouts of ${JUDGED.laps} laps from moments of that lap.`,
    '## What was to be shown',
    barTable(bars),
    '## Ranks',
    table([[...heading, 'best driver', 'mean'], ...rows]),
    'Spearman’s rank correlation of validation loss and falls a lap: 1 where the loss puts drivers in their order, 0 where ' +
      'it says nothing of it. In brackets 95 % by bootstrap over settings, then trainings. *Persistence* is the loss of doing ' +
      'again what was done last, without any driving.',
    '## Every setting at the end',
    endTable(points, last),
    '## What this does not show',
    'One track, one held-out lap, scripted players only. A correlation over early and late looks of the same trainings is ' +
      'helped by the first, which neither fit nor drive.',
    '## Data',
    `Track content \`${data.trackHash}\`. Players: ${data.players.join(', ')}. Frames of the first four laps of each, SHA-256 ` +
      `\`${data.framesHash}\`.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

function endTable(points: LossStudy['points'], last: number): string {
  const ends = points.filter(({ step }) => step === last);
  const names = [...new Set(ends.map(({ hands, setting, previousAction }) => `${hands}|${setting}|${previousAction}`))];
  const rows = names.map((name) => {
    const [hands, setting, shown] = name.split('|') as [string, string, string];
    const some = ends.filter((p) => p.hands === hands && p.setting === setting && String(p.previousAction) === shown);
    const list = (of: (point: (typeof some)[number]) => string): string => some.map(of).join(' / ');
    return [
      ...[hands, setting, shown === 'true' ? 'shown' : 'hidden'],
      ...[list(({ validation }) => validation.toFixed(4)), list(({ fallsPerLap }) => fallsPerLap.toFixed(2))],
    ];
  });
  return table([['hands', 'setting', 'previous action', 'validation loss', 'falls a lap'], ...rows]);
}
