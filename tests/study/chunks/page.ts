import { barTable, between, heldLine, table } from '../page.ts';
import { STEADY } from '../taught.ts';
import type { ChunksStudy } from './chunks.ts';

/** The result page of the study `chunks`. */
export function chunksPage({ bars, data, cells, judged, seeds }: ChunksStudy): string {
  const heading = ['decisions planned', 'recovery', 'hands', 'trainings', 'falls a lap, median', 'all', `≤ ${STEADY}`];
  const rows = cells.map((cell) => [
    ...[cell.arm, cell.recovery ? 'yes' : 'no', cell.hands, String(cell.trainings), cell.median.toFixed(2)],
    ...[between(cell.falls, (value) => value.toFixed(2)), `${cell.steady} of ${cell.trainings}`],
  ]);
  const sections = [
    '# Does planning a few decisions ahead keep a clone on the road?',
    heldLine('chunks', bars),
    'Two scripted players on keys and two on a pad, labelled scripted and never human, show three laps of ' +
      `\`${data.track}\`. A network answers with what to do now and in the decisions after it (action chunks: Zhao et al. ` +
      '2023), by squared error, at 20 decisions a second. *Each to its end*: a plan is driven out before the next is heard. ' +
      '*Mean of all plans*: at every decision the plans of the last ones that speak of now are averaged, weights ' +
      `e^(−0.1 i) from the oldest on (temporal ensembling). One network a training, nothing chosen, seeds ` +
      `${seeds.join(', ')}; ${judged.rollouts} rollouts of ${judged.laps} laps from a held-out lap.`,
    '## Bars',
    barTable(bars),
    '## Falls',
    table([heading, ...rows]),
    'In brackets 95 % by bootstrap over players, then trainings, then rollouts. ' +
      'Where nobody fell, the upper end is the exact one of a Poisson rate for so many laps.',
    '## What this does not show',
    'One track, one car, scripted players, the same gradient steps for every arm though longer plans have more to learn. The ' +
      'bars are our own.',
    '## Data',
    `Track content \`${data.trackHash}\`. Players: ${data.players.join(', ')}. Frames of the first four laps of each, SHA-256 ` +
      `\`${data.framesHash}\`.`,
  ];
  return `${sections.join('\n\n')}\n`;
}
