import { barTable, between, heldLine, percent, table } from '../page.ts';
import type { CamerasStudy } from './cameras.ts';
import { BATCH, type Lesson } from './trial.ts';

const NAMES: Record<Lesson, string> = {
  front: 'front camera alone',
  sides: 'and the side cameras',
  turned: 'and all places between, turned',
  driven: 'and driven back',
};

/** The result page of the study `cameras`. */
export function camerasPage(study: CamerasStudy): string {
  const { bars, data } = study;
  const sections = [
    '# Do pictures from aside teach the way back?',
    heldLine('cameras', bars),
    howItWasDone(study),
    '## Bars',
    barTable(bars),
    '## By lesson and hands',
    groupTable(study),
    'Falls a lap as median over trainings and as mean over rollouts, off-tracks as mean; in brackets 95 % by bootstrap over players, ' +
      'then seeds, then rollouts; where nothing happened, the exact end for a Poisson rate.',
    gainWords(study),
    '## Every training',
    trialTable(study),
    '## What this does not show',
    limits(study),
    '## Data',
    `Track \`${data.track}\`, content \`${data.trackHash}\`. Frames of all ${data.laps * data.players.length} laps, ` +
      `SHA-256 \`${data.framesHash}\`.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

const howItWasDone = ({ data, judged, steps, seeds, trials }: CamerasStudy): string => {
  const back = trials.flatMap(({ cameBack }) => cameBack ?? []);
  return [
    `Two scripted players, one on keys and one on a pad, never human, race alone on \`${data.track}\` for ${data.laps} laps; two are learned`,
    'from, one is held out. A CNN sees the front camera at 64 × 48 in grey and the car’s own motion, no feature of the road, and answers',
    `by squared error as DAVE-2 did (Bojarski et al. 2016): three convolutions, ${steps} steps of ${BATCH} samples, one network a seed, seeds ${seeds.join(', ')}.`,
    'The *side cameras* stand 0.8 m to the left and right of the front one; their pictures are shown as if they were its own. The label is',
    'found in the exact simulation: a controller drives on from where the person was and from where the camera is, and what it does',
    'differently in the first decision is added to what the person did. Only moments count from which both cars are on one line, within',
    `8 cm, two seconds later: ${percent(Math.min(...back))} to ${percent(Math.max(...back))} of them. *All places between, turned* is what DAVE-2`,
    'made of its three pictures by warping, up to 1.5 m and 0.2 rad; here each is drawn, with the label of its geometry. *Driven back* is how',
    'clones are coached: the car is put aside and really driven back, and what it saw on the way is learned. Networks are judged on',
    `${judged.rollouts} rollouts of ${judged.laps} laps from moments of the held-out lap, by the front camera alone.`,
  ].join(' ');
};

function groupTable({ groups }: CamerasStudy): string {
  const heading = ['learned from', 'hands', 'trainings', 'falls a lap, median', 'falls a lap', 'off-tracks a lap'];
  const two = (value: number): string => value.toFixed(2);
  const rows = groups.map(({ lesson, hands, trainings, fallsMedian, fallsPerLap, offTracksPerLap }) => [
    ...[NAMES[lesson], hands, String(trainings), two(fallsMedian)],
    ...[between(fallsPerLap, two), between(offTracksPerLap, two)],
  ]);
  return table([heading, ...rows]);
}

const gainWords = ({ gains }: CamerasStudy): string =>
  gains
    .map(({ hands, fewer, better, pairs }) => {
      const figure = between(fewer, (value) => value.toFixed(2));
      return `On ${hands === 'both' ? 'both kinds of' : hands} hands side cameras save ${figure} falls a lap, and fall less often in ${better} of ${pairs} pairs.`;
    })
    .join(' ');

function trialTable({ trials }: CamerasStudy): string {
  const heading = ['player', 'seed', 'learned from', 'falls a lap', 'off-tracks a lap', 'samples', 'loss', 'held out'];
  const rows = trials.map(({ player, seed, lesson, samples, losses, ...driven }) => [
    ...[player, String(seed), NAMES[lesson], driven.fallsPerLap.toFixed(2), driven.offTracksPerLap.toFixed(2)],
    ...[`${samples.human} + ${samples.made}`, losses.train.toFixed(3), losses.validation.toFixed(3)],
    String(driven.coreSeconds),
  ]);
  return table([[...heading, 'core s'], ...rows]);
}

const limits = ({ machine }: CamerasStudy): string =>
  [
    'The bars are ours: nobody said beforehand what side cameras had to save. One track, two scripted players of one skill, three',
    'seeds, trainings half as long as a clone’s, of which the best of several is chosen. Pictures are grey, small and without shadows or weather. The lessons hold',
    'different numbers of samples at the same number of gradient steps. Lessons “turned” and “driven back” reach further aside than the',
    `side cameras stand. Core seconds are of a shared machine (${machine.cpu}, ${machine.cores} cores, Node ${machine.node}).`,
  ].join(' ');
