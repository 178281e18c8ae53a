import type { TrafficRun } from '../../../shared/evaluation/trafficrun.ts';
import { barTable, heldLine, table } from '../page.ts';
import { type FollowStudy, totalOf, unhurt } from './follow.ts';
import { STUDY_ROADS } from './races.ts';
import type { FollowTrial } from './trial.ts';

/** The result page of the study `follow`. */
export function followPage(study: FollowStudy): string {
  const { bars, data } = study;
  const sections = [
    '# Does a clone that sees other cars follow and pass them?',
    heldLine('follow', bars),
    howItWasDone(study),
    '## Bars',
    barTable(bars),
    '## Every training',
    trialTable(study.trials),
    'Rear contacts are those in which the clone ran into the back of a car; a touch side by side counts apart. Choice is by ' +
      'each candidate’s falls alone and, of a seeing clone, rear contacts + falls in six runs of 40 s behind slower cars.',
    '## What this does not show',
    limits(study),
    '## Data',
    `${data.roads
      .map(({ name, trackHash, laps }) => `Road \`${name}\`, content \`${trackHash}\`, ${laps.join(' and ')} laps.`)
      .join(' ')} Frames of all laps, SHA-256 \`${data.framesHash}\`.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

const howItWasDone = ({ judged, seeds }: FollowStudy): string =>
  [
    'Two scripted drivers, one on keys and one on a pad, labelled scripted and never human, race among slower paced cars that see',
    `nobody. The *lane* is the technical circuit ${STUDY_ROADS.lane.half * 2} m wide, where nobody can pass: one car ahead changes its pace`,
    `every few seconds. The *wide* road is the same circuit ${STUDY_ROADS.wide.half * 2} m wide with four slower cars that keep to the`,
    'middle. Of the races and one drive alone, clean laps without a touch are learned from, as recorded logs give them back. The *blind*',
    'and the *seeing* clone learn the same laps, both coached, each as the product makes it: the seeing one has the neighbour block,',
    `recovery among the other cars, more recovery and more steps. Each is made with seeds ${seeds.join(' and ')} and judged on`,
    `${judged.runs} runs of ${judged.seconds} s in a race with contact: on the lane behind a car at 62 to 80 % of a good driver’s pace, on`,
    'the wide road behind three at 60 to 70 %.',
  ].join(' ');

function trialTable(trials: readonly FollowTrial[]): string {
  const heading = ['road', 'driver', 'seed', 'clone', 'runs without rear contact', 'rear', 'side', 'passed', 'falls'];
  const more = ['behind', 'mean gap m', 'lap alone s', 'candidates', 'samples', 'core s'];
  const rows = trials.map((trial) => {
    const sum = (count: (run: TrafficRun) => number): string => String(totalOf([trial], count));
    const gaps = trial.runs.flatMap(({ gap }) => gap ?? []);
    return [
      ...[trial.road, trial.player, String(trial.seed), trial.sees === 'traffic' ? 'seeing' : 'blind'],
      `${unhurt(trial)} of ${trial.runs.length}`,
      ...[sum((run) => run.rearContacts), sum((run) => run.sideContacts), sum((run) => run.overtakes)],
      sum((run) => run.falls),
      `${((100 * totalOf([trial], (run) => run.following)) / trial.runs.length).toFixed(0)} %`,
      gaps.length === 0 ? '–' : (gaps.reduce((a, b) => a + b, 0) / gaps.length).toFixed(1),
      trial.alone.lapTimeMs === null ? '–' : (trial.alone.lapTimeMs / 1000).toFixed(1),
      trial.candidates.map(shownCandidate).join(', '),
      `${trial.samples.human} + ${trial.samples.recovery}`,
      trial.coreSeconds.toFixed(1),
    ];
  });
  return table([[...heading, ...more], ...rows]);
}

const shownCandidate = ({ falls, traffic }: FollowTrial['candidates'][number]): string =>
  traffic === null ? String(falls) : `${falls}; ${traffic.rearContacts} + ${traffic.falls}`;

const limits = ({ machine }: FollowStudy): string =>
  [
    'The demonstrators follow one rule and look without delay; people leave other gaps and change their minds. The cars in the way',
    'brake for bends but for nobody, and never swerve. Roads and paces are few, and two trainings a driver can miss a corner that',
    'one in ten gets wrong. The seeing clone is given more recovery samples and steps than the blind one, as the product does, so the',
    'table compares two products, not one number of an observation. On the wide road seeing clones pass, and still run into the car',
    'they pass: a pass is a few seconds of a lap, shown a few dozen times, and a mean of going left and going right is straight on.',
    'With seed 101 the lane’s drive alone is the held-out episode: those clones never saw an empty road, and alone they fall, so whoever',
    'trains a clone that sees cars has to show it the empty road, too.',
    `Core seconds are of a shared machine (${machine.cpu}, ${machine.cores} cores, Node ${machine.node}).`,
  ].join(' ');
