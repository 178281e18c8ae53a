import { expect, test } from 'vitest';
import type { LapDemonstration } from '../../../shared/dataset/lap.ts';
import { persistenceError, type Samples } from '../../../shared/dataset/samples.ts';
import { offlineScores } from '../../../shared/evaluation/offline.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { HEADS, type HeadName, headOutputs } from '../../../shared/policy/head.ts';
import { type NetworkSpec, parameterCount } from '../../../shared/policy/network.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { loadTrack } from '../driver/racing.ts';
import { kernelBytes } from '../tensor/wasm.ts';

const track = loadTrack('tests/tracks/ring150.json');

/** One lap of so many ticks with these commands; nothing else of it is looked at. */
function lapOf(ticks: number, command: (tick: number) => [steer: number, pedal: number]): LapDemonstration {
  const frames = Int8Array.from({ length: ticks * 2 }, (_, i) => 127 * command(i >> 1)[i & 1]!);
  const states = new Float32Array((ticks + 1) * 8);
  const lap = { episodeId: 'e', driverId: 'd', number: 1, timeMs: 1000, clean: true, inTraffic: false };
  return { ...lap, track, spec: CLUB_RACER, states, frames, others: null };
}

/** A policy without hidden layers: outputs = bias, whatever it sees. */
function constantPolicy(head: HeadName, bias: readonly number[]): { batch: PolicyBatch; slot: number } {
  const network: NetworkSpec = { inputs: 2, hidden: [], outputs: headOutputs(HEADS[head]), activation: 'relu' };
  const weights = new Float32Array(parameterCount(network));
  weights.set(bias, 2 * network.outputs);
  const batch = new PolicyBatch(kernelBytes());
  return { batch, slot: batch.add(network, HEADS[head], { mean: [0, 0], scale: [1, 1] }, weights) };
}

const samples: Samples = {
  size: 3,
  width: 2,
  observations: Float32Array.of(0, 0, 1, -1, 4, 2),
  actions: Float32Array.of(0.5, 1, -0.5, 0, 0, -1),
};
const lap = lapOf(60, () => [0, 1]);

test('squared error of a policy that always does the same, by hand', () => {
  const { batch, slot } = constantPolicy('squared-error', [0.5, 0]);
  const scores = offlineScores(batch, slot, HEADS['squared-error'], samples, [lap]);
  // steer off by 0, 1, 0.5; pedal by 1, 0, 1
  expect(scores!.mse).toBeCloseTo((0 + 1 + 1 + 0 + 0.25 + 1) / (2 * 3), 6);
  expect(scores!.nll).toBeNull();
  expect(scores!.persistenceMse).toBe(0);
});

test('a policy that knows nothing is as unsure as all bins are many, and drives the mean', () => {
  const { batch, slot } = constantPolicy('bins', []);
  const scores = offlineScores(batch, slot, HEADS.bins, samples, [lap]);
  expect(scores!.nll).toBeCloseTo(Math.log(21) + Math.log(7), 5);
  expect(scores!.mse).toBeCloseTo((0.25 + 1 + 0.25 + 0 + 0 + 1) / (2 * 3), 5);
});

test('nothing held out has no scores', () => {
  const { batch, slot } = constantPolicy('bins', []);
  const none: Samples = { size: 0, width: 2, observations: new Float32Array(0), actions: new Float32Array(0) };
  expect(offlineScores(batch, slot, HEADS.bins, none, [])).toBeNull();
});

test('persistence errs where hands move, by hand', () => {
  // Steering jumps by 2 once: the decisions that begin 1 to 5 ticks before or at the jump see 2/3, 4/3, 2, 4/3, 2/3 of it.
  const jump = lapOf(60, (tick) => [tick < 30 ? -1 : 1, 1]);
  const squares = (2 * (4 / 9) + 2 * (16 / 9) + 4) / 2;
  const decisions = 60 - 2 * 3 + 1;
  expect(persistenceError([jump])).toBeCloseTo(squares / decisions, 6);
});
