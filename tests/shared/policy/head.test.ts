import { expect, test } from 'vitest';
import { decodeAction, HEADS, headLoss, headOutputs } from '../../../shared/policy/head.ts';
import { binCentre, binOf, groupOf } from '../../../shared/policy/heads/bins.ts';

const bins = HEADS.bins;

test('every bin holds the commands nearest to its centre, and the centres span [−1, 1]', () => {
  expect([binCentre(0, 21), binCentre(10, 21), binCentre(20, 21)]).toEqual([-1, 0, 1]);
  for (let bin = 0; bin < 21; bin++) expect(binOf(binCentre(bin, 21), 21)).toBe(bin);
  expect([binOf(-1.7, 21), binOf(1.7, 21), binOf(0.049, 21), binOf(0.051, 21)]).toEqual([0, 20, 10, 11]);
});

test('the three pedal groups take seven steering bins each', () => {
  const groups = Array.from({ length: 21 }, (_, bin) => groupOf(bins, bin));
  expect([0, 1, 2].map((group) => groups.filter((g) => g === group).length)).toEqual([7, 7, 7]);
});

test('sure bins are driven as their centres, two equal ones as their mean', () => {
  const outputs = new Float32Array(headOutputs(bins)).fill(-50);
  const actions = new Float32Array(2);
  outputs[20] = 50; // full left
  outputs[21 + 2 * 7 + 0] = 50; // group of the left: full brake
  outputs[21 + 0 * 7 + 6] = 50; // group of the right: full throttle, not asked
  decodeAction(bins, outputs, 0, actions, 0);
  expect([...actions]).toEqual([1, -1]);
  outputs[0] = 50;
  outputs[21 + 7 + 3] = 50; // the mean is straight ahead: middle group, pedal at rest
  decodeAction(bins, outputs, 0, actions, 0);
  expect(actions[0]).toBeCloseTo(0, 6);
  expect(actions[1]).toBeCloseTo(0, 6);
});

test('a uniform guess costs ln 21 + ln 7 nats; squared error is the mean over both commands', () => {
  const outputs = new Float32Array(headOutputs(bins));
  expect(headLoss(bins, outputs, 0, new Float32Array([0.3, -0.4]), 0)).toBeCloseTo(Math.log(21) + Math.log(7), 6);
  const plain = headLoss(HEADS['squared-error'], new Float32Array([1, 0]), 0, new Float32Array([0, 0.5]), 0);
  expect(plain).toBeCloseTo((1 + 0.25) / 2, 6);
});

test('commands beyond full are cut', () => {
  const actions = new Float32Array(2);
  decodeAction(HEADS['squared-error'], new Float32Array([3, Number.NaN]), 0, actions, 0);
  expect([...actions]).toEqual([1, -1]);
});
