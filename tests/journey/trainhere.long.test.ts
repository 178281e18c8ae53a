import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { decodePolicy, type Policy } from '../../shared/policy/file.ts';
import { documentIn } from '../server/cli/commandline.ts';
import { LAN_HOST, noBrowser } from './browser.ts';
import { openStage, ring } from './stage.ts';
import { expectUnharmed, type Visit, visit } from './visit.ts';

/** Laps of a scripted driver, which everybody may learn from. */
const DRIVE = ['--skill', 'mid', '--hands', 'pad', '--seed', '2', '--laps', '4'];
const seed = async (dataDir: string): Promise<void> => {
  await documentIn(dataDir, 'demonstrate', '--track', ring.id, ...DRIVE);
};

/** As the page keeps what was chosen last: one training, so that nobody waits long. */
function chooseOneSeed(): void {
  localStorage.setItem('mimic-gp-policy-draft', JSON.stringify({ seeds: 1 }));
}

const ORDER = { head: 'bins', seeds: 1, budget: { steps: 300 } };
const MINUTE = 60_000;

describe.skipIf(noBrowser !== null)('training in a visitor’s browser', () => {
  const stage = openStage(seed);
  const folder = mkdtempSync(join(tmpdir(), 'mimic-brought-'));
  let here: Visit;
  let page: Page;
  /** The one that was trained in the page by what does best there. */
  let own: string;

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const panel = () => page.getByTestId('train-here');
  const fileOf = async (id: string): Promise<Uint8Array> =>
    new Uint8Array(await (await fetch(`${stage.origin}/api/policies/${id}/file`)).arrayBuffer());
  const policyOf = async (id: string): Promise<Policy> => decodePolicy(await fileOf(id));

  /** Ask as the driver of this page. */
  async function post(path: string, body: unknown): Promise<unknown> {
    const kept = await page.evaluate(() => localStorage.getItem('mimic-gp-drivers'));
    const { driverToken } = JSON.parse(kept!).current;
    const headers = { authorization: `Bearer ${driverToken}`, 'content-type': 'application/json' };
    const begun = await fetch(`${stage.origin}/api${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const { id } = (await begun.json()) as { id: string };
    for (;;) {
      const { state, result, error } = await stage.api(`/jobs/${id}`);
      if (state === 'done') return result;
      if (state === 'failed' || state === 'cancelled') throw new Error(`${path}: ${error ?? state}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  /** Press "Train here" and wait for the policy that comes of it. */
  async function train(): Promise<string> {
    await page.getByTestId('train-here-go').click();
    await expect.poll(() => panel().getAttribute('data-at'), { timeout: 10 * MINUTE }).toMatch(/done|failed/);
    expect(await page.getByTestId('train-here-fault').allTextContents()).toEqual([]);
    return (await page.getByTestId('train-here-done').getAttribute('data-policy'))!;
  }

  test(
    'the panel is there once there is a data set to learn from',
    async () => {
      // As a class has it: plain http, where WebGPU is for nobody.
      const origin = `http://${LAN_HOST}:${stage.server.port}`;
      here = await visit(stage.browser, `${origin}/policies?track=${ring.id}`, {}, chooseOneSeed);
      page = here.page;
      await page.getByTestId('use-all-laps').click();
      await panel().waitFor();
      expect(await panel().getAttribute('data-at')).toBe('idle');
    },
    15 * MINUTE,
  );

  test(
    'a training can be stopped, and leaves nothing',
    async () => {
      await page.getByTestId('train-here-go').click();
      await expect.poll(() => panel().getAttribute('data-at'), { timeout: 3 * MINUTE }).toBe('learning');
      await page.getByTestId('train-here-stop').click();
      await expect.poll(() => panel().getAttribute('data-at')).toBe('idle');
      expect((await stage.api('/policies')).items).toEqual([]);
    },
    15 * MINUTE,
  );

  test(
    'says what it computes with and why with nothing else; the server drives the file and keeps it',
    async () => {
      await page.getByTestId('steps').fill(String(ORDER.budget.steps));
      own = await train();
      const trials = page.getByTestId('back-ends').locator('li');
      const faults = await trials.evaluateAll((rows) =>
        rows.map((row) => `${row.getAttribute('data-backend')} ${row.getAttribute('data-fault')}`),
      );
      expect(faults.map((row) => row.split(' ')[0])).toEqual(['webgpu', 'webgl', 'wasm']);
      expect(faults[2]).toBe('wasm '); // no graphics processor here is faster
      expect(faults.slice(0, 2).every((row) => /(absent|imitated|slow)$/.test(row))).toBe(true);
      expect(await trials.nth(2).textContent()).toMatch(/ms a step, right and the fastest here: used/);
      const { manifest } = await policyOf(own);
      expect(manifest.origin).toEqual({ where: 'browser', backEnd: 'wasm' });
      expect(manifest.scores).toMatchObject({ lapsPlanned: 12 });
      expect((await stage.api(`/policies/${own}`)).manifest.scores).toEqual(manifest.scores);
      expectUnharmed(here, `${LAN_HOST}:${stage.server.port}`);
    },
    15 * MINUTE,
  );

  test(
    'the server trains the same data set and order to the same bits',
    async () => {
      const { datasetId } = await stage.api(`/policies/${own}`);
      const { policy } = (await post('/policies', { datasetId, ...ORDER })) as { policy: string };
      const [there, inPage] = [await policyOf(policy), await policyOf(own)];
      expect(there.manifest.origin).toBeUndefined();
      expect(inPage.weights).toEqual(there.weights);
      expect(inPage.manifest.losses).toEqual(there.manifest.losses);
      expect(inPage.manifest.normaliser).toEqual(there.manifest.normaliser);
      expect(inPage.manifest.samples).toEqual(there.manifest.samples);
    },
    15 * MINUTE,
  );

  test(
    'it is judged like any other',
    async () => {
      const judged = (await post('/evaluations', { policyId: own, rollouts: 4, laps: 1 })) as { policy: string };
      expect(judged).toMatchObject({ policy: own, trackId: ring.id });
    },
    15 * MINUTE,
  );

  test(
    'by WebGL where the person wants that, even imitated, to the same losses within a rounding',
    async () => {
      await panel().locator('select').selectOption('webgl');
      const other = await policyOf(await train());
      expect(other.manifest.origin).toEqual({ where: 'browser', backEnd: 'webgl' });
      const { losses } = (await policyOf(own)).manifest;
      expect(other.manifest.losses.train).toBeCloseTo(losses.train, 1);
    },
    15 * MINUTE,
  );

  test(
    'a file that was saved can be brought back; one that was damaged is refused with the reason',
    async () => {
      const bytes = await fileOf(own);
      const [whole, damaged] = ['whole', 'damaged'].map((name) => join(folder, `${name}.safetensors`));
      writeFileSync(whole!, bytes);
      bytes[bytes.length - 9] ^= 0x10;
      writeFileSync(damaged!, bytes);
      const field = page.getByTestId('bring-file').locator('input[type=file]');
      await field.setInputFiles(whole!);
      const kept = page.getByTestId('file-kept');
      await kept.waitFor({ timeout: 3 * MINUTE });
      const { manifest } = await policyOf((await kept.getAttribute('data-policy'))!);
      expect(manifest.origin).toEqual({ where: 'browser', backEnd: 'wasm' });
      await field.setInputFiles(damaged!);
      await expect
        .poll(() => page.getByTestId('file-fault').textContent())
        .toMatch(/SHA-256 of the policy: got .* expected .*/);
      await page.context().close();
    },
    15 * MINUTE,
  );
});
