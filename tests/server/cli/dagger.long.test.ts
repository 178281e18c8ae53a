import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../../server/store/database.ts';
import { findPolicy } from '../../../server/store/policies.ts';
import { policyManifestSchema } from '../../../shared/policy/manifest.ts';
import { documentIn, expectRefusal, mimicIn } from './commandline.ts';

let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'mimic-dagger-'));
});
afterAll(() => rmSync(dataDir, { recursive: true }));

test('a scripted expert takes the wheel of a novice, and each round leaves a policy that says which it is', async () => {
  const words = ['--track', 'oval', '--expert', 'pad', '--novice', 'mlp-16', '--rounds', '1', '--gated', '--seed', '4'];
  const report = await documentIn(dataDir, 'dagger', ...words);
  expect(report).toMatchObject({ algorithm: 'gated', expert: 'pad', track: 'oval', dataset: null, seed: 4 });
  expect(report.rounds).toHaveLength(2);
  const [plain, corrected] = report.rounds;
  expect(plain).toMatchObject({ round: 0, interventionsPerLap: null, labels: plain.plain.labels });
  expect(corrected.lapsPlanned).toBe(24);
  const store = await openStore(dataDir);
  const kept = await findPolicy(store, corrected.policy);
  await store.destroy();
  const manifest = policyManifestSchema.parse(kept!.manifest);
  expect(manifest.interactive).toMatchObject({ algorithm: 'gated', expert: 'pad', round: 1, rounds: 1, reaction: 0.3 });
  expect(manifest.interactive!.shown + manifest.interactive!.answers).toBe(corrected.labels);
  expect(manifest.samples).toEqual({ human: 0, recovery: 0 });
  expect(manifest.network.hidden).toEqual([16]);
});

test('what does not go together is refused in a sentence', async () => {
  expectRefusal(await mimicIn(dataDir, 'dagger'), /--dataset and --track/);
  expectRefusal(await mimicIn(dataDir, 'dagger', '--track', 'oval', '--expert', 'ownPath'), /--dataset/);
  expectRefusal(await mimicIn(dataDir, 'dagger', '--track', 'obstacle', '--expert', 'ideal'), /keyboard or pad/);
});
