import { barTable, between, heldLine, table } from '../page.ts';
import { STEADY } from '../taught.ts';
import type { RateStudy } from './rate.ts';

/** The result page of the study `rate`. */
export function ratePage({ bars, data, cells, judged, seeds }: RateStudy): string {
  const heading = ['decisions a second', 'recovery', 'hands', 'trainings', 'falls a lap, median', 'all', `≤ ${STEADY}`];
  const rows = cells.map((cell) => [
    ...[String(cell.hz), cell.recovery ? 'yes' : 'no', cell.hands, String(cell.trainings), cell.median.toFixed(2)],
    ...[between(cell.falls, (value) => value.toFixed(2)), `${cell.steady} of ${cell.trainings}`],
  ]);
  const sections = [
    '# How often must a clone decide?',
    heldLine('rate', bars),
    `Two fast scripted players, one on keys and one on a pad, labelled scripted and never human, show three laps of ` +
      `\`${data.track}\`. A label is the mean of what was done in the ticks for which a decision holds; every tick at which a ` +
      `whole decision begins is a sample. One network a training, nothing chosen, seeds ${seeds.join(', ')}; ` +
      `${judged.rollouts} rollouts of ${judged.laps} laps from a held-out lap. At every rate physics runs at 60 Hz.`,
    '## Bars',
    barTable(bars),
    '## Falls',
    table([heading, ...rows]),
    'In brackets 95 % by bootstrap over trainings, then rollouts. ' +
      'Where nobody fell, the upper end is the exact one of a Poisson rate for so many laps.',
    '## What this does not show',
    'One track, one car, one player of each kind of hands, the same number of gradient steps at every rate. The recovery ' +
      'controller commands at 60 Hz; its labels are averaged as a player’s are.',
    '## Data',
    `Track content \`${data.trackHash}\`. Players: ${data.players.join(', ')}. Frames of the first four laps of each, SHA-256 ` +
      `\`${data.framesHash}\`.`,
  ];
  return `${sections.join('\n\n')}\n`;
}
