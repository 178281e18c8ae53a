import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SweepReport } from '../../../server/cli/sweepactions.ts';
import { openStore } from '../../../server/store/database.ts';
import { policyFile } from '../../../server/store/policies.ts';
import type { TrainReport } from '../../../server/training/cloning.ts';
import { decodePolicy } from '../../../shared/policy/file.ts';
import { documentIn, expectRefusal, mimicIn } from './commandline.ts';

const MIMIC = new URL('../../../server/cli/mimic.ts', import.meta.url).pathname;
let dataDir: string;
let dataset: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'mimic-training-'));
  await documentIn(dataDir, 'demonstrate', '--track', 'oval', '--laps', '3', '--hands', 'pad', '--seed', '8');
  dataset = (await documentIn(dataDir, 'dataset', 'create', '--track', 'oval', '--name', 'oval')).id;
});
afterAll(() => rmSync(dataDir, { recursive: true }));

const checkpoints = (): string[] => {
  const folder = join(dataDir, 'checkpoints');
  return existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.checkpoint')) : [];
};

/** Begin, and end by a signal as soon as `isTime`; what was said, and how it ended. */
async function ended(words: string[], signal: 'SIGKILL' | 'SIGINT', isTime: (errors: string) => boolean) {
  const child = spawn(process.execPath, [MIMIC, ...words], { env: { ...process.env, DATA_DIR: dataDir } });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (bytes) => (out += bytes));
  child.stderr.on('data', (bytes) => (errors += bytes));
  const closed = once(child, 'close');
  while (child.exitCode === null && !isTime(errors)) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill(signal);
  const [code] = await closed;
  return { code, out, errors };
}

async function weightsOf(policy: string): Promise<Float32Array> {
  const store = await openStore(dataDir);
  const { weights } = decodePolicy((await policyFile(store, policy))!);
  await store.destroy();
  return weights;
}

test('a training that was killed goes on by the same command or its id, to the same weights', async () => {
  const words = ['train', '--dataset', dataset, '--no-recovery', '--seeds', '2', '--steps', '2500'];
  const tuned = ['--schedule', 'linear', '--clip', '0.5', '--warm-up', '100', '--hidden', '64x64', '--batch', '96'];
  const whole = (await documentIn(dataDir, ...words, ...tuned)) as TrainReport;
  expect(whole.checks).toHaveLength(8);
  for (const resume of [words.concat(tuned), null]) {
    const killed = await ended([...words, ...tuned], 'SIGKILL', () => checkpoints().length > 0);
    expect(killed.out).toBe('');
    const [id] = checkpoints().map((file) => file.replace('.checkpoint', ''));
    expect(id).toMatch(/^run-[0-9a-f]{12}$/);
    expectRefusal(await mimicIn(dataDir, 'train', '--resume', 'run-none'), new RegExp(`There is: ${id}`));
    const resumed = await mimicIn(dataDir, ...(resume ?? ['train', '--resume', id!]), '--json');
    expect(resumed.errors).toMatch(new RegExp(`^Going on with ${id} from step \\d+ of 2500.\n$`));
    const report = JSON.parse(resumed.out) as TrainReport;
    expect({ ...report, policy: '', seconds: 0 }).toEqual({ ...whole, policy: '', seconds: 0 });
    expect(await weightsOf(report.policy)).toEqual(await weightsOf(whole.policy));
    expect(checkpoints()).toEqual([]);
  }
});

test('Ctrl-C says how to go on', async () => {
  const words = ['train', '--dataset', dataset, '--no-recovery', '--seeds', '1', '--steps', '20000'];
  const { code, out, errors } = await ended(words, 'SIGINT', () => checkpoints().length > 0);
  expect([code, out]).toEqual([130, '']);
  const [id] = checkpoints().map((file) => file.replace('.checkpoint', ''));
  expect(errors).toBe(`Interrupted. "mimic train --resume ${id}", or the same command again, goes on with it.\n`);
  expectRefusal(await mimicIn(dataDir, 'train'), /--dataset and --resume, expected one/);
});

test('a sweep ranks settings by laps driven; what makes no policy is a row, and Ctrl-C keeps what is done', async () => {
  const words = ['sweep', '--dataset', dataset, '--seeds', '1', '--no-recovery', '--hidden', '32'];
  const few = [...words, '--steps', '120', '--over', 'learning-rate=0.00001,0.01', '--over', 'head=squared-error,flow'];
  const report = (await documentIn(dataDir, ...few, '--encoder', 'features')) as SweepReport;
  expect(report).toMatchObject({ dataset, planned: 4, interrupted: false });
  const falls = report.trials.map(({ fallsPerLap }) => fallsPerLap!);
  expect(falls).toEqual([...falls].sort((a, b) => a - b));
  expect(report.trials[0]!.settings['learning-rate']).toBe('0.01');
  expect(report.trials.every(({ policy, validationLoss }) => policy !== null && validationLoss !== null)).toBe(true);

  const mismatched = ['--steps', '10', '--over', 'head=flow,squared-error', '--encoder', 'gru'];
  const { trials } = (await documentIn(dataDir, ...words, ...mismatched)) as SweepReport;
  expect(trials.map(({ policy, error }) => [policy === null, error])).toEqual([
    [false, null],
    [true, expect.stringMatching(/A network with memory got the head "flow"/)],
  ]);

  const none = await mimicIn(dataDir, ...words, '--over', 'head=flow,latent', '--encoder', 'gru', '--json');
  expect([none.code, JSON.parse(none.out)]).toMatchObject([
    1,
    { planned: 2, trials: [{ policy: null }, { policy: null }] },
  ]);
  expect(none.errors).toMatch(/^mimic: None of the 2 combinations makes a policy.*\n$/);

  // Twenty steps are over before a training is first kept.
  const before = checkpoints().length;
  const long = ['--over', 'steps=20,20000', '--json'];
  const cut = await ended([...words, ...long], 'SIGINT', () => checkpoints().length > before);
  expect(cut.code).toBe(130);
  expect(JSON.parse(cut.out)).toMatchObject({ planned: 2, interrupted: true, trials: [{ settings: { steps: '20' } }] });
});
