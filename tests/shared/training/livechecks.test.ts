import { beforeAll, expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { persistenceError } from '../../../shared/dataset/samples.ts';
import { splitLaps } from '../../../shared/dataset/split.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../../shared/training/checkpoint.ts';
import { type CloneProgress, type CloneSettings, makeClone } from '../../../shared/training/clone.ts';
import { ENCODERS } from '../../../shared/training/encoder.ts';
import type { Keeping } from '../../../shared/training/loop.ts';
import { TRAINING } from '../../../shared/training/settings.ts';
import { record } from '../dataset/recorded.ts';
import { loadTrack } from '../driver/racing.ts';
import { kernelBytes, startWasm } from '../tensor/wasm.ts';

beforeAll(() => startWasm());

const track = loadTrack('tests/tracks/ring150.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
const laps = lapsOfLog(log, track, episodes);
const tools = { kernelBytes: kernelBytes() };
const small: CloneSettings = {
  ...{ ...TRAINING, hidden: [32], steps: 100, batch: 64, seeds: [1, 2] },
  ...{ sees: 'road', kind: 'coached', seed: 1, splitSeed: 1 },
};

test.each([
  ['features', 100],
  ['stack', 100],
  ['gru', 20],
] as const)('networks with %s are looked at eight times', async (encoder, steps) => {
  const settings: CloneSettings = { ...small, steps, kind: 'copy', encoder: ENCODERS[encoder] };
  const told: CloneProgress[] = [];
  const clone = await makeClone(laps, settings, { ...tools, checks: true, report: (progress) => told.push(progress) });
  expect(clone.checks.map(({ step }) => step)).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8].map((part) => Math.ceil((part * steps) / 8)),
  );
  const bar = persistenceError(splitLaps(laps, 1).validation);
  expect(clone.checks.every(({ persistenceMse }) => persistenceMse === bar)).toBe(true);
  const [first, last] = [clone.checks[0]!, clone.checks.at(-1)!];
  expect(last.mse).toBeLessThan(first.mse!);
  expect(last.fallsPerLap).toBeLessThanOrEqual(first.fallsPerLap);
  expect(told.at(-1)!.checks).toEqual(clone.checks);
  // Looking changes nothing of what is learned or chosen.
  const unseen = await makeClone(laps, settings, tools);
  expect(unseen.checks).toEqual([]);
  expect({ ...unseen, checks: clone.checks }).toEqual(clone);
});

test('a training that goes on has the looks from before', async () => {
  const kept: Uint8Array[] = [];
  const keeping = (found: Uint8Array | null): Keeping => ({
    found: found && decodeCheckpoint(found),
    isDue: () => true,
    keep: (checkpoint) => {
      kept.push(encodeCheckpoint(checkpoint));
    },
  });
  const whole = await makeClone(laps, small, { ...tools, checks: true, keeping: keeping(null) });
  const resumed = await makeClone(laps, small, { ...tools, checks: true, keeping: keeping(kept[1]!) });
  expect(resumed).toEqual(whole);
});

test('without held-out laps there is nothing to predict, and driving is looked at all the same', async () => {
  const clone = await makeClone(laps.slice(1, 2), { ...small, seeds: [1] }, { ...tools, checks: true });
  expect(clone.checks).toHaveLength(8);
  expect(clone.checks[0]).toMatchObject({ step: 13, mse: null, persistenceMse: null });
});
