import { barTable, between, heldLine, percent, table } from '../page.ts';
import type { SidesData, SidesStudy } from './sides.ts';
import { type Cell, cellsOf, comparedCells } from './summary.ts';
import type { Trial } from './trial.ts';

/** The result page of the study `sides`. */
export function sidesPage(study: SidesStudy): string {
  const { bars, data, trials } = study;
  const cells = comparedCells(trials);
  const sections = [
    '# A rock with two ways round it: which heads choose one?',
    heldLine('sides', bars),
    howItWasDone(study),
    '## Bars',
    barTable(bars),
    '## Heads, from starts that tell nothing',
    headTable(cells),
    'Crashes and falls with 95 % in brackets, by bootstrap over networks, then passes; exact (Clopper and Pearson) where none or all did. On the left: share of the passes that ' +
      'got by, and of each network’s. *Kept* draws are made once a pass; *anew* at each decision. **Bins decoded by their ' +
      'mean are a mean, as squared error is, and no cure.** Argmax goes straight on while most have not turned off yet.',
    whatHelps(),
    '## When squared error crashes',
    sweepTable(trials, 'straight'),
    'Crashes of squared error from straight starts, by how long before its rim the rock is seen and how many of the laps go ' +
      'left; in brackets the share of passes by on the left.',
    '## When the car’s own motion breaks the tie',
    sweepTable(trials, 'moving'),
    'The same networks from where the players were 0.9 s before the rim, moving as they moved: half had turned off to the ' +
      'left, half to the right.',
    '## What tells the side, and when',
    toldTable(data),
    'Share of the 24 balanced laps whose side is told by the best threshold on one number of the car’s motion (offset, heading, ' +
      'sideways speed, yaw rate, steering), so many seconds before the rim; about two thirds is chance, with five numbers to ' +
      'choose from.',
    '## What this does not show',
    limits(study),
    '## Data',
    `Track \`obstacle\` with a rock of ${data.radius} m radius, content \`${data.trackHash}\`. Frames of all laps, SHA-256 ` +
      `\`${data.framesHash}\`.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

const howItWasDone = ({ data, given, seeds }: SidesStudy): string =>
  [
    'Two scripted drivers, one on keys and one on a pad, labelled scripted and never human, keep to the middle of the road and',
    `turn off for the rock as late as they can; which side is a coin’s choice. Of ${data.raced} laps ${data.learned} clean ones are`,
    'learned from, half to either side, 125 m around the rock of each, and 8 others give the starts. All heads have the same',
    `laps, the same recoveries (${given.recoveries} tried around the rock, back to the path of the lap they left, and so to its`,
    `side), layers of 128 and 128, ${given.steps} steps of 128 samples and the seeds ${seeds.join(', ')}; nearest neighbours fit nothing`,
    `and are one. The rock is in the observation from 1.2 s before its near rim on (${data.players.map(({ sightMetres }) => `${sightMetres} m`).join(' and ')}`,
    `at the players’ pace). Each network drives ${given.passes} passes: it starts 2 m before the rock comes into sight, at a held-out`,
    'lap’s speed, along the road, at most 0.3 m beside the rock’s line, with no sideways speed, turn or yaw.',
  ].join(' ');

function headTable(cells: readonly Cell[]): string {
  const heading = ['head', 'driven by', 'hands', 'crashes', 'falls', 'on the left', 'of each'];
  const rows = cells.map(({ arm, decoding, hands, crashes, falls, leftShare, leftShares }) => [
    ...[arm, decoding, hands, between(crashes, percent), percent(falls.value)],
    ...[share(leftShare), leftShares.map(share).join(' ')],
  ]);
  return table([heading, ...rows]);
}

const share = (value: number | null): string => (value === null ? '–' : value.toFixed(2));

const whatHelps = (): string =>
  'What helps is a draw that is kept, and that means something. Flow carries noise to steering in its order, so kept noise from ' +
  'the middle keeps to the middle and hits the rock; with *sides* only the sign of the steering’s noise is drawn and its size is ' +
  'its deviation, and nobody is left in the middle. The training is the same. A mixture’s components, and a code read off one ' +
  'action, split by taps and tempo as soon as by sides.';

function sweepTable(trials: readonly Trial[], motion: 'straight' | 'moving'): string {
  const squared = trials.filter(({ arm }) => arm === 'squared error');
  const lefts = [...new Set(squared.map(({ left }) => left))].sort((a, b) => a - b);
  const sights = [...new Set(squared.map(({ sight }) => sight))].sort((a, b) => a - b);
  const rows = (['keyboard', 'pad'] as const).flatMap((hands) =>
    sights.map((sight) => [
      ...[hands, `${sight} s`],
      ...lefts.map((left) => {
        const trial = squared.find((one) => one.hands === hands && one.sight === sight && one.left === left)!;
        const [cell] = cellsOf(trial, motion);
        return `${between(cell!.crashes, percent)} (${share(cell!.leftShare)})`;
      }),
    ]),
  );
  return table([['hands', 'seen', ...lefts.map((left) => `${left} of 24 laps left`)], ...rows]);
}

const toldTable = ({ players }: SidesData): string =>
  table([
    ['driver', 'clean laps', 'left', ...players[0]!.told.map(({ seconds }) => `${seconds} s`)],
    ...players.map(({ name, laps, left, told }) => [
      ...[name, String(laps), String(left)],
      ...told.map((one) => percent(one.share)),
    ]),
  ]);

const limits = ({ machine }: SidesStudy): string =>
  [
    'One track, one rock, two drivers, three networks each. The rock is half as wide as the shipped one, or nobody who turns off',
    '1.2 s before it would get round it. On the pad the turn has just begun when the rock comes into sight (the table above), so a',
    'straight car is a little late for a network of such laps: part of its crashes is that, not the mean of two sides. Passes are',
    'scored alone; how each head drives whole laps is another question, and kept noise biases a line. No head was tuned for one',
    `kind of hands. Core seconds are of a shared machine (${machine.cpu}, ${machine.cores} cores, Node ${machine.node}).`,
  ].join(' ');
