import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '../../../shared/exact/random.ts';
import { instantiateKernels, type Kernels } from '../../../shared/tensor/kernels.ts';
import { kernelBytes } from './wasm.ts';

/** A memory with matrices of a rows · width laid out one after another, 16 bytes of guard between them. */
class Sheets {
  readonly memory = new WebAssembly.Memory({ initial: 40 });
  readonly kernels: Kernels;
  private top = 64;

  constructor(form: 'plain' | 'relaxed') {
    this.kernels = instantiateKernels(kernelBytes(form), this.memory);
  }

  put(values: ArrayLike<number>): number {
    const address = this.top;
    new Float32Array(this.memory.buffer, address, values.length).set(values);
    this.top += 4 * values.length + 16;
    new Float32Array(this.memory.buffer, this.top - 16, 4).fill(7);
    return address;
  }

  read(address: number, count: number): number[] {
    const guard = new Float32Array(this.memory.buffer, address + 4 * count, 4);
    expect([...guard]).toEqual([7, 7, 7, 7]);
    return [...new Float32Array(this.memory.buffer, address, count)];
  }
}

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));
const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 5 }),
  units: fc.integer({ min: 1, max: 5 }).map((quads) => 4 * quads),
  scale: fc.constantFrom(0.1, 1, 4, 60),
  seed: fc.nat(),
  form: fc.constantFrom('plain', 'relaxed') as fc.Arbitrary<'plain' | 'relaxed'>,
});

function draw(count: number, scale: number, seed: number): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count }, () => scale * random.gaussian());
}

/** h′ of one row of a GRU, by its definition. */
function gru(x: Float32Array, u: Float32Array, h: Float32Array, units: number, row: number): number[] {
  return Array.from({ length: units }, (_, k) => {
    const at = (gate: number) => row * 3 * units + gate * units + k;
    const r = sigma(x[at(0)] + u[at(0)]);
    const z = sigma(x[at(1)] + u[at(1)]);
    const n = Math.tanh(x[at(2)] + r * u[at(2)]);
    return (1 - z) * n + z * h[row * units + k];
  });
}

/** c′ and h′ of one row of an LSTM. */
function lstm(x: Float32Array, u: Float32Array, c: Float32Array, units: number, row: number): [number[], number[]] {
  const cells: number[] = [];
  const outs = Array.from({ length: units }, (_, k) => {
    const a = (gate: number) => x[row * 4 * units + gate * units + k] + u[row * 4 * units + gate * units + k];
    cells.push(sigma(a(1)) * c[row * units + k] + sigma(a(0)) * Math.tanh(a(2)));
    return sigma(a(3)) * Math.tanh(cells[k]);
  });
  return [cells, outs];
}

const near = (got: readonly number[], want: readonly number[], tolerance: number): void => {
  expect(got.length).toBe(want.length);
  for (let i = 0; i < got.length; i++) expect(Math.abs(got[i] - want[i])).toBeLessThan(tolerance);
};

test('the gates of a GRU are those of its definition, forwards', () => {
  fc.assert(
    fc.property(shapes, ({ rows, units, scale, seed, form }) => {
      const sheets = new Sheets(form);
      const [x, u] = [draw(rows * 3 * units, scale, seed), draw(rows * 3 * units, scale, seed + 1)];
      const h = draw(rows * units, 1, seed + 2);
      const [X, U, H] = [x, u, h].map((values) => sheets.put(values));
      const gates = sheets.put(new Float32Array(rows * 4 * units));
      sheets.kernels.gruForward(rows, units, X, U, H, gates, H);
      const want = Array.from({ length: rows }, (_, row) => gru(x, u, h, units, row)).flat();
      near(sheets.read(H, rows * units), want, 2e-6);
      sheets.read(gates, rows * 4 * units);
    }),
    { numRuns: 60 },
  );
});

test('the gates of an LSTM are those of its definition, forwards', () => {
  fc.assert(
    fc.property(shapes, ({ rows, units, scale, seed, form }) => {
      const sheets = new Sheets(form);
      const [x, u] = [draw(rows * 4 * units, scale, seed), draw(rows * 4 * units, scale, seed + 1)];
      const c = draw(rows * units, 1, seed + 2);
      const [X, U, C] = [x, u, c].map((values) => sheets.put(values));
      const gates = sheets.put(new Float32Array(rows * 5 * units));
      const out = sheets.put(new Float32Array(rows * units));
      sheets.kernels.lstmForward(rows, units, X, U, C, gates, C, out);
      const want = Array.from({ length: rows }, (_, row) => lstm(x, u, c, units, row));
      near(
        sheets.read(C, rows * units),
        want.flatMap(([cells]) => cells),
        4e-6,
      );
      near(
        sheets.read(out, rows * units),
        want.flatMap(([, outs]) => outs),
        2e-6,
      );
    }),
    { numRuns: 60 },
  );
});

/** Central difference of a function of one number of an array. */
function slope(values: Float32Array, at: number, of: () => number): number {
  const h = 1 / 1024;
  const kept = values[at];
  values[at] = kept + h;
  const above = of();
  values[at] = kept - h;
  const below = of();
  values[at] = kept;
  return (above - below) / (2 * h);
}

test('the way back through a GRU is the slope of the way there', () => {
  const [rows, units] = [3, 8];
  const sheets = new Sheets('plain');
  const [x, u, h] = [draw(rows * 24, 1, 1), draw(rows * 24, 1, 2), draw(rows * 8, 1, 3)];
  const weights = draw(rows * 8, 1, 4);
  const loss = () =>
    Array.from({ length: rows }, (_, row) => gru(x, u, h, units, row))
      .flat()
      .reduce((sum, value, i) => sum + value * weights[i], 0);
  const [X, U, H, DH] = [x, u, h, weights].map((values) => sheets.put(values));
  const [gates, out] = [sheets.put(new Float32Array(rows * 32)), sheets.put(new Float32Array(rows * 8))];
  const [DX, DU] = [sheets.put(new Float32Array(rows * 24)), sheets.put(new Float32Array(rows * 24))];
  sheets.kernels.gruForward(rows, units, X, U, H, gates, out);
  sheets.kernels.gruBackward(rows, units, gates, H, DH, DX, DU);
  near(
    sheets.read(DX, rows * 24),
    [...x].map((_, i) => slope(x, i, loss)),
    1e-5,
  );
  near(
    sheets.read(DU, rows * 24),
    [...u].map((_, i) => slope(u, i, loss)),
    1e-5,
  );
  near(
    sheets.read(DH, rows * 8),
    [...h].map((_, i) => slope(h, i, loss)),
    1e-5,
  );
});

test('the way back through an LSTM is the slope of the way there', () => {
  const [rows, units] = [2, 8];
  const sheets = new Sheets('plain');
  const [x, u, c] = [draw(rows * 32, 1, 5), draw(rows * 32, 1, 6), draw(rows * 8, 1, 7)];
  const [ofOut, ofCell] = [draw(rows * 8, 1, 8), draw(rows * 8, 1, 9)];
  const loss = () => {
    const all = Array.from({ length: rows }, (_, row) => lstm(x, u, c, units, row));
    const cells = all.flatMap(([cell]) => cell);
    return all.flatMap(([, outs]) => outs).reduce((sum, out, i) => sum + out * ofOut[i] + cells[i] * ofCell[i], 0);
  };
  const [X, U, C, DH, DC] = [x, u, c, ofOut, ofCell].map((values) => sheets.put(values));
  const gates = sheets.put(new Float32Array(rows * 40));
  const [cOut, out, DA] = [8, 8, 32].map((width) => sheets.put(new Float32Array(rows * width)));
  sheets.kernels.lstmForward(rows, units, X, U, C, gates, cOut, out);
  sheets.kernels.lstmBackward(rows, units, gates, C, DH, DC, DA);
  near(
    sheets.read(DA, rows * 32),
    [...x].map((_, i) => slope(x, i, loss)),
    1e-5,
  );
  near(
    sheets.read(DC, rows * 8),
    [...c].map((_, i) => slope(c, i, loss)),
    1e-5,
  );
  expect(sheets.read(DH, rows * 8)).toEqual(Array(rows * 8).fill(0));
});
