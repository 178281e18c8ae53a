import type { RecordedLap } from '../../shared/dataset/demonstrations.ts';
import { demonstratorTime } from '../../shared/divergence/examination.ts';
import { comparableLaps, profileOfLap } from '../../shared/divergence/laps.ts';
import { fidelity, heldOut as heldOutShare } from '../../shared/divergence/point.ts';
import type { LapProfile } from '../../shared/divergence/profile.ts';
import { nearestBand, TUBE_SIGMAS, type Tube } from '../../shared/divergence/tube.ts';
import { bootstrapInterval, mean, median } from '../../shared/evaluation/interval.ts';
import { leftShare, type PassScores } from '../../shared/evaluation/passes.ts';
import type { Rollout } from '../../shared/evaluation/rollout.ts';
import { autonomyOf, cleanLapsOf, ownAutonomy, rateOf, scoresOf, shareOf } from '../../shared/evaluation/scores.ts';
import { type StyleDistance, styleDistance, styleProfile } from '../../shared/evaluation/style.ts';
import type { TrafficRun } from '../../shared/evaluation/trafficrun.ts';
import type { EvaluationReport, PassesReport, RolloutRow, TrafficReport } from '../../shared/wire/evaluations.ts';
import type { Ground } from './ground.ts';
import type { Drives } from './plan.ts';

/** Metres between two points of the line that is kept. */
const LINE_STEP = 10;
/** Laps that the person's own held-out share is found from: each needs a tube of all others. */
const MOST_OWN = 40;

/** The part of a report that comes of the drives and the person's laps. */
export type Marks = Omit<EvaluationReport, 'policy' | 'offline' | 'style'> & {
  style: Omit<NonNullable<EvaluationReport['style']>, 'others'> | null;
};

/** What the drives on a ground come to. `tube` is that of the person's laps, null where they never drove. */
export function marksOf(
  drives: Drives,
  ground: Ground,
  tube: Tube | null,
  { laps: planned, seed, kicks }: { laps: number; seed: number; kicks: boolean },
): Marks {
  const { scored, watched, flying, traffic, passes } = drives;
  const { track, laps } = ground;
  const inside = tube ? flying.map((lap) => fidelity(lap, tube)) : [];
  const distances = ground.own ? distancesOf(flying, ground) : [];
  const demonstrator = laps.length > 0 ? Math.round(demonstratorTime(laps)) : null;
  return {
    trackId: track.id,
    seed,
    ...scoresOf(scored, planned, track.length, seed),
    ...autonomyOf(watched, seed),
    fidelity: inside.length > 0 ? mean(inside) : null,
    fidelityInterval: inside.length > 0 ? bootstrapInterval(inside, mean, seed) : null,
    demonstratorLapTimeMs: demonstrator,
    ...lapTimeErrorOf(scored, demonstrator, seed),
    startsFrom: ground.startsFrom,
    trackHash: track.hash,
    ownTrack: ground.own,
    humanFidelity: ground.own ? humanFidelityOf(laps) : null,
    kicks: kicks ? kicksOf(scored, seed) : null,
    traffic: traffic.length > 0 ? trafficOf(traffic, track.length, seed) : null,
    style: distances.length > 0 ? styleOf(distances, ground, seed) : null,
    passes: ground.driven.length > 0 ? passes.map((scores) => passesOf(scores, seed)) : null,
    lapTimesMs: scored.flatMap(cleanTimes),
    demonstratorLapTimesMs: comparableLaps(laps).map(({ timeMs }) => Math.round(timeMs)),
    line: tube && flying.length > 0 ? lineOf(flying, tube) : null,
    perRollout: scored.map((rollout, i) => rowOf(rollout, watched[i]!, inside[i], distances[i], track.length)),
  };
}

const cleanTimes = ({ laps }: Rollout): number[] => laps.filter(({ clean }) => clean).map(({ timeMs }) => timeMs);

function rowOf(
  rollout: Rollout,
  watched: Rollout,
  inside: number | undefined,
  distance: StyleDistance | undefined,
  length: number,
): RolloutRow {
  const times = cleanTimes(rollout);
  return {
    laps: rollout.metres / length,
    finished: rollout.laps.length,
    clean: cleanLapsOf(rollout),
    falls: rollout.falls,
    offTracks: rollout.offTracks,
    kicks: rollout.kicks,
    lapTimeMs: times.length > 0 ? median(times) : null,
    autonomy: ownAutonomy(watched),
    fidelity: inside ?? null,
    lineRms: distance?.lineRms ?? null,
    speedRms: distance?.speedRms ?? null,
  };
}

/** Median clean lap against the person's, rollouts resampled whole. */
function lapTimeErrorOf(
  rollouts: readonly Rollout[],
  demonstrator: number | null,
  seed: number,
): Pick<Marks, 'lapTimeError' | 'lapTimeErrorInterval'> {
  const times = rollouts.map(cleanTimes).filter((own) => own.length > 0);
  if (demonstrator === null || times.length === 0) return { lapTimeError: null, lapTimeErrorInterval: null };
  const error = (drawn: readonly number[]): number => median(drawn) / demonstrator - 1;
  return { lapTimeError: error(times.flat()), lapTimeErrorInterval: bootstrapInterval(times, error, seed) };
}

/** Laps of people that training held out, or all where none was, without the way from the grid. */
const learnedOf = ({ laps, heldOut }: Ground): RecordedLap[] => {
  const learned = comparableLaps(laps).filter((lap) => !heldOut.includes(lap));
  return learned.length > 0 ? learned : comparableLaps(laps);
};

const distancesOf = (flying: readonly LapProfile[], ground: Ground): StyleDistance[] => {
  const person = styleProfile(learnedOf(ground).map(profileOfLap));
  return flying.map((lap) => styleDistance(styleProfile([lap]), person));
};

function styleOf(distances: readonly StyleDistance[], ground: Ground, seed: number): NonNullable<Marks['style']> {
  const lines = distances.map(({ lineRms }) => lineRms);
  const speeds = distances.map(({ speedRms }) => speedRms);
  const unseen = ground.heldOut.filter((lap) => lap.number > 1 && !learnedOf(ground).includes(lap));
  const own = distancesOf(unseen.map(profileOfLap), ground);
  return {
    lineRms: mean(lines),
    lineRmsInterval: bootstrapInterval(lines, mean, seed),
    speedRms: mean(speeds),
    speedRmsInterval: bootstrapInterval(speeds, mean, seed),
    own:
      own.length === 0
        ? null
        : {
            lineRms: mean(own.map(({ lineRms }) => lineRms)),
            speedRms: mean(own.map(({ speedRms }) => speedRms)),
            laps: own.length,
          },
  };
}

/** Of laps taken evenly, where there are many. */
function humanFidelityOf(laps: readonly RecordedLap[]): number | null {
  const all = comparableLaps(laps);
  const step = Math.max(1, all.length / MOST_OWN);
  const some = Array.from({ length: Math.min(all.length, MOST_OWN) }, (_, i) => all[Math.floor(i * step)]!);
  return some.length < 2 ? null : heldOutShare(some.map(profileOfLap)).fidelity;
}

function kicksOf(rollouts: readonly Rollout[], seed: number): NonNullable<Marks['kicks']> {
  const kicks = rollouts.reduce((sum, rollout) => sum + rollout.kicks, 0);
  if (kicks === 0) return { kicks, fallsPerKick: 0, fallsPerKickInterval: [0, 1] };
  const falls = rateOf(
    rollouts,
    (rollout) => rollout.falls,
    (rollout) => rollout.kicks,
    seed,
  );
  return { kicks, fallsPerKick: falls.value, fallsPerKickInterval: falls.interval };
}

function trafficOf(runs: readonly TrafficRun[], length: number, seed: number): TrafficReport {
  const laps = (run: TrafficRun): number => Math.max(run.metres / length, 1e-3);
  const sum = (of: (run: TrafficRun) => number): number => runs.reduce((total, run) => total + of(run), 0);
  const contacts = rateOf(runs, (run) => run.rearContacts + run.sideContacts, laps, seed);
  const falls = rateOf(runs, (run) => run.falls, laps, seed);
  const overtakes = rateOf(runs, (run) => run.overtakes, laps, seed);
  const behind = runs.filter((run) => run.gap !== null);
  return {
    runs: runs.length,
    laps: sum(laps),
    rearContacts: sum((run) => run.rearContacts),
    sideContacts: sum((run) => run.sideContacts),
    overtakes: sum((run) => run.overtakes),
    falls: sum((run) => run.falls),
    contactsPerLap: contacts.value,
    contactsPerLapInterval: contacts.interval,
    fallsPerLap: falls.value,
    fallsPerLapInterval: falls.interval,
    overtakesPerLap: overtakes.value,
    overtakesPerLapInterval: overtakes.interval,
    following: mean(runs.map((run) => run.following)),
    gap: behind.length > 0 ? mean(behind.map((run) => run.gap!)) : null,
  };
}

function passesOf(scores: PassScores, seed: number): PassesReport {
  const { kind, passes, crashes, falls, left, right, outcomes, rightSide } = scores;
  const crashed = shareOf(
    outcomes,
    (outcome) => (outcome === 'crash' ? 1 : 0),
    () => 1,
    seed,
  );
  const by = outcomes.filter((outcome) => outcome === 'left' || outcome === 'right');
  const leftOf = shareOf(
    by,
    (outcome) => (outcome === 'left' ? 1 : 0),
    () => 1,
    seed,
  );
  const asTold = Math.round((rightSide ?? 0) * by.length);
  const told = shareOf(
    by,
    (_, i) => (i < asTold ? 1 : 0),
    () => 1,
    seed,
  );
  return {
    ...{ kind, passes, crashes, falls, left, right },
    crashShare: crashed.value,
    crashShareInterval: crashed.interval,
    leftShare: leftShare(scores),
    leftShareInterval: by.length > 0 ? leftOf.interval : null,
    rightSide,
    rightSideInterval: rightSide === null ? null : told.interval,
  };
}

function lineOf(flying: readonly LapProfile[], tube: Tube): NonNullable<Marks['line']> {
  const metres = tube.bands.length;
  return Array.from({ length: Math.ceil(metres / LINE_STEP) }, (_, i) => {
    const s = i * LINE_STEP;
    const policy = mean(flying.map((lap) => lap.offset[s]!));
    const band = nearestBand(tube, s, policy);
    const reach = TUBE_SIGMAS * band.sigma;
    return { s, policy, mean: band.mean, low: band.mean - reach, high: band.mean + reach };
  });
}
