import { type ObservationSpec, observationSize } from '../observation/spec.ts';
import type { PolicyBatch } from '../policy/forward.ts';
import type { Pilot } from './rollout.ts';

/** A policy in a batch as the pilot of rollouts: every car of a call is driven by the same slot. */
export function policyPilot(batch: PolicyBatch, slot: number, observation: ObservationSpec): Pilot {
  const width = observationSize(observation);
  let slots = new Int32Array(0);
  return {
    observation,
    decide(count, observations, actions) {
      if (slots.length < count) slots = new Int32Array(count).fill(slot);
      batch.decide(slots, observations, actions, count, width);
    },
  };
}
