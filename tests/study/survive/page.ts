import { barTable, between, heldLine, table } from '../page.ts';
import { STEADY } from '../taught.ts';
import type { GridCell, SwitchCell } from './summary.ts';
import type { SurviveStudy } from './survive.ts';

/** The result page of the study `survive`. */
export function survivePage(study: SurviveStudy): string {
  const { bars, data, summary, judged, seeds } = study;
  const sections = [
    '# How many laps, and what made of them, does a clone need to stay on the road?',
    heldLine('survive', bars),
    `Scripted players, two on keys and two on a pad, labelled scripted and never human, race alone on \`${data.track}\` from ` +
      'the grid. A clone learns from the first 1, 3, 10, 30 or 150 laps; the lap after those is held out, and ' +
      `${judged.rollouts} rollouts of ${judged.laps} laps begin at moments of it. A fall is more than 2 m off the road, facing ` +
      'backwards, or 3 s of standing. With *recovery*, samples of perturbed starts that a controller drives back to the ' +
      `player’s own path are added, and counted apart. Each cell has seeds ${seeds.join(', ')}.`,
    '## Bars',
    barTable(bars),
    '## Laps, recovery and hands',
    gridTable(summary.grid),
    'A training fits four networks and keeps the one that drives best on laps of its own. In brackets 95 % by bootstrap over ' +
      'players, then trainings, then rollouts; where nobody fell, the upper end is the exact one of a Poisson rate for so ' +
      'many laps or kicks. Cells that no bar speaks of have one player of each kind of hands. Kicks: ' +
      'about every 8 s the car gets ± 2.5 m/s sideways with some yaw, and falls are counted over kicks.',
    '## What teaches recovery: one switch at a time, three laps',
    switchTable(summary.switches),
    'One network a training, nothing chosen: so the first two rows are not those of the grid. *Side cameras* show the ' +
      'player’s own way from up to 1.5 m aside and up to 0.2 rad turned, with steering that is back in two seconds; nothing is ' +
      'driven. *Injected noise* (DART) disturbs a controller on the player’s path; its size follows the learner’s error. ' +
      '*Mirror* is every drive once more with left for right. *Previous action* tells the network what it did last; dropped ' +
      'out, in half of the samples it is not told.',
    '## What this does not show',
    'One track, one car, scripted players only. The controller that drives back and the players are of one family (pure ' +
      'pursuit). The size of the injected noise was settled on two other scripted pad players of the lab, after a first look at the two of this page had shown that noise of the learner’s plain error is too small to help. Differences of less ' +
      'than about 0.3 falls a lap between single cells are noise.',
    '## Data',
    `Track content \`${data.trackHash}\`. Players: ${data.players.join(', ')}. Frames of the first four laps of each, SHA-256 ` +
      `\`${data.framesHash}\`.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

const rate = (value: number): string => value.toFixed(2);

function gridTable(grid: readonly GridCell[]): string {
  const heading = [
    'laps',
    'recovery',
    'hands',
    'trainings',
    'falls a lap, median',
    'all',
    `≤ ${STEADY}`,
    'falls a kick',
  ];
  const rows = grid.map((cell) => [
    ...[String(cell.laps), cell.recovery ? 'yes' : 'no', cell.hands, String(cell.trainings), rate(cell.median)],
    ...[between(cell.falls, rate), `${cell.steady} of ${cell.trainings}`],
    cell.kicks ? between(cell.kicks, rate) : '–',
  ]);
  return table([heading, ...rows]);
}

function switchTable(switches: readonly SwitchCell[]): string {
  const heading = ['taught by', 'made samples', 'keys: falls a lap', `≤ ${STEADY}`, 'pad: falls a lap', `≤ ${STEADY}`];
  const rows = switches.map(({ name, made, noise, keyboard, pad }) => [
    noise ? `${name} (σ ${noise.keyboard.toFixed(2)} and ${noise.pad.toFixed(2)} of full lock)` : name,
    String(made),
    ...[between(keyboard.falls, rate), `${keyboard.steady} of ${keyboard.trainings}`],
    ...[between(pad.falls, rate), `${pad.steady} of ${pad.trainings}`],
  ]);
  return table([heading, ...rows]);
}
