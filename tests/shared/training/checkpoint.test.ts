import { beforeAll, expect, test } from 'vitest';
import { fitNormaliser } from '../../../shared/dataset/normaliser.ts';
import type { Samples } from '../../../shared/dataset/samples.ts';
import type { Sequences } from '../../../shared/dataset/sequences.ts';
import { HEADS, type HeadName } from '../../../shared/policy/head.ts';
import {
  type Checkpoint,
  CheckpointError,
  decodeCheckpoint,
  encodeCheckpoint,
} from '../../../shared/training/checkpoint.ts';
import {
  type Keeping,
  type TrainedNetwork,
  type TrainingProgress,
  trainNetworks,
  trainRecurrentNetworks,
} from '../../../shared/training/loop.ts';
import { RECURRENT, TRAINING, type TrainingSettings } from '../../../shared/training/settings.ts';
import { kernelBytes, startWasm } from '../tensor/wasm.ts';
import { madeSamples } from './fixture.ts';

beforeAll(() => startWasm());

const samples = madeSamples(300, 1);
const normaliser = fitNormaliser([samples]);
const quick: TrainingSettings = { ...TRAINING, hidden: [16], steps: 100, batch: 32, seeds: [1, 2], learningRate: 3e-3 };

/** The rows of made samples as the ticks of three drives. */
function drivesOf({ width, observations, actions }: Samples): Sequences {
  const drives = [0, 90, 200].map((from, k) => {
    const to = [90, 200, 300][k];
    const rows = observations.slice(from * width, to * width);
    return { ticks: to - from, observations: rows, actions: actions.slice(2 * from, 2 * to) };
  });
  return { width, drives };
}

type Train = (settings: TrainingSettings, progress: TrainingProgress) => Promise<TrainedNetwork[]>;

const pointwise: Train = (settings, progress) => trainNetworks(samples, null, normaliser, settings, progress);
const recurrent =
  (cell: 'gru' | 'lstm'): Train =>
  (settings, progress) => {
    const sequences = { ...RECURRENT.sequences, steps: 8, streams: 4 };
    const memory = { ...settings, recurrent: { cell, units: 8 }, sequences };
    return trainRecurrentNetworks(drivesOf(samples), null, normaliser, memory, kernelBytes(), progress);
  };

/** Keeps every state a training offers, as the bytes that would lie on a disk. */
function keeping(found: Uint8Array | null = null): Keeping & { kept: Uint8Array[]; begun: number[]; told: unknown[] } {
  const kept: Uint8Array[] = [];
  const begun: number[] = [];
  const told: unknown[] = [];
  return {
    ...{ kept, begun, told, found: found && decodeCheckpoint(found), isDue: () => true },
    resumed: (step, notes) => {
      begun.push(step);
      told.push(notes);
    },
    notes: () => ({ kept: kept.length }),
    keep: (checkpoint) => {
      kept.push(encodeCheckpoint(checkpoint));
    },
  };
}

const learners: [string, HeadName, Train][] = [
  ['squared error', 'squared-error', pointwise],
  ['bins', 'bins', pointwise],
  ['flow matching', 'flow', pointwise],
  ['a latent variable', 'latent', pointwise],
  ['a GRU', 'mixture', recurrent('gru')],
  ['an LSTM', 'squared-error', recurrent('lstm')],
];

test.each(learners)('a killed training of %s goes on to the bits of one that was not', async (_, head, train) => {
  const settings = { ...quick, head: HEADS[head] };
  const whole = await train(settings, {});
  const first = keeping();
  let asked = 0;
  const killed = train(settings, { keeping: first, shouldStop: () => ++asked === 3 });
  await expect(killed).rejects.toThrow(/stopped after 75 steps/);
  expect(first.begun).toEqual([0]);
  // Killed after step 75, and again from there: what lies on the disk is a few steps old.
  for (const [from, bytes] of [25, 50].entries()) {
    const second = keeping(first.kept[from]);
    const resumed = await train(settings, { keeping: second });
    expect(second.begun).toEqual([bytes]);
    expect(second.told).toEqual([{ kept: from }]);
    expect(resumed).toEqual(whole);
  }
});

test('clipping and schedules go on from a checkpoint, too', async () => {
  const settings = { ...quick, clip: 0.05, schedule: 'linear', warmUp: 30 } as const;
  const whole = await pointwise(settings, {});
  const first = keeping();
  await pointwise(settings, { keeping: first });
  expect(await pointwise(settings, { keeping: keeping(first.kept[0]) })).toEqual(whole);
  expect(whole).not.toEqual(await pointwise(quick, {}));
});

test('a checkpoint of other samples or settings is left alone', async () => {
  const first = keeping();
  await pointwise(quick, { keeping: first });
  const found = first.kept.at(-1)!;
  const other = { ...quick, learningRate: 1e-3 };
  const anew = keeping(found);
  expect(await pointwise(other, { keeping: anew })).toEqual(await pointwise(other, {}));
  expect(anew.begun).toEqual([0]);
  const foreign = keeping(found);
  await trainNetworks(madeSamples(300, 2), null, normaliser, quick, { keeping: foreign });
  expect(foreign.begun).toEqual([0]);
});

test('a checkpoint is the same after a disk, and a cut or foreign file is refused', () => {
  const parts = new Map<string, Float32Array | Int32Array>([
    ['weights', Float32Array.of(1.5, -0, Number.NaN)],
    ['place', Int32Array.of(-7, 2 ** 31 - 1)],
    ['none', new Float32Array(0)],
  ]);
  const checkpoint: Checkpoint = { step: 75, fingerprint: 'f', notes: { checks: ['가'] }, parts };
  const bytes = encodeCheckpoint(checkpoint);
  expect(decodeCheckpoint(bytes)).toEqual(checkpoint);
  expect(decodeCheckpoint(Buffer.from(bytes))).toEqual(checkpoint); // as files are read
  expect(() => decodeCheckpoint(bytes.subarray(0, bytes.length - 4))).toThrow(CheckpointError);
  expect(() => decodeCheckpoint(new Uint8Array(100))).toThrow(/do not begin like one/);
});
