import { expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { HEADS } from '../../../shared/policy/head.ts';
import { type CloneSettings, makeClone } from '../../../shared/training/clone.ts';
import { ENCODERS } from '../../../shared/training/encoder.ts';
import { persistence, UNCHANGED } from '../../../shared/training/persistence.ts';
import { TRAINING } from '../../../shared/training/settings.ts';
import { record } from '../dataset/recorded.ts';
import { loadTrack } from '../driver/racing.ts';
import { kernelBytes } from '../tensor/wasm.ts';

const tools = { kernelBytes: kernelBytes() };

test('persistence does what was done, to the bit', () => {
  const batch = new PolicyBatch(tools.kernelBytes);
  const slot = batch.add(persistence().network, HEADS['squared-error'], UNCHANGED, persistence().weights);
  const done = Float32Array.of(-1, 1, 0.25, -0.625, 0, 0);
  const actions = new Float32Array(6);
  batch.decide([slot, slot, slot], done, actions);
  expect(actions).toEqual(done);
});

test('it predicts smooth hands well and cannot drive: nobody tells it what to do first', async () => {
  const track = loadTrack('tests/tracks/ring150.json');
  const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
  const settings: CloneSettings = {
    ...{ ...TRAINING, head: HEADS['squared-error'], encoder: ENCODERS.persistence },
    kind: 'copy',
    sees: 'road',
    seed: 1,
    splitSeed: 1,
  };
  const clone = await makeClone(lapsOfLog(log, track, episodes), settings, tools);
  const { mse, persistenceMse } = clone.offline!;
  // The two differ where a lap begins: of its first three ticks the policy knows no action before, and is off by 1 at most.
  const ticks = (clone.lapTimeMs * 60) / 1000;
  expect(Math.abs(mse - persistenceMse!)).toBeLessThan(4 / ticks);
  expect(mse).toBeLessThan(0.05);
  // Round it comes only by being put back on the road.
  expect(clone.chosen.driven.cleanLaps).toBe(0);
  expect(clone.chosen.driven.fallsPerLap).toBeGreaterThan(3);
});
