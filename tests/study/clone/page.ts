import { barTable, between, heldLine, percent, table } from '../page.ts';
import type { CloneStudy } from './clone.ts';
import type { Group } from './summary.ts';
import type { Trial } from './trial.ts';

/** The result page of the study `clone`: what was asked, what was found, whether each bar held. */
export function clonePage(study: CloneStudy): string {
  const { bars, data } = study;
  const sections = [
    '# Does a clone of three laps go round?',
    heldLine('clone', bars),
    howItWasDone(study),
    '## Bars',
    barTable(bars),
    paceNote(study),
    '## Kinds of clone and of hands',
    groupTable(study.summary.groups),
    'In brackets 95 % by bootstrap over players, then trainings, then rollouts; where nobody fell, the upper end is the exact one of a Poisson rate. Autonomy takes 6 s for each time somebody ' +
      'would have taken the wheel. Fidelity is the share of metres inside the player’s tube, which is wide after two ' +
      'flying laps.',
    '## Every training',
    trialTable(study.trials),
    'A clone parts at the metre where its median lap leaves the player’s tube; a dash where it never does. Samples are ' +
      'the player’s + recovery.',
    '## Players in their own tubes',
    tubeTable(study),
    tubeNote(study),
    '## What this does not show',
    limits(study),
    '## Data',
    `Track \`${data.track}\`, content \`${data.trackHash}\`. Frames of all ${data.laps * data.players.length} laps, ` +
      `SHA-256 \`${data.framesHash}\`.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

const howItWasDone = ({ data, judged, seeds }: CloneStudy): string =>
  [
    'Six scripted players, three on keys and three on a pad, labelled scripted and never human, race alone on',
    `\`${data.track}\` for ${data.laps} laps from the grid. Two laps are learned from, one is held out. A *copy* learns from`,
    'the player’s samples alone, a *coached* clone from recovery samples too, which are counted apart. A training fits',
    'four networks and keeps the one that drives best on laps of its own; that one is judged on',
    `${judged.rollouts} rollouts of ${judged.laps} laps from moments of the held-out lap. None of the players is one on whom the`,
    `method was tuned. Each is learned from ${seeds.length} times, with seeds ${seeds.join(' and ')}.`,
  ].join(' ');

/** Lap times are the bar that may be read in two ways: say how far the players' own laps lie apart. */
function paceNote({ ownTubes }: CloneStudy): string {
  const spreads = ownTubes.map(({ lapTimeMs }) => (lapTimeMs.longest - lapTimeMs.shortest) / lapTimeMs.median);
  return (
    'Lap time is the clone’s median clean lap against the median of the player’s two flying laps. The players are not ' +
    `steady themselves: the fastest and slowest of twenty flying laps lie ${percent(Math.min(...spreads))} to ` +
    `${percent(Math.max(...spreads))} apart, so that the bar for every single training asks more than two laps can tell.`
  );
}

function groupTable(groups: readonly Group[]): string {
  const heading = ['clone', 'hands', 'trainings', 'falls a lap, median', 'mean', '≤ 0.05', 'autonomy', 'lowest'];
  const more = ['lap time off, median (largest)', 'fidelity', 'player’s own', 'core s, median (longest)', 'clock s'];
  const span = ({ median, longest }: Group['seconds']): string => `${median.toFixed(1)} (${longest.toFixed(1)})`;
  const rows = groups.map((group) => {
    const off = group.lapTimeError;
    return [
      ...[group.kind, group.hands, String(group.trainings), group.fallsMedian.toFixed(2)],
      ...[between(group.fallsPerLap, (x) => x.toFixed(2)), `${group.steady} of ${group.trainings}`],
      ...[between(group.autonomy, percent), percent(group.lowestAutonomy)],
      off === null ? '–' : `${percent(off.median)} (${percent(off.largest)})`,
      ...[percent(group.fidelity), percent(group.humanFidelity), span(group.coreSeconds), span(group.seconds)],
    ];
  });
  return table([[...heading, ...more], ...rows]);
}

function trialTable(trials: readonly Trial[]): string {
  const heading = ['player', 'seed', 'clone', 'falls a lap', 'clean laps', 'autonomy', 'lap s', 'player’s s'];
  const more = ['fidelity', 'parts at m', 'widest gap m', 'candidates’ falls a lap', 'samples', 'core s', 'clock s'];
  const rows = trials.map((trial) => [
    ...[trial.player, String(trial.seed), trial.kind, trial.fallsPerLap.toFixed(2)],
    ...[`${trial.cleanLaps} of ${trial.lapsFinished}`, percent(trial.autonomy)],
    ...[seconds(trial.lapTimeMs), seconds(trial.playerLapTimeMs), percent(trial.fidelity)],
    ...[trial.partsAt === null ? '–' : String(trial.partsAt), trial.widestGap.toFixed(2)],
    trial.candidates.map((falls) => falls.toFixed(2)).join(' '),
    `${trial.samples.human} + ${trial.samples.recovery}`,
    ...[trial.coreSeconds.toFixed(1), trial.seconds.toFixed(1)],
  ]);
  return table([[...heading, ...more], ...rows]);
}

function tubeTable({ ownTubes }: CloneStudy): string {
  const heading = ['player', 'held-out laps', 'stayed', 'metres inside', 'lap s, shortest – longest'];
  const rows = ownTubes.map(({ player, laps, stayed, fidelity, lapTimeMs }) => [
    ...[player, String(laps), String(stayed), percent(fidelity)],
    `${seconds(lapTimeMs.shortest)} – ${seconds(lapTimeMs.longest)}`,
  ]);
  return table([heading, ...rows]);
}

function tubeNote({ ownTubes }: CloneStudy): string {
  const least = ownTubes.reduce((a, b) => (b.stayed < a.stayed ? b : a));
  const why =
    least.hands === 'keyboard'
      ? ': at the limit of grip a tap at the wrong moment throws the car a metre off line'
      : '';
  return (
    'Each of twenty flying laps is held against the tube of the nineteen others; a lap stays unless it is outside for ' +
    `10 m. ${least.player} leaves most often${why}.`
  );
}

const limits = ({ machine, summary }: CloneStudy): string =>
  [
    'Scripted players drive by one rule and are steadier than people, whose laps may be harder to learn from. One track, no',
    'traffic, no latency. Two trainings a player are few: a corner that one training in ten gets wrong may be missed.',
    `Times are of one core of a shared machine (${machine.cpu}, ${machine.cores} cores, Node ${machine.node}), two trainings side by`,
    'side; seconds on the clock hold whatever else ran there. Copy and coached clone of one player, which “Clone me” makes one after',
    `the other, took at most ${summary.pairCoreSecondsLongest.toFixed(1)} core seconds together.`,
  ].join(' ');

const seconds = (milliseconds: number | null): string =>
  milliseconds === null ? '–' : (milliseconds / 1000).toFixed(2);
