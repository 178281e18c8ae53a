import { NOVICE_NAMES, type NoviceName } from '../../../shared/training/novices.ts';
import { barTable, between, heldLine, table } from '../page.ts';
import { HORIZONS } from './compounding.ts';
import { REACH_SEEDS, REACHES } from './reach.ts';
import type { ShiftStudy } from './shift.ts';
import { type Curve, fromTo, isFlat, type Point, reachOf } from './summary.ts';
import { type Algorithm, DEMONSTRATORS } from './trial.ts';

const NAMES: Record<Algorithm, string> = {
  dagger: 'DAgger',
  gated: 'human-gated, 0.3 s',
  equalLaps: 'plain cloning, equal laps',
  equalLabels: 'plain cloning, DAgger’s labels',
  gatedLabels: 'plain cloning, gated’s labels',
};

/** The result page of the study `shift`. */
export function shiftPage(study: ShiftStudy): string {
  const { bars, data, curves } = study;
  const sections = [
    '# More laps of the expert, or answers where the novice goes?',
    heldLine('shift', bars),
    howItWasDone(study),
    '## Bars',
    barTable(bars),
    verdict(study),
    '## Falls a lap by round',
    ...DEMONSTRATORS.map(({ kind }) =>
      [`### ${TITLES[kind]}`, curveTable(curves.filter(({ demonstrator }) => demonstrator === kind))].join('\n\n'),
    ),
    'Median over seeds; in the last column the mean after the last round with 95 % by bootstrap over seeds, then rollouts. Round ' +
      'k of plain cloning has k + 1 laps. At equal labels plain cloning gets as many moments of the expert’s own laps as the other ' +
      'algorithm had answers.',
    '## The weakest policy, elsewhere and for longer',
    reachTable(study),
    reachWords(study),
    '## What it costs',
    costTable(curves),
    '## Errors over the horizon',
    compoundingTable(study),
    compoundingWords,
    '## What this does not show',
    limits(study),
    '## Data',
    `Track \`${data.track}\`, content \`${data.trackHash}\`. Frames of two shown laps of every demonstrator and seed, SHA-256 ` +
      `\`${data.framesHash}\`.`,
  ];
  return `${sections.join('\n\n')}\n`;
}

const TITLES: Record<Curve['demonstrator'], string> = {
  ideal: 'A demonstrator without noise (ideal controller)',
  pad: 'A noisy demonstrator with a smooth stick (scripted)',
  keyboard: 'A noisy demonstrator with taps (scripted)',
};

const howItWasDone = ({ judged, rounds, seeds }: ShiftStudy): string =>
  [
    'All demonstrators are scripted, none is human: an ideal controller that repeats itself to the bit, and two scripted people of',
    'middling skill with a reaction time, imperfect eyes and hands. Each shows one flying lap; then come',
    `${rounds} rounds of one lap each. In *DAgger* the novice drives and the expert answers at each of 60 ticks a second (β = 0). In the`,
    '*human-gated* form the expert takes the wheel 0.3 s after the novice has left the states near the expert’s line, gives it back',
    'once it is well back, and only those seconds are learned. *Plain cloning* gets one more of the expert’s own laps. Three policies,',
    'all with squared error, none with recovery samples: linear and 16 units on range finder and motion, and 128-128 on track features.',
    `Seeds ${seeds['mlp-128'].join(', ')} (of the weak policies the first ${seeds.linear.length}) draw weights, starts of rounds and days of the demonstrator. Every novice is judged by`,
    `${judged.rollouts} drives of ${judged.laps} laps from moments of laps of another day.`,
  ].join(' ');

/** What plain cloning gained from more laps, demonstrator by demonstrator, as it came out. */
function verdict({ curves }: ShiftStudy): string {
  const plain = (kind: Curve['demonstrator'], policy: NoviceName): Point[] =>
    curves.find((c) => c.demonstrator === kind && c.policy === policy && c.algorithm === 'equalLaps')!.points;
  const lines = DEMONSTRATORS.map(({ kind }) => {
    const all = NOVICE_NAMES.map((policy) => `${policy} ${fromTo(plain(kind, policy))}`).join('; ');
    const flat = NOVICE_NAMES.filter((policy) => isFlat(plain(kind, policy)));
    const some = flat.length > 0 ? `flat for ${flat.join(' and ')}` : 'not flat';
    return `- ${TITLES[kind]}: ${flat.length === NOVICE_NAMES.length ? 'flat throughout' : some} (${all}).`;
  });
  const noisy = DEMONSTRATORS.filter(({ kind }) => kind !== 'ideal');
  const noisyFlat = noisy.some(({ kind }) => NOVICE_NAMES.some((policy) => isFlat(plain(kind, policy))));
  const lead = noisyFlat
    ? 'Plain cloning of 7 laps in place of 1. It is flat for the demonstrator without noise, who shows the same states again and ' +
      'again; "only for that one" is more than these figures say, since some policies gain nothing from a noisy one either:'
    : 'Plain cloning of 7 laps in place of 1 is flat only for the demonstrator without noise, who shows the same states again ' +
      'and again:';
  return [lead, '', ...lines].join('\n');
}

function curveTable(curves: readonly Curve[]): string {
  const rounds = Math.max(...curves.flatMap(({ points }) => points.map(({ round }) => round)));
  const all = Array.from({ length: rounds + 1 }, (_, round) => round);
  const cell = (points: readonly Point[], round: number): string =>
    points.find((point) => point.round === round)?.fallsMedian.toFixed(2) ?? '';
  return table([
    ['policy', 'algorithm', ...all.map(String), 'after the last round'],
    ...curves.map(({ policy, algorithm, points }) => [
      ...[policy, NAMES[algorithm], ...all.map((round) => cell(points, round))],
      between(points.at(-1)!.fallsPerLap, (value) => value.toFixed(2)),
    ]),
  ]);
}

function reachTable({ reaches }: ShiftStudy): string {
  const rows = REACHES.map((reach) => {
    const { dagger, plain } = reachOf(reach, reaches);
    const at = (round: number): string => dagger[round]?.toFixed(2) ?? '';
    return [reach.road, ...REACH_ROUNDS.map(at), `${plain.toFixed(2)} (${reach.rounds + 1} laps)`];
  });
  return table([['road', ...REACH_ROUNDS.map(String), 'plain cloning'], ...rows]);
}

/** Rounds that are shown. */
const REACH_ROUNDS = [0, 1, 2, 3, 6, 9, 12, 15, 18];

function reachWords({ reaches }: ShiftStudy): string {
  const [easy, long] = REACHES.map((reach) => ({ ...reach, points: reachOf(reach, reaches).dagger }));
  const times = (points: readonly number[], round: number): string =>
    fromTo([points[0]!, points[round]!].map((fallsMedian) => ({ fallsMedian })));
  return (
    'Falls a lap by round of DAgger with the ideal demonstrator, linear policy on rays, medians over seeds ' +
    `${REACH_SEEDS.join(', ')}. What answers can do depends on what the policy can say: on the ${easy!.road} six rounds take it ` +
    `from ${times(easy!.points, easy!.rounds)}; on the ${long!.road} track six take it from ${times(long!.points, 6)}, and ` +
    `${long!.rounds} from ${times(long!.points, long!.rounds)}. As many laps of plain cloning change nothing on either.`
  );
}

function costTable(curves: readonly Curve[]): string {
  const find = (curve: Curve, algorithm: Algorithm): Point[] =>
    curves.find((c) => c.demonstrator === curve.demonstrator && c.policy === curve.policy && c.algorithm === algorithm)!
      .points;
  return table([
    ['demonstrator', 'policy', 'labels: DAgger', 'gated', 'plain', 'interventions a lap, rounds 1 to 6'],
    ...curves
      .filter(({ algorithm }) => algorithm === 'gated')
      .map((curve) => [
        ...[curve.demonstrator, curve.policy],
        ...(['dagger', 'gated', 'equalLaps'] as const).map((one) => String(find(curve, one).at(-1)!.labels)),
        curve.points
          .slice(1)
          .map(({ interventions }) => interventions?.toFixed(1) ?? '–')
          .join(' '),
      ]),
  ]);
}

function compoundingTable({ trials }: ShiftStudy): string {
  const shown = (value: number | null): string => (value === null ? 'lost' : value.toFixed(3));
  const rows = trials.flatMap(({ demonstrator, seed, compounding }) =>
    (compounding ?? []).map(({ driver, lateral, slopes, fallen }) => [
      ...[demonstrator, String(seed), driver, ...lateral.map(shown)],
      ...slopes.map((slope) => slope?.toFixed(2) ?? '–'),
      `${(fallen * 100).toFixed(0)} %`,
    ]),
  );
  const [first, second, , last] = HORIZONS;
  return table([
    [
      ...['demonstrator', 'seed', 'driver', ...HORIZONS.map((seconds) => `${seconds} s`)],
      ...[`slope to ${second} s`, `slope ${second} to ${last} s`, `fallen by ${last} s`].map((name) =>
        name.replace('slope to', `slope ${first} to`),
      ),
    ],
    ...rows,
  ]);
}

const compoundingWords =
  'Median distance in metres, across the road, from the held-out lap on which a drive began, and slopes of its logarithm over that ' +
  'of time; "lost" where the median drive had fallen or hit a wall by then, and the share that had fallen. A slope near 2 at first is what any small error of steering gives when integrated twice, and no evidence of errors that ' +
  'feed on themselves; later the median saturates at the spread of the demonstrator’s own laps. A median from states of the expert ' +
  'says little about falls: those happen in the few drives that leave.';

const limits = ({ machine, trials }: ShiftStudy): string =>
  [
    'One track, one car, one person of each kind of hands, three to eleven seeds: differences below about half a fall a lap are noise. The gate is a',
    'rule about line, heading and speed; people take the wheel earlier or later, and tire. DAgger’s labels come from controllers that can',
    'answer 60 times a second, which nobody can. Falls put the car back on the centre line at a speed nobody shows, so that one fall',
    'often brings the next: a rate above one or two says "cannot drive", not how badly. Settings of the gate and learning rates were',
    'chosen on other seeds.',
    `Core seconds in all: ${Math.round(trials.reduce((sum, { coreSeconds }) => sum + coreSeconds, 0))}, on a shared machine`,
    `(${machine.cpu}, ${machine.cores} cores, Node ${machine.node}).`,
  ].join(' ');
