import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { dropFromSequences, dropPreviousAction } from '../../../shared/dataset/dropout.ts';
import { STATE_WIDTH, stretchesOf, ticksOf } from '../../../shared/dataset/lap.ts';
import { NOISE, noisyDrives } from '../../../shared/dataset/noise.ts';
import { samplesOfDrives } from '../../../shared/dataset/samples.ts';
import { sequencesOf, stackedSamples } from '../../../shared/dataset/sequences.ts';
import { SteeringNoise, wantedSteer } from '../../../shared/driver/steeringnoise.ts';
import { observationSpecFor } from '../../../shared/observation/spec.ts';
import { edgeDistance, locate } from '../../../shared/track/locate.ts';
import { loadTrack } from '../driver/racing.ts';
import { record } from './recorded.ts';

const track = loadTrack('tests/tracks/ring150.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
const laps = lapsOfLog(log, track, episodes);
const settings = { ...NOISE, segments: 12, deviation: 0.2 };
const drives = noisyDrives(laps, settings);

test('the label is the command as it was meant, the drive what noise made of it', () => {
  expect(drives.length).toBeGreaterThan(8);
  const added = drives.flatMap(({ frames, intended }) =>
    [...frames].flatMap((value, i) => (i % 2 === 0 && Math.abs(value) < 127 ? [(value - intended![i]!) / 127] : [])),
  );
  const mean = added.reduce((sum, value) => sum + value, 0) / added.length;
  const deviation = Math.sqrt(added.reduce((sum, value) => sum + value * value, 0) / added.length);
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(deviation - settings.deviation)).toBeLessThan(0.03);
  for (const { frames, intended } of drives) {
    for (let i = 1; i < frames.length; i += 2) expect(intended![i]).toBe(frames[i]); // pedals are left alone
  }
  const spec = observationSpecFor(track, 'road', { previousAction: true });
  const { actions, observations, width } = samplesOfDrives(drives.slice(0, 1), spec);
  const meant = drives[0]!.intended!;
  expect(actions[0]).toBeCloseTo((meant[0]! + meant[2]! + meant[4]!) / (3 * 127), 6);
  const { frames } = drives[0]!;
  expect(observations[3 * width + width - 2]).toBeCloseTo((frames[0]! + frames[2]! + frames[4]!) / (3 * 127), 6);
});

test('noise leads astray, and the controller comes back', () => {
  const quiet = noisyDrives(laps, { ...settings, deviation: 0 });
  for (const { frames, intended } of quiet) expect(intended).toEqual(frames);
  expect(quiet.length).toBe(drives.length);
  const apart = drives.map(({ states }, k) => apartAt(states, quiet[k]!.states));
  expect(Math.max(...apart.map(([, after]) => after))).toBeLessThan(1.5);
  for (const [most, after] of apart) {
    expect(most).toBeGreaterThan(0.03);
    expect(after).toBeLessThanOrEqual(most);
  }
  for (const { states } of drives) expect(beyond(states)).toBeLessThanOrEqual(2);
  expect(noisyDrives(laps, settings)).toEqual(drives);
  expect(noisyDrives([], settings)).toEqual([]);
});

/** How far two drives from one start are apart sideways: at most, and at their common end. */
function apartAt(one: Float32Array, other: Float32Array): [most: number, after: number] {
  const gaps: number[] = [];
  for (let k = 0; k < Math.min(one.length, other.length); k += STATE_WIDTH) {
    const [dx, dy] = [one[k]! - other[k]!, one[k + 1]! - other[k + 1]!];
    gaps.push(Math.abs(dy * Math.cos(other[k + 2]!) - dx * Math.sin(other[k + 2]!)));
  }
  return [Math.max(...gaps), gaps.at(-1)!];
}

function beyond(states: Float32Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < states.length; k += STATE_WIDTH) {
    most = Math.max(most, edgeDistance(locate(track, states[k]!, states[k + 1]!, states[k + 7]!)));
  }
  return most;
}

test('what was wanted is told from what was applied and the noise', () => {
  const frame = fc.integer({ min: -127, max: 127 });
  fc.assert(
    fc.property(frame, fc.integer({ min: -60, max: 60 }), (wanted, noise) => {
      const applied = Math.max(-127, Math.min(127, wanted + noise));
      const told = wantedSteer(applied, noise);
      if (Math.abs(wanted + noise) < 127 || Math.abs(wanted) === 127) expect(told).toBe(wanted);
      else expect(Math.abs(told - wanted)).toBeLessThanOrEqual(Math.abs(noise));
    }),
  );
  const [one, other] = [new SteeringNoise(0.1, 4), new SteeringNoise(0.1, 4)];
  const some = Array.from({ length: 30 }, (_, tick) => one.at(tick));
  expect(some.map((_, tick) => other.at(tick))).toEqual(some);
  for (let tick = 0; tick < 30; tick++) expect(some[tick]).toBe(some[tick - (tick % 3)]);
});

test('half of the samples forget what was done last, whole rows of a stack at once, and nothing else', () => {
  const spec = observationSpecFor(track, 'road', { previousAction: true });
  const whole = samplesOfDrives(stretchesOf(laps), spec);
  const { width, size } = whole;
  const dropped = dropPreviousAction({ ...whole, observations: whole.observations.slice() }, spec, 1);
  let forgot = 0;
  for (let row = 0; row < size; row++) {
    const [before, after] = [whole, dropped].map(({ observations }) =>
      observations.slice(row * width, (row + 1) * width),
    );
    expect(after!.slice(0, width - 2)).toEqual(before!.slice(0, width - 2));
    if (after![width - 2] === 0 && after![width - 1] === 0) forgot++;
    else expect(after).toEqual(before);
  }
  expect(Math.abs(forgot / size - 0.5)).toBeLessThan(0.05);
  const stack = stackedSamples(sequencesOf(stretchesOf(laps), spec), 3, 2);
  const stacked = dropPreviousAction({ ...stack, observations: stack.observations.slice() }, spec, 1, 3);
  let changed = 0;
  for (let row = 0; row < stacked.size; row++) {
    const of = ({ observations }: typeof stack) => observations.slice(row * stack.width, (row + 1) * stack.width);
    const [before, after] = [of(stack), of(stacked)];
    if (before.every((value, j) => value === after[j])) continue;
    changed++;
    for (const end of [width, 2 * width, 3 * width]) expect([...after.slice(end - 2, end)]).toEqual([0, 0]);
  }
  expect(Math.abs(changed / stack.size - 0.5)).toBeLessThan(0.05);
  const sequences = dropFromSequences(sequencesOf(stretchesOf(laps), spec), spec, 1);
  const pedals = sequences.drives.flatMap(({ ticks, observations }) =>
    Array.from({ length: ticks }, (_, tick) => observations[(tick + 1) * width - 1]),
  );
  expect(Math.abs(pedals.filter((pedal) => pedal === 0).length / pedals.length - 0.5)).toBeLessThan(0.1);
  expect(ticksOf(drives[0]!)).toBeGreaterThan(0);
});
