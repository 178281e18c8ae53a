import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { arithmeticError, MOST_ERROR } from '../../../shared/training/arithmetic.ts';
import { pace } from '../../../shared/training/pace.ts';
import { startWasm } from '../tensor/wasm.ts';

beforeAll(() => startWasm());
afterAll(() => tf.setBackend('wasm'));

test.each(['wasm', 'cpu'])('three steps of training on "%s" are those of plain float64 loops', async (backEnd) => {
  await tf.setBackend(backEnd);
  const before = tf.memory().numTensors;
  expect(await arithmeticError()).toBeLessThan(2e-5);
  expect(tf.memory().numTensors).toBe(before);
});

test('a back end that rounds to float16, or whose products back are wrong, is told by its numbers', async () => {
  await tf.setBackend('cpu');
  const stock = tf.getKernel('BatchMatMul', 'cpu');
  const damaged = async (change: (value: number) => number): Promise<number> => {
    tf.unregisterKernel('BatchMatMul', 'cpu');
    tf.registerKernel({
      ...stock,
      kernelFunc: (call) => {
        const out = stock.kernelFunc(call) as tf.TensorInfo;
        const backend = call.backend as { data: Map<object, { values: Float32Array }> };
        const held = backend.data.get(out.dataId)!;
        held.values = held.values.map(change);
        return out;
      },
    });
    const error = await arithmeticError();
    tf.unregisterKernel('BatchMatMul', 'cpu');
    tf.registerKernel(stock);
    return error;
  };
  const half = new Float16Array(1);
  const toHalf = (value: number): number => {
    half[0] = value;
    return half[0];
  };
  expect(await damaged(toHalf)).toBeGreaterThan(MOST_ERROR);
  expect(await damaged((value) => value * 0.99)).toBeGreaterThan(MOST_ERROR);
  expect(await damaged(() => Number.NaN)).not.toBeLessThan(MOST_ERROR);
  expect(await damaged((value) => value)).toBeLessThan(2e-5);
});

test('the pace is that of a step, and a slow back end is not waited for', async () => {
  await tf.setBackend('wasm');
  let clock = 0;
  const steps: number[] = [];
  const now = () => {
    clock += 7;
    steps.push(clock);
    return clock;
  };
  expect(await pace(5, 1000, now)).toBe(7);
  expect(steps).toHaveLength(6);
  steps.length = 0;
  expect(await pace(50, 20, now)).toBe(7);
  expect(steps.length).toBeLessThan(6);
});
