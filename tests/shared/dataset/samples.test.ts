import { expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { STATE_WIDTH, ticksOf } from '../../../shared/dataset/lap.ts';
import { fitNormaliser, LEAST_SPREAD, normalise } from '../../../shared/dataset/normaliser.ts';
import { joinSamples, persistenceError, type Samples, samplesOf } from '../../../shared/dataset/samples.ts';
import { TRACK_FEATURES } from '../../../shared/observation/spec.ts';
import { CLUB_RACER } from '../../../shared/vehicle/spec.ts';
import { loadTrack } from '../driver/racing.ts';
import { record } from './recorded.ts';

const track = loadTrack('tests/tracks/ring150.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
const laps = lapsOfLog(log, track, episodes);

test('every tick that moves and has two more behind it is a sample, also across the line', () => {
  const [, second, third] = laps;
  const alone = samplesOf([second], TRACK_FEATURES);
  expect(alone.size).toBe(ticksOf(second) - 2);
  expect(alone.width).toBe(23);
  expect(samplesOf([second, third], TRACK_FEATURES).size).toBe(ticksOf(second) + ticksOf(third) - 2);
});

test('a label is the mean of the three frames that one decision holds for', () => {
  const [, second] = laps;
  const { actions } = samplesOf([second], TRACK_FEATURES);
  const mean = (tick: number, axis: number) =>
    [0, 1, 2].reduce((sum, k) => sum + second.frames[(tick + k) * 2 + axis], 0) / (3 * 127);
  for (const tick of [0, 100, 250]) {
    expect(actions[tick * 2]).toBeCloseTo(mean(tick, 0), 6);
    expect(actions[tick * 2 + 1]).toBeCloseTo(mean(tick, 1), 6);
  }
});

test('waiting for the lights is no sample: a clone of it would stand for ever', () => {
  const [first] = laps;
  const standing = first.frames.findIndex((value, i) => i % 2 === 1 && value > 0) >> 1;
  expect(standing).toBeGreaterThan(8); // the driver's reaction time
  const { size, actions } = samplesOf([first], TRACK_FEATURES);
  expect(size).toBe(ticksOf(first) - 2 - standing);
  expect(actions[1]).toBeGreaterThan(0.5);
});

test('a normaliser brings its own samples to zero mean and unit spread, within five', () => {
  const samples = samplesOf(laps, TRACK_FEATURES);
  const fitted = fitNormaliser([samples]);
  const out = new Float32Array(samples.observations.length);
  normalise(fitted, samples.observations, samples.size, out);
  for (let j = 0; j < samples.width; j++) {
    let [mean, square] = [0, 0];
    for (let i = j; i < out.length; i += samples.width) {
      mean += out[i] / samples.size;
      square += (out[i] * out[i]) / samples.size;
    }
    expect(Math.abs(mean)).toBeLessThan(0.05); // what clipping at five moves
    if (fitted.scale[j] > LEAST_SPREAD) expect(Math.abs(square - 1)).toBeLessThan(0.2);
  }
  expect(Math.max(...out.map(Math.abs))).toBeLessThanOrEqual(5);
});

test('a number that never moved gets the least spread, and no samples no normaliser', () => {
  const still: Samples = { size: 2, width: 1, observations: Float32Array.of(3, 3), actions: new Float32Array(4) };
  expect(fitNormaliser([still])).toEqual({ mean: [3], scale: [LEAST_SPREAD] });
  expect(() => fitNormaliser([])).toThrow(/no samples/);
});

test('samples are joined in order, and only when they are alike', () => {
  const samples = samplesOf([laps[1]], TRACK_FEATURES);
  const twice = joinSamples([samples, samples]);
  expect(twice.size).toBe(2 * samples.size);
  expect(twice.actions.subarray(samples.size * 2)).toEqual(samples.actions);
  expect(() => joinSamples([samples, { ...samples, width: 4 }])).toThrow(/got 4 .* expected 23/);
});

test('persistence is perfect on held hands, and known for a square wave', () => {
  const lapOf = (steer: (tick: number) => number, ticks: number) => ({
    ...laps[0],
    spec: CLUB_RACER,
    states: new Float32Array((ticks + 1) * STATE_WIDTH),
    frames: Int8Array.from({ length: ticks * 2 }, (_, i) => (i % 2 === 0 ? steer(i / 2) : 127)),
  });
  expect(persistenceError([lapOf(() => 127, 60)])).toBe(0);
  // Full left for three ticks, full right for three: every decision misses by 2, 2/3 or 2/3 on one of two axes.
  const wave = persistenceError([lapOf((tick) => (Math.floor(tick / 3) % 2 === 0 ? 127 : -127), 600)]);
  expect(wave).toBeCloseTo((4 + 2 * (4 / 9)) / 3 / 2, 1);
  expect(persistenceError([lapOf(() => 0, 4)])).toBe(null);
});
