import { stretchesOf } from '../../shared/dataset/lap.ts';
import { persistenceError, samplesOf } from '../../shared/dataset/samples.ts';
import { sequencesOf } from '../../shared/dataset/sequences.ts';
import { comparableLaps, profileOfLap, startsBeforeTheLine } from '../../shared/divergence/laps.ts';
import { tubeOf } from '../../shared/divergence/tube.ts';
import { offlineScores, sequenceScores } from '../../shared/evaluation/offline.ts';
import { PASS_STARTS, passStarts } from '../../shared/evaluation/passstarts.ts';
import { decisionTicksOf } from '../../shared/observation/spec.ts';
import { isLikelihood } from '../../shared/policy/head.ts';
import type { Track } from '../../shared/track/track.ts';
import type { EvaluationReport } from '../../shared/wire/evaluations.ts';
import { insertEvaluation } from '../store/evaluations.ts';
import type { Store } from '../store/tables.ts';
import { type DriveWatch, driveAll, refuseIfStopped } from './driving.ts';
import { type Ground, groundOf } from './ground.ts';
import { marksOf } from './marks.ts';
import type { DrivePlan } from './plan.ts';
import { othersOfSkill } from './skill.ts';
import { enrol, type Student } from './student.ts';
import { trafficCourses } from './trafficcourses.ts';

export interface EvaluationOrder {
  policyId: string;
  /** Another track than the one it learned on; null for that one. */
  other: Track | null;
  rollouts: number;
  laps: number;
  seed: number;
  kicks: boolean;
  traffic: boolean;
}

/** Let a policy drive from held-out starts and hold it against its person's laps; kept beside the policy. */
export async function evaluate(
  store: Store,
  order: EvaluationOrder,
  watch: DriveWatch = {},
): Promise<EvaluationReport & { id: string }> {
  const student = await enrol(store, order.policyId);
  const ground = await groundOf(store, student, order);
  const plan = planOf(student.file, ground, order);
  const drives = await driveAll(plan, watch);
  const { style, ...marks } = marksOf(drives, ground, plan.person?.tube ?? null, order);
  const report: EvaluationReport = {
    policy: order.policyId,
    ...marks,
    style: style && { ...style, others: await othersOfSkill(store, ground, ground.laps) },
    offline: ground.own ? offlineOf(student) : null,
  };
  refuseIfStopped(watch); // what was driven took a while to look through
  const { other, ...request } = order;
  const asked = { ...request, trackId: marks.trackId };
  const id = await insertEvaluation(store, { policyId: order.policyId, request: asked, result: report });
  return { id, ...report };
}

/** @param policy its file. */
export function planOf(
  policy: Uint8Array,
  ground: Ground,
  order: Omit<EvaluationOrder, 'policyId' | 'other'>,
): DrivePlan {
  const { track, spec, own, laps, driven, starts, secondsPerLap } = ground;
  const human = comparableLaps(laps);
  return {
    policy,
    track,
    spec,
    laps: order.laps,
    secondsPerLap,
    starts,
    kicks: order.kicks ? { seed: order.seed } : null,
    person: own ? { tube: tubeOf(human.map(profileOfLap)), reference: human[0]! } : null,
    lineStarts: own ? startsBeforeTheLine(laps, order.rollouts, order.seed).map(({ state }) => state) : [],
    traffic: order.traffic ? trafficCourses(track) : [],
    passes: passStarts(track, driven, { ...PASS_STARTS, seed: order.seed }),
  };
}

/**
 * How near it comes to what its person did in laps that nobody learned from; null where none was held out.
 *
 * Who remembers is asked in the order of the drive; its likelihood is then the validation loss of its training.
 */
function offlineOf({ batch, slot, manifest, heldOut }: Student): EvaluationReport['offline'] {
  if (heldOut.length === 0) return null;
  const { head, observation, network, losses } = manifest;
  const hold = decisionTicksOf(observation);
  const remembers = network.history !== undefined || network.recurrent !== undefined;
  if (!remembers) return offlineScores(batch, slot, head, samplesOf(heldOut, observation), heldOut, hold);
  return {
    nll: isLikelihood(head) ? losses.validation : null,
    mse: sequenceScores(batch, slot, sequencesOf(stretchesOf(heldOut), observation)),
    persistenceMse: persistenceError(heldOut, hold),
  };
}
