import { expect, test } from 'vitest';
import type { Sequence, Sequences } from '../../../shared/dataset/sequences.ts';
import { seededRandom } from '../../../shared/exact/random.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { HEADS } from '../../../shared/policy/head.ts';
import { CELLS, initialWeights, type NetworkSpec, tensorsOf } from '../../../shared/policy/network.ts';
import { trainRecurrentNetworks } from '../../../shared/training/loop.ts';
import { RecurrentNetwork } from '../../../shared/training/recurrentnetwork.ts';
import { RECURRENT, TRAINING, TrainingError } from '../../../shared/training/settings.ts';
import { kernelBytes } from '../tensor/wasm.ts';

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));

/** The same network in float64, by its definition; `begins` empties the memory. */
function byDefinition(spec: NetworkSpec, weights: ArrayLike<number>, x: number[][], begins: boolean[]): number[][] {
  const { units, cell } = spec.recurrent!;
  const of = Object.fromEntries(tensorsOf(spec).map((tensor) => [tensor.name, tensor]));
  const at = (name: string, row: number, column: number): number =>
    weights[of[name].at + (of[name].shape.length > 1 ? row * of[name].shape[1] : 0) + column];
  const product = (values: readonly number[], weight: string, bias: string, columns: number): number[] =>
    Array.from({ length: columns }, (_, j) =>
      values.reduce((sum, value, i) => sum + value * at(weight, i, j), at(bias, 0, j)),
    );
  let h = Array<number>(units).fill(0);
  let c = Array<number>(units).fill(0);
  return x.map((seen, t) => {
    if (begins[t]) [h, c] = [h.map(() => 0), c.map(() => 0)];
    const columns = of['cell.bias'].size;
    const a = product(seen, 'cell.input', 'cell.bias', columns);
    const u = product(h, 'cell.hidden', 'cell.hiddenBias', columns);
    const gate = (k: number, g: number): number => a[g * units + k] + u[g * units + k];
    if (cell === 'gru') {
      h = h.map((before, k) => {
        const z = sigma(gate(k, 1));
        const n = Math.tanh(a[2 * units + k] + sigma(gate(k, 0)) * u[2 * units + k]);
        return (1 - z) * n + z * before;
      });
    } else {
      c = c.map((before, k) => sigma(gate(k, 1)) * before + sigma(gate(k, 0)) * Math.tanh(gate(k, 2)));
      h = c.map((value, k) => sigma(gate(k, 3)) * Math.tanh(value));
    }
    const inner = product(h, 'layers.0.weight', 'layers.0.bias', spec.hidden[0]).map((value) => Math.max(0, value));
    return product(inner, 'layers.1.weight', 'layers.1.bias', spec.outputs);
  });
}

const [STEPS, STREAMS] = [5, 2];

function made(cell: 'gru' | 'lstm') {
  const spec: NetworkSpec = {
    ...{ inputs: 3, recurrent: { cell, units: 8 }, hidden: [6], outputs: 2 },
    activation: 'relu',
  };
  const random = seededRandom(5);
  const weights = initialWeights(spec, random).map((weight) => weight + 0.1 * random.gaussian());
  const network = new RecurrentNetwork(spec, weights, { steps: STEPS, streams: STREAMS }, kernelBytes('plain'));
  const observations = Float32Array.from({ length: STEPS * STREAMS * 3 }, random.gaussian);
  // Stream 1 begins another drive in the middle of the window.
  const begins = new Uint8Array(STEPS * STREAMS);
  begins.set([1, 1]);
  begins[3 * STREAMS + 1] = 1;
  const x = (s: number): number[][] =>
    Array.from({ length: STEPS }, (_, t) => [
      ...observations.subarray((t * STREAMS + s) * 3, (t * STREAMS + s + 1) * 3),
    ]);
  const starts = (s: number): boolean[] => Array.from({ length: STEPS }, (_, t) => begins[t * STREAMS + s] === 1);
  const reference = (values: ArrayLike<number>): number[] => {
    const streams = [0, 1].map((s) => byDefinition(spec, values, x(s), starts(s)));
    return Array.from(
      { length: STEPS * STREAMS },
      (_, row) => streams[row % STREAMS][Math.floor(row / STREAMS)],
    ).flat();
  };
  return { spec, weights, network, window: { observations, actions: new Float32Array(0), begins }, reference };
}

test.each(CELLS)('a network with a %s answers as by its definition, and its gradients are the slopes', (cell) => {
  const { weights, network, window, reference } = made(cell);
  network.forward(window);
  const wanted = reference(weights);
  for (const [i, output] of network.outputs.entries()) expect(output).toBeCloseTo(wanted[i], 4);
  const random = seededRandom(9);
  const slopes = Float32Array.from({ length: wanted.length }, random.gaussian);
  network.outputGradient.set(slopes);
  network.backward(window);
  const loss = (values: Float64Array): number =>
    reference(values).reduce((sum, output, i) => sum + output * slopes[i], 0);
  const got = network.weightGradients();
  const h = 1e-5;
  for (let i = 0; i < weights.length; i++) {
    const values = Float64Array.from(weights);
    values[i] = weights[i] + h;
    const above = loss(values);
    values[i] = weights[i] - h;
    const slope = (above - loss(values)) / (2 * h);
    expect(Math.abs(got[i] - slope)).toBeLessThan(2e-4 * Math.max(1, Math.abs(slope)));
  }
});

test('memory is carried from window to window, as one long window would have it', () => {
  const { spec, weights, network, window } = made('gru');
  network.forward(window);
  network.forward({ ...window, begins: new Uint8Array(STEPS * STREAMS) });
  const second = network.outputs.slice();
  const long = new RecurrentNetwork(spec, weights, { steps: 2 * STEPS, streams: STREAMS }, kernelBytes('plain'));
  const twice = new Float32Array([...window.observations, ...window.observations]);
  const begins = new Uint8Array(2 * STEPS * STREAMS);
  begins.set(window.begins);
  long.forward({ observations: twice, actions: window.actions, begins });
  expect([...long.outputs.subarray(STEPS * STREAMS * 2)]).toEqual([...second]);
});

/** A sign is shown for a moment; 0.85 s later the driver steers to the side it told. */
function drivesByMemory(count: number, seed: number): Sequences {
  const random = seededRandom(seed);
  const [ticks, shown, asked] = [120, 24, 75];
  const drives = Array.from({ length: count }, (): Sequence => {
    const side = random.uniform() < 0.5 ? -1 : 1;
    const drive = { ticks, observations: new Float32Array(ticks * 3), actions: new Float32Array(ticks * 2) };
    for (let t = 0; t < ticks; t++) {
      drive.observations.set([t < shown ? side : 0, t >= asked ? 1 : 0, 0.3 * random.gaussian()], 3 * t);
      drive.actions[2 * t] = t >= asked ? side : 0;
    }
    return drive;
  });
  return { width: 3, drives };
}

const quick = {
  ...TRAINING,
  ...{ ...RECURRENT, head: HEADS['squared-error'], steps: 900, seeds: [1], hidden: [16] },
  sequences: { steps: 40, streams: 8, clip: 1 },
} as const;

test.each(CELLS)(
  'a %s does what it was told most of a second ago; driving without tfjs is what was trained',
  async (cell) => {
    const train = drivesByMemory(40, 1);
    const heldOut = drivesByMemory(20, 2);
    const normaliser = { mean: [0, 0, 0], scale: [1, 1, 1] };
    const settings = { ...quick, recurrent: { cell, units: 16 } as const };
    const [trained] = await trainRecurrentNetworks(train, heldOut, normaliser, settings, kernelBytes());
    expect(trained.validationLoss).toBeLessThan(0.02); // without memory the best is 0.19
    const batch = new PolicyBatch(kernelBytes());
    const slot = batch.add(trained.network, settings.head, normaliser, trained.weights);
    const minds = heldOut.drives.map((_, i) => batch.mind(slot, i));
    const count = minds.length;
    const [seen, actions] = [new Float32Array(3 * count), new Float32Array(2 * count)];
    for (let tick = 0; tick < 117; tick += 3) {
      for (const [i, drive] of heldOut.drives.entries()) {
        seen.set(drive.observations.subarray(3 * tick, 3 * tick + 3), 3 * i);
      }
      batch.decide(new Int32Array(count).fill(slot), seen, actions, count, 3, minds);
    }
    const right = heldOut.drives.filter((drive, i) => Math.sign(actions[2 * i]) === drive.actions[2 * 114]).length;
    expect(right).toBeGreaterThanOrEqual(19);
  },
);

test('heads that see more than the road, and nothing to learn from, are refused in words', async () => {
  const normaliser = { mean: [0, 0, 0], scale: [1, 1, 1] };
  const train = (settings: Parameters<typeof trainRecurrentNetworks>[3], drives = drivesByMemory(2, 1)) =>
    trainRecurrentNetworks(drives, null, normaliser, settings, kernelBytes());
  await expect(
    train({ ...quick, recurrent: RECURRENT.recurrent, head: HEADS.flow, seeds: [1], hidden: [16] }),
  ).rejects.toThrow(/head "flow"/);
  await expect(train({ ...quick, seeds: [1], hidden: [16] }, { width: 3, drives: [] })).rejects.toThrow(TrainingError);
});
