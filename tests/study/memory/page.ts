import { barTable, between, heldLine, percent, table } from '../page.ts';
import type { MemoryStudy } from './memory.ts';
import { type Cell, cueCells, fallsOf } from './summary.ts';
import type { Trial } from './trial.ts';

/** The result page of the study `memory`. */
export function memoryPage(study: MemoryStudy): string {
  const { bars, data, trials } = study;
  const sections = [
    '# A board that is gone before the fork: who remembers it?',
    heldLine('memory', bars),
    howItWasDone(study),
    '## Bars',
    barTable(bars),
    'Of the two cells the better one is held against the bars, for each kind of hands. All trainings of an arm count together.',
    '## The island with a board',
    cueTable(cueCells(trials)),
    'In brackets 95 % by bootstrap over networks, then passes; exact (Clopper and Pearson) where none or all did. Who always takes one side is right half the time; passes that ' +
      'crash are not counted as right or wrong, so a memoryless network that hits the island on one side can look better than ' +
      'it is.',
    '## Without velocities',
    plainTable(trials),
    `Falls a lap on \`technical\` after ${data.learned.plain} laps with recovery, of ${study.given.rollouts} rollouts of ` +
      `${study.given.laps} laps, 95 % by bootstrap over networks, then rollouts. Rays tell distances to the road’s edges; ` +
      'velocities are the car’s own.',
    '## What this does not show',
    limits(study),
    '## Data',
    `Tracks \`cue\`, content \`${data.cueHash}\`, and \`technical\`, content \`${data.plainHash}\`. Frames of all laps, SHA-256 ` +
      `\`${data.framesHash}\`.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

const howItWasDone = ({ data, given, seeds }: MemoryStudy): string =>
  [
    'Two scripted drivers, one on keys and one on a pad, labelled scripted and never human, drive alone on `cue`, where a board',
    `tells anew in each lap which side of the island counts and is out of sight for about 3 s before it. ${data.learned.cue} laps`,
    `are learned from, and 60 drives of 25 s with a trembling hand along them (DART, 25 % of full lock), the same for all; ${data.held.cue}`,
    `other laps give the starts. Every network fits squared error in ${given.steps} steps with the seeds ${seeds.join(', ')}: cells of`,
    '64 units read 70 decisions (3.5 s) of 16 drives side by side at a learning rate of 3e-3 with gradients clipped to 1, carrying',
    'their memory on; all others have layers of 128 and 128 and see this moment, what they did last, or a stack of moments. A',
    `training fits ${given.candidates} networks and keeps, as every clone is chosen, the one that drives better: that takes the told side more often in`,
    `${given.choosing} passes from laps it learned from. That one drives ${given.passes} passes from other laps, which start before the board comes`,
    'into sight, half of them told left.',
  ].join(' ');

function cueTable(cells: readonly Cell[]): string {
  const heading = ['network', 'hands', 'told side', 'crashes', 'falls', 'of each: told, crashes', 'left out: told'];
  const share = (value: number | null): string => (value === null ? '–' : percent(value));
  const rows = cells.map(({ arm, hands, told, crashes, falls, each, leftOut }) => [
    ...[arm, hands, between(told, percent), between(crashes, percent), percent(falls)],
    each.map((one) => `${share(one.told)}, ${percent(one.crashes)}`).join('; '),
    leftOut.map(share).join('; '),
  ]);
  return table([heading, ...rows]);
}

const plainTable = (trials: readonly Trial[]): string =>
  table([
    ['network', 'hands', 'falls a lap'],
    ...trials
      .filter(({ road }) => road === 'plain')
      .map((trial) => [trial.arm, trial.hands, between(fallsOf(trial), (falls) => falls.toFixed(2))]),
  ]);

const limits = ({ machine, trials }: MemoryStudy): string => {
  const longest = Math.max(...trials.map(({ coreSeconds }) => coreSeconds));
  return [
    'One board, one island, two drivers, three trainings each. A network may never learn to remember: the last column has those',
    'that choice left out. On the plain road there is one network a training and no choice. The drivers turn off by rule, all at the',
    'same place; people hesitate. Squared error has to tell left from right by memory alone, which is the point here, and is no',
    'head for a choice that nothing tells. The smooth hands’ thin tube of states is what crashes them: more laps of one pad driver',
    `do not widen it. All networks of an arm took at most ${longest.toFixed(0)} core seconds (${machine.cpu}, Node ${machine.node}).`,
  ].join(' ');
};
