import '@tensorflow/tfjs'; // the reference convolutions and their gradients
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { type Random, seededRandom } from '../../../shared/exact/random.ts';
import { type ConvolutionShape, TILE_BYTES } from '../../../shared/tensor/convolutionkernels.ts';
import { chooseKernelName, instantiateKernels, type Kernels } from '../../../shared/tensor/kernels.ts';
import { kernelBytes } from './wasm.ts';

beforeAll(() => tf.setBackend('cpu'));

interface Case {
  shape: ConvolutionShape;
  x: Float32Array;
  w: Float32Array;
  b: Float32Array;
  /** Given ∂E/∂y behind the rectifier. */
  dy: Float32Array;
  rows: number;
  columns: number;
}

interface Result {
  y: Float32Array;
  dx: Float32Array;
  dw: Float32Array;
  db: Float32Array;
}

function drawCase(random: Random): Case {
  const size = 1 + random.integer(6);
  const stride = 1 + random.integer(4);
  const [height, width] = [size + random.integer(14), size + random.integer(14)];
  const [count, channels, filters] = [1 + random.integer(3), 1 + random.integer(20), 8 * (1 + random.integer(4))];
  const rows = Math.floor((height - size) / stride) + 1;
  const columns = Math.floor((width - size) / stride) + 1;
  const draw = (length: number): Float32Array => Float32Array.from({ length }, () => random.uniform() * 2 - 1);
  return {
    shape: [count, height, width, channels, filters, size, stride],
    x: draw(count * height * width * channels),
    w: draw(size * size * channels * filters),
    b: draw(filters),
    dy: draw(count * rows * columns * filters),
    rows,
    columns,
  };
}

/** By tfjs's own back end in plain JavaScript. */
function reference({ shape, x, w, b, dy, rows, columns }: Case): Result {
  const [count, height, width, channels, filters, size, stride] = shape;
  const numbers = (tensor: tf.Tensor) => tensor.dataSync() as Float32Array;
  return tf.tidy(() => {
    const forward = (pictures: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor =>
      tf.relu(tf.add(tf.conv2d(pictures as tf.Tensor4D, kernel as tf.Tensor4D, stride, 'valid'), bias));
    const given = [
      tf.tensor4d(x, [count, height, width, channels]),
      tf.tensor4d(w, [size, size, channels, filters]),
      tf.tensor1d(b),
    ];
    const slopes = tf.grads(forward)(given, tf.tensor4d(dy, [count, rows, columns, filters]));
    const [dx, dw, db] = slopes.map(numbers);
    return { y: numbers(forward(given[0], given[1], given[2])), dx, dw, db };
  });
}

/** By ours, pictures and results `pad` floats apart, everything else untouched. */
function ours(kernels: Kernels, memory: WebAssembly.Memory, { shape, x, w, b, dy }: Case, pad: number): Result {
  const [count, height, width, channels, filters, size] = shape;
  const [picture, result] = [height * width * channels, dy.length / count];
  let top = 1024;
  const room = (floats: number): number => {
    const address = top;
    top += (4 * floats + 63) & ~15;
    return address;
  };
  const apart = (values: Float32Array, each: number): number => {
    const at = room(count * (each + pad));
    for (let i = 0; i < count; i++) {
      new Float32Array(memory.buffer, at + 4 * i * (each + pad), each).set(values.subarray(i * each, (i + 1) * each));
    }
    return at;
  };
  const put = (values: Float32Array): number => {
    const at = room(values.length);
    new Float32Array(memory.buffer, at, values.length).set(values);
    return at;
  };
  new Float32Array(memory.buffer).fill(Number.NaN);
  const [X, DY, W, B] = [apart(x, picture), apart(dy, result), put(w), put(b)];
  const [PACKED, DW, DB, TILE] = [w.length, w.length, filters, TILE_BYTES / 4].map(room);
  const [Y, DX] = [room(count * (result + pad)), room(count * (picture + pad))];
  const scratch = room(kernels.inputsScratchBytes(size, channels, filters) / 4);
  const guard = put(Float32Array.of(7, 7, 7, 7));
  const [xStep, yStep] = [4 * (picture + pad), 4 * (result + pad)];
  const together = (at: number, each: number): Float32Array => {
    const all = new Float32Array(count * each);
    for (let i = 0; i < count; i++) {
      all.set(new Float32Array(memory.buffer, at + 4 * i * (each + pad), each), i * each);
      const between = new Float32Array(memory.buffer, at + 4 * (i * (each + pad) + each), pad);
      expect([...between].every(Number.isNaN)).toBe(true);
    }
    return all;
  };
  kernels.packFilters(size, channels, filters, W, PACKED);
  kernels.convolve(...shape, X, xStep, PACKED, B, Y, yStep, TILE);
  const y = together(Y, result);
  for (let i = 0; i < count; i++) kernels.dropWhereOff(result, Y + i * yStep, DY + i * yStep);
  kernels.convolutionFilters(...shape, X, xStep, DY, yStep, DW, DB, TILE);
  kernels.convolutionInputs(...shape, W, DY, yStep, DX, xStep, scratch);
  expect([...new Float32Array(memory.buffer, guard, 4)]).toEqual([7, 7, 7, 7]);
  const read = (at: number, length: number) => new Float32Array(memory.buffer, at, length).slice();
  return { y, dx: together(DX, picture), dw: read(DW, w.length), db: read(DB, filters) };
}

function expectClose(got: Float32Array, want: Float32Array, terms: number): void {
  let worst = 0;
  for (let i = 0; i < want.length; i++)
    worst = Math.max(worst, Math.abs(got[i] - want[i]) || (got[i] === want[i] ? 0 : 1));
  // Rounding of sums of `terms` products of values in [−1, 1].
  expect(worst).toBeLessThan(4e-6 * Math.sqrt(terms));
}

for (const name of ['plain', 'relaxed'] as const) {
  test.skipIf(name === 'relaxed' && chooseKernelName() === 'plain')(
    `${name} convolutions and both gradients equal tfjs's reference back end, and nothing else is written`,
    () => {
      const memory = new WebAssembly.Memory({ initial: 64 });
      const kernels = instantiateKernels(kernelBytes(name), memory);
      const random = seededRandom(99);
      for (let round = 0; round < 60; round++) {
        const drawn = drawCase(random);
        const want = reference(drawn);
        const got = ours(kernels, memory, drawn, random.integer(4));
        const [count, , , channels, filters, size] = drawn.shape;
        expectClose(got.y, want.y, size * size * channels);
        expectClose(got.dx, want.dx, size * size * filters);
        expectClose(got.dw, want.dw, count * drawn.rows * drawn.columns);
        expectClose(got.db, want.db, count * drawn.rows * drawn.columns);
      }
    },
  );
}
