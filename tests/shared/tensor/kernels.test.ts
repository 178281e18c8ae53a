import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import { chooseKernelName, instantiateKernels, type Kernels } from '../../../shared/tensor/kernels.ts';
import { kernelBytes } from './wasm.ts';

const START = 1024;

/** Lay out floats in a fresh memory, 16 bytes of guard between them; returns their addresses. */
function layOut(memory: WebAssembly.Memory, ...parts: Float32Array[]): number[] {
  let at = START;
  return parts.map((part) => {
    new Float32Array(memory.buffer, at, part.length).set(part);
    const address = at;
    at += part.byteLength + 16;
    return address;
  });
}

function randomFloats(count: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, () => random.uniform() * 2 - 1);
}

interface Shape {
  rows: number;
  columns: number;
  depth: number;
  transposeA: boolean;
  transposeB: boolean;
  bias: boolean;
  relu: boolean;
  seed: number;
}

/** The product by its definition, in float64. */
function byDefinition(shape: Shape, a: Float32Array, b: Float32Array, bias: Float32Array): number[] {
  const { rows, columns, depth } = shape;
  return Array.from({ length: rows * columns }, (_, at) => {
    const i = Math.floor(at / columns);
    const j = at % columns;
    let sum = shape.bias ? bias[j] : 0;
    for (let k = 0; k < depth; k++) {
      sum += a[shape.transposeA ? k * rows + i : i * depth + k] * b[shape.transposeB ? j * depth + k : k * columns + j];
    }
    return shape.relu ? Math.max(0, sum) : sum;
  });
}

function run(kernels: Kernels, memory: WebAssembly.Memory, shape: Shape, packFirst: boolean) {
  const { rows, columns, depth } = shape;
  const a = randomFloats(rows * depth, shape.seed);
  const b = randomFloats(depth * columns, shape.seed + 1);
  const bias = randomFloats(columns, shape.seed + 2);
  const out = new Float32Array(rows * columns).fill(Number.NaN);
  const scratch = new Float32Array(kernels.scratchBytes(columns) / 4);
  const packed = new Float32Array(kernels.packedBytes(depth, columns) / 4);
  const guard = new Float32Array(4).fill(7);
  const [A, B, BIAS, C, GUARD, WS, P] = layOut(memory, a, b, bias, out, guard, scratch, packed);
  const [aRow, aColumn] = shape.transposeA ? [4, 4 * rows] : [4 * depth, 4];
  const [bRow, bColumn] = shape.transposeB ? [4, 4 * depth] : [4 * columns, 4];
  const tail = [C, 4 * columns, shape.bias ? BIAS : 0, shape.relu ? 1 : 0, WS] as const;
  if (packFirst) {
    kernels.pack(depth, columns, B, bRow, bColumn, P);
    kernels.multiplyPacked(rows, columns, depth, A, aRow, aColumn, P, ...tail);
  } else kernels.multiply(rows, columns, depth, A, aRow, aColumn, B, bRow, bColumn, ...tail);
  expect([...new Float32Array(memory.buffer, GUARD, 4)]).toEqual([7, 7, 7, 7]);
  return { got: new Float32Array(memory.buffer, C, rows * columns).slice(), want: byDefinition(shape, a, b, bias) };
}

const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 40 }),
  columns: fc.integer({ min: 1, max: 70 }),
  depth: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 250, max: 700 })),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  bias: fc.boolean(),
  relu: fc.boolean(),
  seed: fc.nat(),
});

for (const name of ['plain', 'relaxed'] as const) {
  test.skipIf(name === 'relaxed' && chooseKernelName() === 'plain')(
    `the ${name} product is the definition of the product, packed ahead or not, and writes nothing beyond C`,
    () => {
      const memory = new WebAssembly.Memory({ initial: 64 });
      const kernels = instantiateKernels(kernelBytes(name), memory);
      fc.assert(
        fc.property(shapes, fc.boolean(), (shape, packFirst) => {
          const { got, want } = run(kernels, memory, shape, packFirst);
          // Rounding of `depth` products of values in [-1, 1]: error below depth · 2^-24 · |sum of magnitudes|.
          const tolerance = 1e-6 * Math.sqrt(shape.depth) * 4;
          for (let i = 0; i < want.length; i++) expect(Math.abs(got[i] - want[i])).toBeLessThan(tolerance);
        }),
        { numRuns: 150 },
      );
    },
  );

  test(`the ${name} binary brings no data of its own into the memory`, () => {
    const memory = new WebAssembly.Memory({ initial: 1 });
    new Uint8Array(memory.buffer).fill(0xaa);
    instantiateKernels(kernelBytes(name), memory);
    expect(new Uint8Array(memory.buffer).every((byte) => byte === 0xaa)).toBe(true);
  });
}

test('a row has the same bits whatever number of rows stands beside it', () => {
  const memory = new WebAssembly.Memory({ initial: 64 });
  const kernels = instantiateKernels(kernelBytes(), memory);
  const base = { columns: 42, depth: 128, transposeA: false, transposeB: false, bias: true, relu: true, seed: 5 };
  const alone = (rows: number) => {
    const a = randomFloats(16 * base.depth, 1);
    const b = randomFloats(base.depth * base.columns, 2);
    const out = new Float32Array(16 * base.columns);
    const scratch = new Float32Array(kernels.scratchBytes(base.columns) / 4);
    const [A, B, C, WS] = layOut(memory, a, b, out, scratch);
    kernels.multiply(rows, 42, 128, A, 512, 4, B, 168, 4, C, 168, 0, 0, WS);
    return [...new Float32Array(memory.buffer, C, 42)];
  };
  for (const rows of [2, 3, 4, 5, 8, 16]) expect(alone(rows)).toEqual(alone(1));
});

test('a foreign module is refused with what to run', () => {
  const empty = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  expect(() => instantiateKernels(empty, new WebAssembly.Memory({ initial: 1 }))).toThrow(/npm run prepare/);
});
