import { beforeAll, expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { heldAction } from '../../../shared/dataset/heldaction.ts';
import { stretchesOf } from '../../../shared/dataset/lap.ts';
import { joinSamples, samplesOfDrives } from '../../../shared/dataset/samples.ts';
import { sequencesOf, stackedSamples } from '../../../shared/dataset/sequences.ts';
import { TRACK_FEATURES } from '../../../shared/observation/spec.ts';
import { CHUNK_DRIVES, type ChunkSpec } from '../../../shared/policy/chunk.ts';
import { decodePolicy, encodePolicy } from '../../../shared/policy/file.ts';
import { HEADS, headOutputs } from '../../../shared/policy/head.ts';
import { type CloneSettings, makeClone } from '../../../shared/training/clone.ts';
import { ENCODERS } from '../../../shared/training/encoder.ts';
import { TRAINING, TrainingError } from '../../../shared/training/settings.ts';
import { record } from '../dataset/recorded.ts';
import { loadTrack } from '../driver/racing.ts';
import { madePolicy } from '../policy/fixture.ts';
import { kernelBytes, startWasm } from '../tensor/wasm.ts';

beforeAll(() => startWasm());

const track = loadTrack('tests/tracks/ring150.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
const laps = lapsOfLog(log, track, episodes);
const drives = stretchesOf(laps);
const small: CloneSettings = {
  ...{ ...TRAINING, hidden: [64, 64], steps: 500, seeds: [1, 2] },
  kind: 'coached',
  sees: 'road',
  seed: 1,
  splitSeed: 1,
};

test('a plan is what was done in the decisions after a moment, and its last goes on where the drive ends', () => {
  const samples = samplesOfDrives(drives, TRACK_FEATURES, 1, 4);
  const single = samplesOfDrives(drives, TRACK_FEATURES);
  expect([samples.size, samples.planned]).toEqual([single.size, 4]);
  expect(samples.observations).toEqual(single.observations);
  const [{ frames }] = drives;
  const ticks = frames.length / 2;
  const first = single.size - (ticks - 2); // of those in which the car stood before the start, none is a sample
  const wanted = new Float32Array(2);
  for (const tick of [100, 101, ticks - 12, ticks - 7, ticks - 3])
    for (let k = 0; k < 4; k++) {
      heldAction(frames, Math.min(tick + 3 * k, ticks - 3), wanted, 0);
      const at = 2 * ((tick + first) * 4 + k);
      expect(samples.actions.subarray(at, at + 2)).toEqual(wanted);
    }
  expect(joinSamples([samples, samples]).actions.subarray(samples.actions.length)).toEqual(samples.actions);
});

test('stacked samples plan the same', () => {
  const stacked = stackedSamples(sequencesOf(drives, TRACK_FEATURES), 2, 1, 1, 3);
  const alone = stackedSamples(sequencesOf(drives, TRACK_FEATURES), 2, 1);
  expect(stacked.planned).toBe(3);
  for (const row of [0, 57, 300]) {
    const plan = stacked.actions.subarray(6 * row, 6 * row + 6);
    for (let k = 0; k < 3; k++)
      expect(plan.subarray(2 * k, 2 * k + 2)).toEqual(alone.actions.subarray(2 * (row + 3 * k), 2 * (row + 3 * k) + 2));
  }
});

test.each(CHUNK_DRIVES)('clones that learn chunks drive them, %s', async (drive) => {
  const chunk: ChunkSpec = { length: 4, drive, fade: 0.1 };
  for (const head of [HEADS['squared-error'], HEADS.latent]) {
    const clone = await makeClone(laps, { ...small, head, chunk }, { kernelBytes: kernelBytes() });
    expect(clone.network.network).toMatchObject({ chunk, outputs: 4 * headOutputs(head) });
    expect(clone.chosen.driven).toMatchObject({ falls: 0, lapsFinished: 12 });
    // Of the decision now: the first of the plan.
    expect(clone.offline!.mse).toBeLessThan(0.05);
  }
});

test('of frames and of bins too, also through a file', async () => {
  const chunk: ChunkSpec = { length: 3, drive: 'ensemble', fade: 0 };
  const settings = { ...small, seeds: [1], head: HEADS.bins, encoder: ENCODERS.stack, chunk };
  const clone = await makeClone(laps, settings, { kernelBytes: kernelBytes() });
  expect(clone.chosen.driven.lapsFinished).toBe(12);
  const { manifest } = madePolicy(1);
  const { head, observation, normaliser } = clone;
  const said = { ...manifest, head, observation, normaliser, network: clone.network.network };
  const read = decodePolicy(encodePolicy(said, clone.network.weights));
  expect(read.manifest.network.chunk).toEqual(chunk);
  expect(() =>
    encodePolicy({ ...said, network: { ...said.network, chunk: undefined } }, clone.network.weights),
  ).toThrow(/Outputs/);
});

test('what cannot plan refuses to', async () => {
  const chunk: ChunkSpec = { length: 3, drive: 'ensemble', fade: 0 };
  const made = makeClone(laps, { ...small, encoder: ENCODERS.gru, chunk }, { kernelBytes: kernelBytes() });
  await expect(made).rejects.toThrow(TrainingError);
});
