import { beforeAll, expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { stretchesOf } from '../../../shared/dataset/lap.ts';
import { wholeObservations } from '../../../shared/dataset/samplepictures.ts';
import { samplesOfDrives } from '../../../shared/dataset/samples.ts';
import { sideCameraDrives } from '../../../shared/dataset/sidecameras.ts';
import { policyPilot } from '../../../shared/evaluation/pilot.ts';
import { rollOut } from '../../../shared/evaluation/rollout.ts';
import { scoresOf } from '../../../shared/evaluation/scores.ts';
import { Camera } from '../../../shared/observation/camera.ts';
import { observe } from '../../../shared/observation/observe.ts';
import { FRONT_CAMERA, observationSize } from '../../../shared/observation/spec.ts';
import { decodePolicy, encodePolicy } from '../../../shared/policy/file.ts';
import { PolicyBatch } from '../../../shared/policy/forward.ts';
import { HEADS } from '../../../shared/policy/head.ts';
import { makeClone, type TrainedClone } from '../../../shared/training/clone.ts';
import { manifestOf } from '../../../shared/training/clonemanifest.ts';
import { ENCODERS, settingsFor } from '../../../shared/training/encoder.ts';
import { TRAINING } from '../../../shared/training/settings.ts';
import { restingState } from '../../../shared/vehicle/state.ts';
import { record } from '../dataset/recorded.ts';
import { loadTrack } from '../driver/racing.ts';
import { kernelBytes } from '../tensor/wasm.ts';

const track = loadTrack('tests/tracks/ring150.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
const laps = lapsOfLog(log, track, episodes);
const HEAD = HEADS['squared-error'];
let clone: TrainedClone;

beforeAll(async () => {
  const settings = { ...TRAINING, ...settingsFor('cnn'), head: HEAD, encoder: ENCODERS.cnn, steps: 250, seeds: [1] };
  const order = { kind: 'coached', sees: 'road', seed: 1, splitSeed: 1 } as const;
  clone = await makeClone(laps, { ...settings, ...order }, { kernelBytes: kernelBytes() });
});

test('a clone goes round by what its camera shows, knowing nothing of the road', () => {
  const { driven } = clone.chosen;
  expect(clone.observation).toEqual(FRONT_CAMERA);
  expect(clone.network.network).toMatchObject({ inputs: 4, convolution: { cameras: 1, width: 64, height: 48 } });
  expect([driven.falls, driven.lapsFinished]).toEqual([0, driven.lapsPlanned]);
  expect(clone.offline!.mse).toBeLessThan(0.05);
});

test('its file drives as it did', () => {
  const order = { sees: 'road', steps: 250 } as const;
  const bytes = encodePolicy(manifestOf(clone, 'd-1', laps, order, '2026-11-22T12:00:00.000Z'), clone.network.weights);
  const { manifest, weights } = decodePolicy(bytes);
  const drive = (policy: { normaliser: typeof clone.normaliser }, flat: Float32Array) => {
    const batch = new PolicyBatch(kernelBytes());
    const slot = batch.add(clone.network.network, HEAD, policy.normaliser, flat);
    const start = { ...restingState(), ...startOf() };
    const pilot = policyPilot(batch, slot, manifest.observation);
    return scoresOf(
      rollOut(pilot, { track, spec: laps[0]!.spec, starts: [start], laps: 1, secondsPerLap: 60 }),
      1,
      track.length,
      1,
    );
  };
  const startOf = () => ({ x: track.x[0], y: track.y[0], heading: Math.atan2(track.tangentY[0]!, track.tangentX[0]!) });
  expect(drive(manifest, weights)).toEqual(drive(clone, clone.network.weights));
});

test('samples hold the pictures that a driver would have seen there, a byte a pixel', () => {
  const samples = samplesOfDrives(stretchesOf(laps.slice(0, 1)), FRONT_CAMERA, 7);
  const width = observationSize(FRONT_CAMERA);
  expect(samples.width).toBe(4);
  expect(samples.pictures!.bytes.length).toBe(samples.size * 64 * 48);
  const { states } = laps[0]!;
  const whole = wholeObservations(samples, 0, samples.size);
  // The stretch begins at a standstill, which is no sample: look for the row by the car's own motion.
  const seen = new Float32Array(width);
  const state = restingState();
  let found = 0;
  for (let tick = 0; tick < states.length / 8 - 3; tick += 7) {
    const [x, y, heading, vx, vy, yawRate, steer, distance] = states.subarray(8 * tick, 8 * tick + 8);
    Object.assign(state, { x, y, heading, vx, vy, yawRate, steer, distance });
    observe(FRONT_CAMERA, track, laps[0]!.spec, state, seen, 0);
    const row = whole.subarray(found * width, (found + 1) * width);
    if (found < samples.size && row.every((value, i) => value === seen[i])) found++;
  }
  expect(found).toBe(samples.size);
});

test('the front picture of a car that stands aside is the side camera’s of one that does not', () => {
  const state = { ...restingState(), x: track.x[3]!, y: track.y[3]!, heading: 0.4, distance: 3 * track.spacing };
  const aside = { ...state, x: state.x - 0.8 * Math.sin(0.4), y: state.y + 0.8 * Math.cos(0.4) };
  const [left, front] = [new Uint8Array(64 * 48), new Uint8Array(64 * 48)];
  new Camera('left').draw(track, state, left);
  new Camera('front').draw(track, aside, front);
  const same = left.filter((value, i) => value === front[i]).length;
  expect(same).toBeGreaterThan(0.99 * left.length);
  const views = samplesOfDrives(sideCameraDrives(laps.slice(0, 1)).slice(0, 2), FRONT_CAMERA, 3);
  expect(views.pictures!.bytes.length).toBe(views.size * 64 * 48);
});
