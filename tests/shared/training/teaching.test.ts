import { beforeAll, expect, test } from 'vitest';
import { lapsOfLog } from '../../../shared/dataset/demonstrations.ts';
import { observationNames } from '../../../shared/observation/spec.ts';
import { policyManifestSchema } from '../../../shared/policy/manifest.ts';
import { type CloneSettings, makeClone } from '../../../shared/training/clone.ts';
import { manifestOf } from '../../../shared/training/clonemanifest.ts';
import { lessonMistake, orderOf, settingsOf } from '../../../shared/training/cloneorder.ts';
import { ENCODERS } from '../../../shared/training/encoder.ts';
import { noiseLevel } from '../../../shared/training/noiselevel.ts';
import { TRAINING } from '../../../shared/training/settings.ts';
import { COACHED, kindOf, madeDrives, UNTAUGHT } from '../../../shared/training/teaching.ts';
import { policyRequestSchema } from '../../../shared/wire/api.ts';
import { record } from '../dataset/recorded.ts';
import { loadTrack } from '../driver/racing.ts';
import { kernelBytes, startWasm } from '../tensor/wasm.ts';

beforeAll(() => startWasm());

const track = loadTrack('tests/tracks/ring150.json');
const { log, episodes } = record(track, [{ hands: 'pad', skill: 'mid', seed: 1 }], 3);
const laps = lapsOfLog(log, track, episodes);
const tools = { kernelBytes: kernelBytes() };
const quick: CloneSettings = {
  ...{ sees: 'road', ...TRAINING, hidden: [16], steps: 25, seeds: [1], kind: 'copy', seed: 1, splitSeed: 1 },
};
const everything = { perturb: true, sideCameras: true, noise: true, mirror: true, previousAction: 'dropped' } as const;

test('each way makes drives of its own, and the mirror doubles all of them', () => {
  const made = madeDrives(laps, everything, { seed: 1, sees: 'road', noise: 0.1, human: 0 });
  expect(made.map(({ way }) => way)).toEqual(['perturb', 'sideCameras', 'noise', ...Array(4).fill('mirror')]);
  for (const { drives } of made) expect(drives.length).toBeGreaterThan(0);
  for (const way of ['perturb', 'sideCameras', 'noise', 'mirror'] as const) {
    const alone = madeDrives(laps, { ...UNTAUGHT, [way]: true }, { seed: 1, sees: 'road', noise: 0.1, human: 0 });
    expect(alone).toEqual(made.filter((group) => group.way === way).slice(0, 1));
  }
  expect(madeDrives(laps, UNTAUGHT, { seed: 1, sees: 'road', noise: 0, human: 0 })).toEqual([]);
});

test('beside many laps of a person each way makes more, so that what teaches the way back does not drown', () => {
  const drivesBeside = (human: number) => {
    const made = madeDrives(laps, { ...everything, mirror: false }, { seed: 1, sees: 'road', noise: 0.1, human });
    return made.map(({ drives }) => drives);
  };
  const few = drivesBeside(0);
  expect(drivesBeside(36_000)).toEqual(few);
  const many = drivesBeside(108_000);
  many.forEach((drives, way) => {
    expect(drives.slice(0, few[way]!.length)).toEqual(few[way]);
    expect(drives.length / few[way]!.length).toBeGreaterThan(2.7);
    expect(drives.length / few[way]!.length).toBeLessThan(3.3);
  });
});

test.each(['features', 'stack', 'gru', 'neighbours'] as const)(
  'a clone by %s is taught in every way at once, and its file counts each apart from the person’s samples',
  async (encoder) => {
    const head = encoder === 'neighbours' ? { head: { kind: 'squaredError' as const } } : {};
    const settings = { ...quick, ...head, steps: 2, encoder: ENCODERS[encoder], teaching: everything };
    const clone = await makeClone(laps, settings, tools);
    const plain = await makeClone(laps, { ...settings, teaching: UNTAUGHT }, tools);
    const { human, recovery, made } = clone.samples;
    expect(human).toBe(plain.samples.human);
    expect(recovery).toBe(made.perturb + made.sideCameras + made.noise);
    expect(made.mirror).toBe(human + recovery);
    expect(plain.samples).toEqual({ human, recovery: 0, made: { perturb: 0, sideCameras: 0, noise: 0, mirror: 0 } });
    expect([clone.kind, plain.kind]).toEqual(['coached', 'copy']);
    expect(observationNames(clone.observation).slice(-2)).toEqual(['previousSteer', 'previousPedal']);
    expect([clone.noise! > 0, plain.noise]).toEqual([true, null]);
    const manifest = manifestOf(clone, 'd', laps, { sees: 'road', steps: 2 }, '2026-01-01T00:00:00.000Z');
    const read = policyManifestSchema.parse(JSON.parse(JSON.stringify({ ...manifest, vehicleHash: track.hash })));
    expect(read).toMatchObject({ samples: clone.samples, teaching: everything, noise: clone.noise });
  },
);

test('a clone by its range finder at 10 Hz knows no road ahead', async () => {
  const settings: CloneSettings = { ...quick, observation: 'rangeFinder', decisionTicks: 6 };
  const { observation, samples } = await makeClone(laps, settings, tools);
  expect(observation).toEqual({ version: 1, blocks: ['rangeFinder', 'motion'], decisionTicks: 6 });
  const usual = await makeClone(laps, quick, tools);
  expect(usual.observation).toEqual({ version: 1, blocks: ['trackFeatures'] });
  expect(usual.samples.human - samples.human).toBeGreaterThan(0); // no whole decision begins at the last ticks
});

test('noise is as large as the learner’s error on held-out laps: more for taps than for a stick', async () => {
  const taps = record(track, [{ hands: 'keyboard', skill: 'mid', seed: 1 }], 3);
  const levels: number[] = [];
  for (const some of [laps, lapsOfLog(taps.log, track, taps.episodes)]) {
    levels.push(await noiseLevel(some.slice(0, 2), some.slice(2), { sees: 'road', seed: 1 }, tools.kernelBytes, {}));
  }
  expect(levels[0]).toBeGreaterThan(0.05);
  expect(levels[1]).toBeGreaterThanOrEqual(levels[0]!);
  expect(levels[1]).toBe(0.5); // taps cannot be foretold: as much as is ever injected
});

test('an order says what is taught; what is left out is off, and without it recovery decides', () => {
  const asked = { datasetId: 'd', teaching: { sideCameras: true }, observation: 'rangeFinder', hz: 10 };
  const order = orderOf(policyRequestSchema.parse(asked));
  expect(order).toMatchObject({ kind: 'coached', teaching: { ...UNTAUGHT, sideCameras: true } });
  const split = { kind: 'none', name: 'none', train: [], validation: [] } as never;
  expect(settingsOf(order, split)).toMatchObject({ decisionTicks: 6, observation: 'rangeFinder' });
  expect(orderOf(policyRequestSchema.parse({ datasetId: 'd' }))).not.toHaveProperty('teaching');
  const untold = orderOf(policyRequestSchema.parse({ datasetId: 'd', teaching: { previousAction: 'shown' } }));
  expect(untold).toMatchObject({ kind: 'copy', teaching: { ...UNTAUGHT, previousAction: 'shown' } });
  expect([kindOf(COACHED), kindOf(UNTAUGHT), kindOf({ ...UNTAUGHT, mirror: true })]).toEqual([
    'coached',
    'copy',
    'coached',
  ]);
});

test('what makes no policy is refused in a sentence', () => {
  const rays = { encoder: 'features', observation: 'rangeFinder' } as const;
  expect(lessonMistake({ ...rays, sees: 'traffic' })?.sentence).toMatch(/rays end at the road’s edges/);
  expect(lessonMistake({ ...rays, sees: 'road' })).toBeNull();
  expect(lessonMistake({ encoder: 'persistence', observation: 'features' })?.sentence).toMatch(/sees nothing/);
  const refused = policyRequestSchema.safeParse({ datasetId: 'd', observation: 'rangeFinder', sees: 'traffic' });
  expect(refused.error?.issues[0]?.message).toMatch(/^The range finder got other cars/);
  for (const bad of [{ hz: 30 }, { observation: 'sonar' }, { teaching: { prayer: true } }]) {
    expect(policyRequestSchema.safeParse({ datasetId: 'd', ...bad }).success).toBe(false);
  }
});
