import type { DatasetCard } from '../../shared/dataset/cardschema.ts';
import { type LapDemonstration, stretchesOf } from '../../shared/dataset/lap.ts';
import type { Drive } from '../../shared/dataset/samples.ts';
import { splitAs } from '../../shared/dataset/split.ts';
import { startsFrom } from '../../shared/dataset/starts.ts';
import type { Expert } from '../../shared/driver/driver.ts';
import { expertOf, type Teacher } from '../../shared/driver/expert.ts';
import { OwnPathDriver } from '../../shared/driver/ownpath.ts';
import type { Interval } from '../../shared/evaluation/interval.ts';
import { policyPilot } from '../../shared/evaluation/pilot.ts';
import { rollOut } from '../../shared/evaluation/rollout.ts';
import { type Scores, scoresOf } from '../../shared/evaluation/scores.ts';
import { encodePolicy } from '../../shared/policy/file.ts';
import type { Track } from '../../shared/track/track.ts';
import { soleDriver } from '../../shared/training/clonemanifest.ts';
import { DAGGER, dagger } from '../../shared/training/dagger.ts';
import { GATED, gated } from '../../shared/training/gated.ts';
import { type Course, fitNovice, type InteractiveRound, type Novice } from '../../shared/training/interactive.ts';
import { manifestOfRound } from '../../shared/training/interactivemanifest.ts';
import { type NoviceName, noviceOf, noviceSight } from '../../shared/training/novices.ts';
import { TrainingError } from '../../shared/training/settings.ts';
import { showLaps } from '../../shared/training/showing.ts';
import type { VehicleSpec } from '../../shared/vehicle/spec.ts';
import { insertPolicy } from '../store/policies.ts';
import type { Store } from '../store/tables.ts';
import { kernelBytes } from './kernels.ts';
import { startTensors } from './tensors.ts';

/** What `mimic dagger` asks for. */
export interface TeachingOrder {
  expert: Teacher;
  novice: NoviceName;
  rounds: number;
  /** Human-gated, with this reaction time in seconds; plain DAgger when null. */
  reaction: number | null;
  /** β of every round of plain DAgger. */
  beta: number;
  seed: number;
}

/** What is learned from first: a dataset's laps, or laps that the expert shows. */
export interface Shown {
  laps: readonly LapDemonstration[];
  datasetId: string | null;
  splits: DatasetCard['splits'] | null;
}

export interface RoundReport {
  round: number;
  policy: string;
  labels: number;
  fallsPerLap: number;
  fallsPerLapInterval: Interval;
  cleanLaps: number;
  lapsPlanned: number;
  /** Of the drive of this round; null for round 0. */
  interventionsPerLap: number | null;
  expertSeconds: number | null;
  /** Plain cloning of as many laps as there were rounds, the expert's own. */
  plain: { labels: number; fallsPerLap: number; fallsPerLapInterval: Interval };
}

/** What `mimic dagger --json` prints. */
export interface TeachingReport {
  algorithm: 'dagger' | 'gated';
  expert: Teacher;
  novice: NoviceName;
  track: string;
  dataset: string | null;
  seed: number;
  seconds: number;
  rounds: RoundReport[];
}

/** Drives by which each round is judged. */
const JUDGED = { rollouts: 12, laps: 2 };
/** Days of the scripted expert that no round drives on. */
const JUDGING_DAY = 1_000_000;
const PLAIN_DAY = 2_000_000;

/** Laps that a scripted expert shows, from the grid on. */
export const shownBy = (
  expert: Exclude<Teacher, 'ownPath'>,
  track: Track,
  spec: VehicleSpec,
  laps: number,
  seed: number,
) =>
  showLaps(
    expertOf({ kind: expert, track, spec, seed, session: 0 }),
    { track, spec },
    laps,
    `scripted-${expert}-${seed}`,
  );

/** Teach in rounds, judge every round beside plain cloning at equal laps, and keep a policy of each. */
export async function teach(
  store: Store,
  shown: Shown,
  order: TeachingOrder,
  report: (share: number, note: string) => void,
): Promise<TeachingReport> {
  await startTensors();
  const began = performance.now();
  const { track, spec } = shown.laps[0];
  const split = shown.splits ? splitAs(shown.splits, shown.laps) : { train: [...shown.laps], validation: [] };
  const experts = expertsOf(order, split.train);
  const course: Course = {
    track,
    spec,
    observation: noviceSight(order.novice, track),
    shown: split.train,
    expert: experts,
  };
  const tools = { kernelBytes: kernelBytes() };
  const novice = noviceOf(order.novice, order.seed);
  const judging = split.validation.length > 0 ? split.validation : moreLaps(experts(JUDGING_DAY), course, 2, 'judging');
  const more = moreLaps(experts(PLAIN_DAY), course, order.rounds, 'plain');
  const judge = (one: Novice): Scores => judged(one, course, judging, order.seed);
  const rounds: RoundReport[] = [];

  const trials = 2 * order.rounds + 1;
  const taught: InteractiveRound[] = [];
  const note = (round: InteractiveRound): void => {
    taught.push(round);
    report(taught.length / trials, `round ${round.round}: ${round.novice.labels} labels`);
  };
  const { rounds: count, seed, reaction, beta } = order;
  if (reaction === null)
    await dagger(course, { ...DAGGER, rounds: count, novice, seed, beta: () => beta }, tools, note);
  else await gated(course, { ...GATED, rounds: count, novice, seed, reaction }, tools, note);

  for (const one of taught) {
    const driven = judge(one.novice);
    const data: Drive[] = stretchesOf([...split.train, ...more.slice(0, one.round)]);
    const plain = one.round === 0 ? one.novice : await fitNovice(course, data, novice, tools);
    const alone = judge(plain);
    report((taught.length + one.round) / trials, `round ${one.round}: ${driven.fallsPerLap.toFixed(2)} falls a lap`);
    const manifest = manifestOfRound(one, course, driven, {
      ...{ ...order, algorithm: reaction === null ? 'dagger' : 'gated', datasetId: shown.datasetId },
      ...{ steps: novice.steps, createdAt: new Date().toISOString() },
    });
    const driverId = shown.datasetId === null ? null : soleDriver(shown.laps);
    const place = { datasetId: shown.datasetId, driverId, createdBy: null, trackId: track.id };
    const file = encodePolicy(manifest, one.novice.trained.weights);
    const { id } = await insertPolicy(store, { ...place, manifest, file });
    rounds.push({ policy: id, ...roundReport(one, driven), plain: { labels: plain.labels, ...ratesOf(alone) } });
  }
  const { expert, novice: network } = order;
  return {
    ...{ algorithm: reaction === null ? 'dagger' : 'gated', expert, novice: network, track: track.id },
    ...{ dataset: shown.datasetId, seed, seconds: Math.round((performance.now() - began) / 100) / 10, rounds },
  };
}

const ratesOf = ({ fallsPerLap, fallsPerLapInterval }: Scores) => ({ fallsPerLap, fallsPerLapInterval });

const roundReport = ({ round, novice, drive }: InteractiveRound, driven: Scores) => ({
  ...{ round, labels: novice.labels, ...ratesOf(driven) },
  ...{ cleanLaps: driven.cleanLaps, lapsPlanned: driven.lapsPlanned },
  interventionsPerLap: drive && Math.round((100 * drive.interventions) / Math.max(drive.laps, 0.01)) / 100,
  expertSeconds: drive && Math.round(drive.expertSeconds * 10) / 10,
});

/** The expert of each day. The stand-in for a person follows the fastest of their clean laps, a flying one if there is one. */
function expertsOf({ expert, seed }: TeachingOrder, laps: readonly LapDemonstration[]): (session: number) => Expert {
  const { track, spec } = laps[0];
  if (expert !== 'ownPath') return (session) => expertOf({ kind: expert, track, spec, seed, session });
  const clean = laps.filter((lap) => lap.clean);
  const flying = clean.filter(({ number }) => number > 1);
  const [fastest] = [...(flying.length > 0 ? flying : clean)].sort((a, b) => a.timeMs - b.timeMs);
  if (fastest) return () => new OwnPathDriver({ track, spec, car: 0, path: fastest.states });
  throw new TrainingError(
    'An expert that follows a lap got no clean lap to follow, expected 1 or more. Drive a clean lap first.',
  );
}

/** Flying laps of another day. */
const moreLaps = (expert: Expert, course: Course, count: number, name: string): LapDemonstration[] =>
  showLaps(expert, course, count + 1, name).slice(1);

function judged(
  novice: Novice,
  { track, spec, observation, shown }: Course,
  laps: readonly LapDemonstration[],
  seed: number,
): Scores {
  const rollouts = rollOut(policyPilot(novice.batch, novice.slot, observation), {
    ...{ track, spec, laps: JUDGED.laps },
    starts: startsFrom(laps, JUDGED.rollouts, seed).map(({ state }) => state),
    secondsPerLap: (2.5 * Math.max(...shown.map(({ timeMs }) => timeMs))) / 1000,
  });
  return scoresOf(rollouts, JUDGED.laps, track.length, seed);
}
