import { decisionTicksOf, type ObservationSpec, observationSize } from '../observation/spec.ts';
import type { PolicyBatch } from '../policy/forward.ts';
import type { Mind } from '../policy/mind.ts';
import type { Pilot } from './rollout.ts';

/** A policy in a batch as the pilot of rollouts: every car is driven by the same slot, each with a mind of its own. */
export function policyPilot(batch: PolicyBatch, slot: number, observation: ObservationSpec, seed = 1): Pilot {
  const width = observationSize(observation);
  const hold = decisionTicksOf(observation);
  let slots = new Int32Array(0);
  let minds = new Map<number, Mind>();
  return {
    observation,
    begin(count, first) {
      const rollouts = Array.from({ length: count }, (_, i) => first + i);
      minds = new Map(rollouts.map((rollout) => [rollout, batch.mind(slot, 7919 * seed + rollout, hold)]));
    },
    decide(count, observations, actions, rollouts) {
      if (slots.length < count) slots = new Int32Array(count).fill(slot);
      const own = rollouts.map((rollout) => minds.get(rollout)!);
      batch.decide(slots, observations, actions, count, width, own);
    },
  };
}
