import { expect, test } from 'vitest';
import { driveAll } from '../../../server/evaluation/driving.ts';
import { planOf } from '../../../server/evaluation/evaluate.ts';
import { marksOf } from '../../../server/evaluation/marks.ts';
import { partsOf } from '../../../server/evaluation/plan.ts';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { encodePolicy } from '../../../shared/policy/file.ts';
import type { HeadSpec } from '../../../shared/policy/head.ts';
import type { PolicyManifest } from '../../../shared/policy/manifest.ts';
import { layersOf, parameterCount } from '../../../shared/policy/network.ts';
import { record } from '../../shared/dataset/recorded.ts';
import { loadTrack } from '../../shared/driver/racing.ts';
import { linearPolicy } from '../race/linearpolicy.ts';
import { groundOfLaps } from './ground.ts';

const track = loadTrack('tests/tracks/ring150.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
const laps = lapsOfLog(log, track, episodes);
const order = { rollouts: 13, laps: 1, seed: 5, kicks: true, traffic: true };
const ground = groundOfLaps(laps, order.rollouts, order.seed);

/** Steers at the road ahead with a trembling hand: what it draws is its rollout's own. */
function tremblingPolicy(): Uint8Array {
  const { manifest, weights } = linearPolicy();
  const head: HeadSpec = { kind: 'gaussian', floor: 0.05, decode: 'sample', hold: 4 };
  const network = { ...manifest.network, outputs: 4 };
  const wide = new Float32Array(parameterCount(network));
  const [layer] = layersOf(network);
  for (let i = 0; i < network.inputs; i++) wide.set(weights.subarray(2 * i, 2 * i + 2), layer!.weight + 4 * i);
  wide.set(weights.subarray(2 * network.inputs), layer!.bias);
  wide.set([-3, -3], layer!.bias + 2); // σ = 0.05 + log(1 + e⁻³) ≈ 0.1
  const trembling: PolicyManifest = { ...manifest, network, head };
  return encodePolicy(trembling, wide);
}

const plan = planOf(tremblingPolicy(), ground, order);

test('what comes of an evaluation is the same to the bit, whatever the number of threads', async () => {
  const [alone, ...others] = await Promise.all([1, 3].map((workers) => driveAll(plan, { workers })));
  for (const other of others) expect(other).toEqual(alone);
  expect(alone!.scored).toHaveLength(13);
  expect(alone!.traffic).toHaveLength(10);
  const marks = marksOf(alone!, ground, plan.person!.tube, order);
  expect(marksOf(others[0]!, ground, plan.person!.tube, order)).toEqual(marks);
  expect(marks).toMatchObject({ rollouts: 13, lapsPlanned: 13, startsFrom: 'heldOut', ownTrack: true, passes: [] });
  expect(marks.kicks!.kicks).toBe(alone!.scored.reduce((sum, { kicks }) => sum + kicks, 0));
  expect(marks.kicks!.kicks).toBeGreaterThan(10);
});

test('trembling hands and kicks are each rollout’s own', async () => {
  const { scored } = await driveAll({
    ...plan,
    traffic: [],
    lineStarts: [],
    starts: [plan.starts[0]!, plan.starts[0]!],
  });
  expect(scored[0]!.laps).not.toEqual(scored[1]!.laps);
});

test('parts cover a plan once, and it can be stopped between any two', async () => {
  const parts = partsOf(plan);
  for (const [kind, count] of [
    ['scored', 13],
    ['watched', 13],
    ['flying', 13],
    ['traffic', 10],
  ] as const) {
    const ranges = parts.filter((part) => part.kind === kind);
    expect(ranges.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i))).toEqual(
      Array.from({ length: count }, (_, i) => i),
    );
  }
  const shares: number[] = [];
  const stopped = driveAll(plan, { progress: (share) => shares.push(share), shouldStop: () => shares.length === 2 });
  await expect(stopped).rejects.toThrow('The evaluation was cancelled');
  expect(shares).toEqual([1 / parts.length, 2 / parts.length]);
});

test('a policy that cannot be read fails in one sentence, in a thread too', async () => {
  const broken = { ...plan, policy: plan.policy.slice(0, 100) };
  await expect(driveAll(broken, { workers: 2 })).rejects.toThrow(/expected/);
});
