import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '../../shared/exact/random.ts';
import { HEADS } from '../../shared/policy/head.ts';
import { initialWeights, type NetworkSpec } from '../../shared/policy/network.ts';
import { ConvolutionNetwork } from '../../shared/training/convolutionnetwork.ts';
import type { SeenSamples } from '../../shared/training/learner.ts';
import { PointwiseLearner } from '../../shared/training/pointwise.ts';
import { RecurrentLearner } from '../../shared/training/recurrent.ts';
import { CONVOLUTION } from '../../shared/training/settings.ts';
import { kernelBytes, startWasm } from '../shared/tensor/wasm.ts';
import { type BenchResult, medianOf } from './result.ts';

const RUNS = 5;
const DEBIAN = '/usr/bin/python3';

/** One of the models that `torchpeer.py` has too: the same layers, batch and optimiser. */
interface Case {
  name: string;
  unit: string;
  /** Things of one timed run, and the run. */
  count: number;
  run(): void;
}

/** PyTorch in a process of its own, one run at a time. */
class Torch {
  /** What it says of itself, or that it is not installed. */
  readonly kind: string;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;

  private constructor(kind: string, child: ChildProcessWithoutNullStreams, lines: AsyncIterator<string>) {
    this.kind = kind;
    this.child = child;
    this.lines = lines;
  }

  /** TORCH_BLAS names a folder with another libblas.so.3: Debian's reference library is many times slower than OpenBLAS. */
  static async start(): Promise<Torch> {
    const script = fileURLToPath(new URL('torchpeer.py', import.meta.url));
    const folder = process.env.TORCH_BLAS;
    const env = { ...process.env, OPENBLAS_NUM_THREADS: '1', ...(folder && { LD_LIBRARY_PATH: folder }) };
    const child = spawn(existsSync(DEBIAN) ? DEBIAN : 'python3', [script], { env });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await lines.next();
    return new Torch(first.done ? 'torch not installed' : first.value, child, lines);
  }

  get isThere(): boolean {
    return this.kind !== 'torch not installed';
  }

  /** Rate of one run; the first of a case comes after one that warms up. */
  async rate(name: string): Promise<number> {
    this.child.stdin.write(`${name}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`torchpeer.py: got no answer to "${name}", expected a rate. Run it by hand to see why.`);
    return Number(value);
  }

  close(): void {
    this.child.stdin.end();
  }
}

/**
 * Training beside PyTorch on one thread: median of five runs each, in turns, every model in one process of ours and one of
 * theirs. What counts is the ratio; the machine is busy.
 */
export async function benchTorch(): Promise<BenchResult[]> {
  await startWasm();
  const torch = await Torch.start();
  if (!torch.isThere) console.error(`${torch.kind}: our own figures alone. Debian has it as python3-torch.`);
  const results: BenchResult[] = [];
  for (const [key, make] of Object.entries({ mlp, gru, cnn, large })) {
    const { name, unit, count, run } = make();
    run();
    const [own, theirs]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < RUNS; turn++) {
      const start = performance.now();
      run();
      own.push(count / ((performance.now() - start) / 1000));
      if (torch.isThere) theirs.push(await torch.rate(key));
    }
    const peers: Record<string, number> = theirs.length > 0 ? { [torch.kind]: medianOf(theirs) } : {};
    results.push({ name, unit, value: medianOf(own), runs: RUNS, peers });
  }
  torch.close();
  return results;
}

function mlp(): Case {
  const [width, batch, steps] = [40, 512, 60];
  const random = seededRandom(1);
  const size = 4 * batch;
  const inputs = Float32Array.from({ length: size * width }, random.gaussian);
  const actions = Float32Array.from({ length: size * 2 }, random.gaussian);
  const train: SeenSamples = { size, width, observations: inputs, inputs, actions };
  const lesson = { train, validation: null, hidden: [256, 256], seeds: [1], randoms: [random], batch };
  const learner = new PointwiseLearner(HEADS['squared-error'], lesson);
  const run = (): void => {
    for (let step = 0; step < steps; step++) learner.descend(1e-3);
  };
  return { name: 'training, 40-256-256-2, batch 512', unit: 'samples/s', count: steps * batch, run };
}

function gru(): Case {
  const [width, steps, ticks] = [40, 12, 2000];
  const random = seededRandom(1);
  const drives = Array.from({ length: 8 }, () => ({
    ticks,
    observations: Float32Array.from({ length: ticks * width }, random.gaussian),
    actions: Float32Array.from({ length: ticks * 2 }, random.uniform),
  }));
  const lesson = {
    ...{ train: { width, drives }, validation: null, hidden: [], seeds: [1] },
    recurrent: { cell: 'gru' as const, units: 128 },
    ...{ steps: 32, streams: 64, clip: 1 },
  };
  const learner = new RecurrentLearner(HEADS['squared-error'], lesson, kernelBytes());
  const run = (): void => {
    for (let step = 0; step < steps; step++) learner.descend(1e-3);
  };
  return { name: 'training, GRU of 128 units, 32 decisions, batch 64', unit: 'sequences/s', count: steps * 64, run };
}

const cnn = (): Case => seeing('64 × 48 × 1, as clones', 1, 64, 48, CONVOLUTION.layers, 20);

const large = (): Case => {
  const filters = [
    { filters: 24, size: 5, stride: 2 },
    { filters: 40, size: 5, stride: 2 },
    { filters: 48, size: 3, stride: 2 },
  ];
  return seeing('64 × 64 × 3, filters 24, 40, 48', 3, 64, 64, filters, 8);
};

function seeing(
  label: string,
  cameras: number,
  width: number,
  height: number,
  layers: { filters: number; size: number; stride: number }[],
  steps: number,
): Case {
  const [batch, size] = [64, 256];
  const random = seededRandom(1);
  const convolution = { cameras, width, height, layers };
  const spec: NetworkSpec = { inputs: 4, convolution, hidden: [64], outputs: 2, activation: 'relu' };
  const network = new ConvolutionNetwork(spec, initialWeights(spec, random), batch, kernelBytes());
  const bytes = Uint8Array.from({ length: size * cameras * width * height }, () => random.integer(256));
  const inputs = Float32Array.from({ length: 4 * size }, random.gaussian);
  const actions = Float32Array.from({ length: 2 * size }, random.gaussian);
  const pictures = { cameras, width, height, bytes };
  const samples: SeenSamples = { size, width: 4, observations: inputs, inputs, actions, pictures };
  const rows = new Int32Array(batch);
  const run = (): void => {
    for (let step = 0; step < steps; step++) {
      for (let i = 0; i < batch; i++) rows[i] = random.integer(size);
      network.see(samples, rows);
      network.forward();
      const { outputs, outputGradient } = network;
      for (let i = 0; i < 2 * batch; i++) {
        outputGradient[i] = (outputs[i] - actions[2 * rows[i >> 1] + (i & 1)]) / batch;
      }
      network.backward();
      network.descend(1e-3, Infinity);
    }
  };
  return { name: `training, CNN on ${label}, batch 64`, unit: 'pictures/s', count: steps * batch, run };
}
