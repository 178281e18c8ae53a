import { expect, test } from 'vitest';
import { decodeAction, HEADS, type HeadSpec, headOutputs, holdOf } from '../../../shared/policy/head.ts';
import { beginFlow, type FlowStep } from '../../../shared/policy/heads/flow.ts';
import { Mind, NO_CHANCE } from '../../../shared/policy/mind.ts';

const DECISIONS = 4000;

/** What a head drives over many decisions from the same outputs. */
function driven(head: HeadSpec, outputs: Float32Array, seed = 3): [steer: number, pedal: number][] {
  const mind = new Mind(seed, holdOf(head));
  const action = new Float32Array(2);
  return Array.from({ length: DECISIONS }, () => {
    mind.next();
    decodeAction(head, outputs, 0, action, 0, mind);
    return [action[0], action[1]];
  });
}

const shareOf = (commands: readonly (readonly number[])[], holds: (steer: number) => boolean): number =>
  commands.filter(([steer]) => holds(steer)).length / commands.length;

/** Three quarters full right with half throttle, one quarter half left with full brake; spreads at the floor. */
function twoWays(): { head: Extract<HeadSpec, { kind: 'mixture' }>; outputs: Float32Array } {
  const head = { kind: 'mixture', components: 2, floor: 0.05, decode: 'lowNoise', hold: 1 } as const;
  const outputs = new Float32Array(headOutputs(head));
  outputs.set([Math.log(1), Math.log(3), 0.5, -1, -0.9, 0.5, -50, -50, -50, -50]);
  return { head, outputs };
}

test('a mixture draws its modes by their shares, its mean lies between them', () => {
  const { head, outputs } = twoWays();
  const commands = driven(head, outputs);
  expect(shareOf(commands, (steer) => Math.abs(steer + 0.9) < 1e-6)).toBeCloseTo(0.75, 1);
  expect(shareOf(commands, (steer) => Math.abs(steer - 0.5) < 1e-6)).toBeCloseTo(0.25, 1);
  for (const [steer, pedal] of commands) expect(pedal).toBeCloseTo(steer < 0 ? 0.5 : -1, 6);
  const [[steer, pedal]] = driven({ ...head, decode: 'mean' }, outputs);
  expect(steer).toBeCloseTo(0.25 * 0.5 - 0.75 * 0.9, 6);
  expect(pedal).toBeCloseTo(-0.25 + 0.75 * 0.5, 6);
  const sampled = driven({ ...head, decode: 'sample' }, outputs).filter(([s]) => s > 0);
  const spread = Math.sqrt(sampled.reduce((sum, [s]) => sum + (s - 0.5) ** 2, 0) / sampled.length);
  expect(spread).toBeGreaterThan(0.045);
  expect(spread).toBeLessThan(0.055);
});

test('a draw that is held stays with one way, however the components are numbered', () => {
  const { head, outputs } = twoWays();
  const held = driven({ ...head, hold: 50 }, outputs);
  const changes = held.filter(([steer], i) => i > 0 && steer !== held[i - 1]![0]).length;
  expect(changes).toBeGreaterThan(5);
  expect(changes).toBeLessThan(DECISIONS / 50);
  const swapped = outputs.slice();
  swapped.set([outputs[1], outputs[0], outputs[4], outputs[5], outputs[2], outputs[3]]);
  expect(driven({ ...head, hold: 50 }, swapped)).toEqual(held);
});

test('bins are drawn by their shares, their likeliest is taken, and a Gaussian spreads as it says', () => {
  const bins = { kind: 'bins', steer: 21, pedal: 7, groups: 3, decode: 'sample', hold: 1 } as const;
  const outputs = new Float32Array(headOutputs(bins)).fill(-50);
  outputs[0] = Math.log(2);
  outputs[20] = Math.log(1);
  const commands = driven(bins, outputs);
  expect(shareOf(commands, (steer) => steer === -1)).toBeCloseTo(2 / 3, 1);
  expect(shareOf(commands, (steer) => steer === 1)).toBeCloseTo(1 / 3, 1);
  expect(driven({ ...bins, decode: 'argmax' }, outputs)[0]![0]).toBe(-1);
  const gaussian = { kind: 'gaussian', floor: 0.1, decode: 'sample', hold: 1 } as const;
  const steers = driven(gaussian, Float32Array.of(0.2, 0, -50, -50)).map(([steer]) => steer);
  const mean = steers.reduce((sum, steer) => sum + steer, 0) / steers.length;
  expect(mean).toBeCloseTo(0.2, 1);
  expect(Math.sqrt(steers.reduce((sum, steer) => sum + (steer - mean) ** 2, 0) / steers.length)).toBeCloseTo(0.1, 2);
  const action = new Float32Array(2);
  decodeAction(gaussian, Float32Array.of(0.2, 0, -50, -50), 0, action, 0, NO_CHANCE);
  expect(action[0]).toBeCloseTo(0.2, 6);
});

test('one seed draws the same, two do not', () => {
  const { head, outputs } = twoWays();
  expect(driven(head, outputs, 8)).toEqual(driven(head, outputs, 8));
  expect(driven(head, outputs, 8)).not.toEqual(driven(head, outputs, 9));
});

test('noise of sides has the spread of the Gaussian and nothing in the middle; without chance it is the middle', () => {
  const mind = new Mind(3, 1);
  const at: FlowStep = { steer: 0, pedal: 0 };
  const drawn = Array.from({ length: DECISIONS }, () => {
    mind.next();
    beginFlow(HEADS.flow, mind, at);
    const { steer, pedal } = at;
    beginFlow({ ...HEADS.flow, noise: 'gaussian' }, mind, at);
    expect([steer, pedal]).toEqual([at.steer > 0 ? 1 : -1, at.pedal]);
    return steer;
  });
  expect(Math.abs(drawn.reduce((sum, steer) => sum + steer, 0)) / DECISIONS).toBeLessThan(0.05);
  beginFlow(HEADS.flow, NO_CHANCE, at);
  expect(at).toEqual({ steer: 0, pedal: 0 });
});
